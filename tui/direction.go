package tui

import (
	"strings"
	"unicode"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/cell"
)

// rightToLeft reports whether the lines of a CV end at the right margin of this terminal.
// The order of the letters is the terminal's, which turns words of Arabic and Hebrew or
// does not, as https://terminal-wg.freedesktop.org/bidi says: in a line that runs from
// left to right as a whole, so that spaces before a text and an ornament after it stay.
func rightToLeft(cv *data.CV, c charset) bool { return !c.ascii && cv.RightToLeft() }

// line returns a line of the present paragraph: a lead of spaces and an ornament, and a
// text. In a CV from right to left, the text ends at the right margin and the ornament
// stands behind it, but for a number, which a terminal would move with the text.
func (b *setter) line(lead, text []span) line {
	l := line{spans: lead, paragraph: b.paragraphs}
	ornament, behind := strings.TrimRight(l.text(), " "), ""
	if b.rtl {
		l.spans = pad(nil, b.width-spanCells(lead)-spanCells(text))
		switch {
		case strings.ContainsFunc(ornament, unicode.IsDigit):
			l.spans = append(l.spans, lead...)
		case ornament != "":
			behind = strings.Repeat(" ", spanCells(lead)-cell.Width(ornament)) + ornament
		}
	}
	for _, s := range l.spans {
		l.body += len(s.text)
	}
	l.spans = append(l.spans, text...)
	if behind != "" {
		l.spans, l.tail = append(l.spans, span{text: behind, role: quiet}), len(behind)
	}
	return l
}
