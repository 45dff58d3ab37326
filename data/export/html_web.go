package export

import (
	_ "embed"
	"io"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/locale"
)

//go:embed page/web.css
var webStyle string

// Web is what a page has on a web server, beside the CV.
type Web struct {
	Command   string        // the line to ssh with
	Files     []WebFile     // to take
	Languages []WebLanguage // of the CV, this one among them; none if there is one
}

// WebFile is a file beside the page.
type WebFile struct {
	Format
	Name string // "cv.zh.pdf"
}

// WebLanguage is a language of the CV; its page is at /CODE/.
type WebLanguage struct {
	Code string // BCP 47
	Name string // as its speakers call it: "Deutsch"
	Here bool   // it is that of the page
}

// WebPage writes the page of [HTML] as a web server shows it: with the line to
// ssh with, and links to the files and to the other languages.
// Its policy allows a picture of the same server too: the icon that browsers ask
// for.
func WebPage(w io.Writer, cv *data.CV, web Web) error {
	return page{
		policy: policy(pageStyle+webStyle) + "; img-src 'self'", style: pageStyle + webStyle, Web: web,
	}.write(w, cv)
}

// alternates tells search engines of the languages.
func (w Web) alternates() g.Node {
	if len(w.Languages) == 0 {
		return nil
	}
	alternate := func(code, path string) g.Node {
		return h.Link(h.Rel("alternate"), g.Attr("hreflang", code), h.Href(path))
	}
	var links g.Group
	for _, l := range w.Languages {
		links = append(links, alternate(l.Code, "/"+l.Code+"/"))
	}
	return append(links, alternate("x-default", "/"))
}

// languages is the line that leads to the other languages.
func (w Web) languages(words *locale.Locale) g.Node {
	if len(w.Languages) == 0 {
		return nil
	}
	item := func(l WebLanguage) g.Node {
		name := g.El("bdi", g.Text(l.Name))
		if l.Here {
			return h.Li(h.Lang(l.Code), g.Attr("aria-current", "page"), name)
		}
		return h.Li(h.A(h.Href("/"+l.Code+"/"), h.Lang(l.Code), g.Attr("hreflang", l.Code), name))
	}
	return h.Nav(h.Class("languages"), h.Aria("label", words.Labels.Languages),
		h.Ul(pageLines(g.Map(w.Languages, item)...)))
}

// pdf is the contact that is a PDF, where a recruiter looks for it.
func (w Web) pdf() g.Node {
	for _, f := range w.Files {
		if f.Format.Name == "pdf" {
			return pageContact("PDF", h.A(h.Href(f.Name), g.Text(f.Name)))
		}
	}
	return nil
}

// StyleSources are the style sheets of [HTML] and [WebPage] as the style-src of a
// Content Security Policy names them.
func StyleSources() string { return styleSource(pageStyle) + " " + styleSource(pageStyle+webStyle) }
