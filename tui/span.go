package tui

import (
	"strings"

	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/uri"
)

// span is a run of text in one role; link is a URL or empty.
type span struct {
	text  string
	role  role
	link  string
	whole bool // not broken between its words where a line has room for all of it
}

// spansOf returns a text with its plain words in role r. Code has backquotes, and the
// URL of a link follows it, to be read.
func spansOf(t markup.Text, r role) []span {
	var out []span
	for _, part := range t.Parts() {
		for _, run := range part.Runs {
			s := span{text: run.Words, role: r, link: part.URL}
			switch {
			case run.Strong && run.Emphasis:
				s.role = strongEmphasis
			case run.Strong:
				s.role = strong
			case run.Emphasis:
				s.role = emphasis
			}
			if run.Code {
				s.text = "`" + run.Words + "`"
			}
			out = append(out, s)
		}
		if url := part.Hidden(); url != "" {
			out = append(out, span{text: " (" + uri.Display(url) + ")", role: quiet, link: url})
		}
	}
	return out
}

// line is one line of a page. Lines of one paragraph share its number.
type line struct {
	spans     []span
	item      int  // index of the item it belongs to
	paragraph int  // number of the paragraph; 0 for lines that are not searched
	body      int  // bytes of hanging indent and ornament before the paragraph's text
	tail      int  // and of an ornament after it
	keep      bool // with the next line, because a heading must not end a page
	styled    string
}

// text returns the line without styles.
func (l *line) text() string {
	var b strings.Builder
	for _, s := range l.spans {
		b.WriteString(s.text)
	}
	return b.String()
}

func spanCells(spans []span) (n int) {
	for _, s := range spans {
		n += cell.Width(s.text)
	}
	return n
}

// cut returns the part of spans between two byte offsets of their joined text.
func cut(spans []span, from, to int) []span {
	var out []span
	at := 0
	for _, s := range spans {
		a, b := max(from-at, 0), min(to-at, len(s.text))
		if a < b {
			s2 := s
			s2.text = s.text[a:b]
			out = append(out, s2)
		}
		at += len(s.text)
	}
	return out
}

// truncate returns s, or its beginning and an ellipsis, in at most width cells.
func truncate(s string, width int, ellipsis string) string {
	if cell.Width(s) <= width {
		return s
	}
	if width <= cell.Width(ellipsis) {
		ellipsis = ""
	}
	return strings.TrimRight(cell.Prefix(s, width-cell.Width(ellipsis)), " ") + ellipsis
}
