package export

import (
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
		return "<" + url + ">"
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

// mdRuns returns a text with its marks. It omits them if [markup.Parse] would not read back
// the same text, as with two styles side by side within a word.
func mdRuns(t markup.Text) string {
	var b strings.Builder
	var open []string // closing marks
	closing := markup.Run{}
	for _, r := range append(slices.Clip(t), closing) {
		want := mdMarks(r)
		for slices.ContainsFunc(open, func(m string) bool { return !slices.Contains(want, m) }) {
			b.WriteString(open[len(open)-1])
			open = open[:len(open)-1]
		}
		if len(want) == 1 && len(open) == 0 && !r.Code && r.URL != "" && strings.TrimPrefix(r.URL, "mailto:") == strings.TrimPrefix(r.Words, "mailto:") {
			b.WriteString(mdLink(r.Words, r.URL))
			continue
		}
		for _, m := range want {
			if slices.Contains(open, m) {
				continue
			}
			open = append(open, m)
			if m[0] == ']' {
				m = "["
			}
			b.WriteString(m)
		}
		if r.Code {
			b.WriteString(mdCode(r.Words))
		} else {
			b.WriteString(mdEscape(r.Words, b.Len() == 0))
		}
	}
	if len(t) > 1 && !slices.Equal(markup.Parse(b.String()), t) {
		return mdText(t.String())
	}
	return b.String()
}

// mdMarks returns the closing marks of a run.
func mdMarks(r markup.Run) (marks []string) {
	if url := uri.Link(r.URL); url != "" {
		marks = append(marks, "]("+mdDestination(url)+")")
	}
	if r.Strong {
		marks = append(marks, "**")
	}
	if r.Emphasis {
		marks = append(marks, "*")
	}
	return marks
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
