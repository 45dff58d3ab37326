package paper

import (
	"strings"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/publication"
	"wenkaiyue.com/cv/data/uri"
)

// Span is a run of text in one style.
type Span struct {
	Text  string
	Style Style
	Link  string // a URL, or empty
	whole bool   // not broken if it fits on a line
}

// Text is a styled text: one line, or a paragraph to break into lines.
type Text []Span

// String returns the text without styles.
func (t Text) String() string {
	var b strings.Builder
	for _, s := range t {
		b.WriteString(s.Text)
	}
	return b.String()
}

// Width returns the width in cells.
func (t Text) Width() (n int) {
	for _, s := range t {
		n += cell.Width(s.Text)
	}
	return n
}

// Pad appends space up to width cells. Like append, it may use the array of t.
func (t Text) Pad(width int) Text {
	if n := width - t.Width(); n > 0 {
		return append(t, Span{Text: strings.Repeat(" ", n)})
	}
	return t
}

// cut returns the part between two byte offsets.
func (t Text) cut(from, to int) Text {
	var out Text
	at := 0
	for _, s := range t {
		a, b := max(from-at, 0), min(to-at, len(s.Text))
		at += len(s.Text)
		if a < b {
			s.Text = s.Text[a:b]
			out = append(out, s)
		}
	}
	return out
}

// wrap breaks a text into lines: the first of at most first cells, the others of at most
// rest. It does not break a whole span that fits on a line; see [cell.Wrap].
func (t Text) wrap(first, rest int) []Text {
	var whole []cell.Extent
	at := 0
	for _, s := range t {
		if s.whole {
			whole = append(whole, cell.Extent{From: at, To: at + len(s.Text)})
		}
		at += len(s.Text)
	}
	var out []Text
	for _, r := range cell.Wrap(t.String(), whole, max(first, 1), max(rest, 1)) {
		out = append(out, t.cut(r.From, r.To))
	}
	return out
}

// marked returns a text of the CV with its plain words in a style. Code gets backquotes, and
// the hidden URL of a link follows it in parentheses.
func marked(t markup.Text, plain Style) (out Text) {
	for _, part := range t.Parts() {
		for _, run := range part {
			s := Span{Text: run.Words, Style: plain, Link: run.URL}
			switch {
			case run.Strong && run.Emphasis:
				s.Style = StrongEmphasis
			case run.Strong:
				s.Style = Strong
			case run.Emphasis:
				s.Style = Emphasis
			}
			if run.Code {
				s.Text = "`" + run.Words + "`"
			}
			out = append(out, s)
		}
		if url := part.Hidden(); url != "" {
			out = append(out, Span{Text: " (" + uri.Display(url) + ")", Style: Quiet, Link: url})
		}
	}
	return out
}

// names returns a list of authors. The owner stands out, and "*" marks equal contribution.
func names(list []publication.Author) (out Text) {
	for i, a := range list {
		if i > 0 {
			out = append(out, Span{Text: ", "})
		}
		s := Span{Text: a.Name, Link: a.URL, whole: true}
		if a.Self {
			s.Style = Accent
		}
		out = append(out, s)
		if a.Equal {
			out = append(out, Span{Text: "*"})
		}
	}
	return out
}

// ContactLink returns the link of a contact, or "" for a phone: terminals open no tel: URIs.
func ContactLink(c data.Contact) string {
	if c.Kind == data.Phone {
		return ""
	}
	return c.URL
}
