package export

import (
	"reflect"
	"regexp"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/uri"
)

// mdLink returns text that links to a URL, or plain text if [uri.Link] refuses it.
func mdLink(text, url string) string {
	url = uri.Link(url)
	switch {
	case url == "":
		return mdText(text)
	case url == text || url == "mailto:"+text && mdEmail.MatchString(text):
		return "<" + text + ">"
	}
	return "[" + mdText(text) + "](" + mdDestination(url) + ")"
}

// mdDestination returns a URL for the parentheses of a link.
func mdDestination(url string) string {
	url = strings.ReplaceAll(url, "&", `\&`) // it may begin an entity
	if strings.ContainsAny(url, "()") {
		url = "<" + url + ">"
	}
	return url
}

// mdEmail matches the email autolinks of CommonMark 6.5, without the characters that
// have another meaning.
var mdEmail = regexp.MustCompile(`^[a-zA-Z0-9.+_-]+@[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$`)

// mdText escapes text for a paragraph, a heading or an emphasis: the characters of
// inline markup everywhere, and those that begin a block at the start.
func mdText(s string) string { return mdEscape(printable(s), true) }

// mdEscape is like mdText for a piece of a paragraph; first is set for the first one.
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

// mdRuns returns a text with its marks, or without any if they would not be read back
// as the same text, such as two looks side by side within a word.
func mdRuns(t markup.Text) string {
	var w mdWriter
	for _, r := range t {
		w.run(r)
	}
	w.close(0)
	marked := w.b.String()
	if len(t) > 1 && !reflect.DeepEqual(markup.Parse(marked), t) {
		return mdText(t.String())
	}
	return marked
}

// mdWriter nests marks.
type mdWriter struct {
	b    strings.Builder
	open []string // the URL of a link comes with "(", which no other mark begins with
}

func (w *mdWriter) run(r markup.Run) {
	var want []string
	if url := uri.Link(r.URL); url != "" {
		want = append(want, "("+url)
	}
	if r.Strong {
		want = append(want, "**")
	}
	if r.Emphasis {
		want = append(want, "*")
	}
	if at := slices.IndexFunc(w.open, func(m string) bool { return !slices.Contains(want, m) }); at >= 0 {
		w.close(at)
	}
	if url := uri.Link(r.URL); url != "" && len(want) == 1 && !r.Code && (r.Words == url || r.Words == strings.TrimPrefix(url, "mailto:")) && !slices.Contains(w.open, want[0]) {
		w.b.WriteString(mdLink(r.Words, url))
		return
	}
	for _, m := range want {
		if slices.Contains(w.open, m) {
			continue
		}
		w.open = append(w.open, m)
		if m[0] == '(' {
			m = "["
		}
		w.b.WriteString(m)
	}
	if r.Code {
		w.b.WriteString(mdCode(r.Words))
		return
	}
	w.b.WriteString(mdEscape(r.Words, w.b.Len() == 0))
}

// close closes the marks that opened at n and after it.
func (w *mdWriter) close(n int) {
	for _, m := range slices.Backward(w.open[n:]) {
		if m[0] == '(' {
			m = "](" + mdDestination(m[1:]) + ")"
		}
		w.b.WriteString(m)
	}
	w.open = w.open[:n]
}

// mdCode puts s between more backticks than it has in a row.
func mdCode(s string) string {
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if strings.Trim(s, "`") != s || strings.HasPrefix(s, " ") && strings.HasSuffix(s, " ") {
		s = " " + s + " "
	}
	return fence + s + fence
}

// mdParagraphs returns the texts that are not empty, a line each.
func mdParagraphs(ts []markup.Text) []string {
	var out []string
	for _, t := range ts {
		if s := mdRuns(t); s != "" {
			out = append(out, s)
		}
	}
	return out
}
