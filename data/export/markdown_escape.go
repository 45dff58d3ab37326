package export

import (
	"regexp"
	"strings"

	"wenkaiyue.com/cv/data"
)

// mdLink is text that leads to a URL, and plain text where the URL may not
// become a link.
func mdLink(text, url string) string {
	url = data.LinkURL(url)
	switch {
	case url == "":
		return mdText(text)
	case url == text || url == "mailto:"+text && mdEmail.MatchString(text):
		return "<" + text + ">"
	}
	return "[" + mdText(text) + "](" + mdDestination(url) + ")"
}

// mdDestination is a URL as it stands between the parentheses of a link.
func mdDestination(url string) string {
	url = strings.ReplaceAll(url, "&", `\&`) // it may begin an entity
	if strings.ContainsAny(url, "()") {
		url = "<" + url + ">"
	}
	return url
}

// mdEmail is the email autolink of CommonMark 6.5, less the characters that
// could be taken for anything else.
var mdEmail = regexp.MustCompile(`^[a-zA-Z0-9.+_-]+@[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$`)

// mdText escapes text so that a reader shows it as it stands, wherever in a
// paragraph, a heading or an emphasis it is put: the characters of inline markup
// everywhere, and those that begin a block at its start.
func mdText(s string) string { return mdEscape(printable(s), true) }

// mdEscape is mdText for a piece of a paragraph; first says that it begins it.
func mdEscape(s string, first bool) string {
	var b strings.Builder
	for i, r := range s {
		start := first && i == 0
		switch r {
		case '\\', '`', '*', '_', '[', ']', '<', '~', '|', '$':
			b.WriteByte('\\')
		case '&':
			if mdEntity.MatchString(s[i:]) {
				b.WriteByte('\\')
			}
		case '#': // a heading, or the end of one
			if start || i > 0 && s[i-1] == ' ' {
				b.WriteByte('\\')
			}
		case '-', '+', '=', '>': // list, underline of a heading, quote
			if start {
				b.WriteByte('\\')
			}
		case '.', ')': // numbered list
			if first && i > 0 && i < 10 && strings.Trim(s[:i], "0123456789") == "" {
				b.WriteByte('\\')
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

var mdEntity = regexp.MustCompile(`^&#?[0-9A-Za-z]+;`)
