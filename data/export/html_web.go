package export

import (
	_ "embed"
	"io"

	"wenkaiyue.com/cv/data"
)

//go:embed page/web.css
var webStyle string

// WebPage writes the page of [HTML] as a web server shows it: with the line to
// ssh with, and links to the files of all formats, which have to be beside it.
// Its policy allows a picture of the same server too: the icon that browsers ask
// for.
func WebPage(w io.Writer, cv *data.CV, command string, files []Format) error {
	return page{
		policy: policy(pageStyle+webStyle) + "; img-src 'self'", style: pageStyle + webStyle,
		command: command, files: files,
	}.write(w, cv)
}

// StyleSources are the style sheets of [HTML] and [WebPage] as the style-src of a
// Content Security Policy names them.
func StyleSources() string { return styleSource(pageStyle) + " " + styleSource(pageStyle+webStyle) }
