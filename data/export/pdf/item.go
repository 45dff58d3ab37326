package pdf

import (
	"strings"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export/pdf/fonts"
	"wenkaiyue.com/cv/data/export/pdf/typeset"
)

// head sets the name of the owner, the label and the contacts.
func (l *layout) head(head data.Head) {
	name := plain(head.Name, fonts.Regular, ink)
	name.Size = 2.3
	l.block("H1", 0, 0, name)
	for i := range l.rows {
		l.rows[i].height, l.rows[i].keep = max(1.2, l.t.Leading()-0.09)*name.Size, true
	}
	for _, line := range head.Lines {
		l.block("P", 0, 0, plain(line, fonts.Italic, quiet))
	}
	l.contacts(head.Contacts)
	l.paragraphs(head.Summary, 0.7, 0.25, 0)
}

// contacts sets the contacts in a row and breaks it between two of them if possible. In a
// right-to-left document, left-to-right contacts have their own lines.
func (l *layout) contacts(contacts []data.Contact) {
	var line []typeset.Span
	before := 0.25
	end := func() {
		l.block("P", before, 0, line...)
		line, before = nil, 0
	}
	rtl := false
	for _, c := range contacts {
		s := linked(c.Named, c.URL, fonts.Regular, ink)
		s.Whole, s.Apart = true, true
		if l.t.RightToLeft() {
			if s.Apart = strings.ContainsFunc(s.Text, typeset.Leftward); s.Apart != rtl && len(line) > 0 {
				end()
			}
			rtl = s.Apart
		}
		if len(line) > 0 {
			line = append(line, typeset.Span{Text: "\u00a0\u00a0·\u00a0 ", Tint: quiet, Whole: true, Gap: true})
		}
		line = append(line, s)
	}
	if len(line) > 0 {
		end()
	}
}

// publication sets authors, title and venue as a paragraph after its number; digits is
// the width of the longest number.
func (l *layout) publication(it data.Item, digits int) {
	var spans []typeset.Span
	add := func(s typeset.Span) {
		if s.Text == "" {
			return
		}
		if len(spans) > 0 {
			spans = append(spans, typeset.Span{Text: ", "})
		}
		s.Apart = true
		spans = append(spans, s)
	}
	whole := func(s, url string, style fonts.Style) typeset.Span {
		out := linked(s, url, style, ink)
		out.Whole = l.t.Paragraph(out).Width() < l.width/3
		return out
	}
	for _, a := range it.Authors {
		name, style := a.Name, fonts.Regular
		if a.Equal {
			name += "*"
		}
		if a.Self {
			style = fonts.Bold
		}
		add(whole(name, a.URL, style))
	}
	add(linked(it.Title, it.URL, fonts.Italic, ink))
	add(whole(it.Venue, "", fonts.Regular))
	add(whole(it.Date, "", fonts.Regular))
	zeros := typeset.Span{Text: strings.Repeat("0", digits) + ". "}
	indent := l.t.Paragraph(zeros).Width() + 0.45
	l.marked(0, typeset.Span{Text: it.Number + ". ", Tint: quiet}, func() {
		l.block("P", 0, indent, spans...)
		for _, s := range it.Lines {
			l.block("P", 0, indent, styled(s, fonts.Regular, quiet)...)
		}
		l.block("P", 0, indent, styled(it.LinkLine(), fonts.Regular, quiet)...)
		l.body(it, indent)
	})
}

// entry sets a title with its date, facts and points, or a list item in a section of only
// titles.
func (l *layout) entry(it data.Item, s *data.Section) {
	if s.Terse() {
		l.within("LI", func() {
			l.within("LBody", func() { l.title("P", it, fonts.Regular, 0) })
		})
		return
	}
	x := 0.0
	if it.Under {
		x = 1.1
	}
	l.title("H3", it, fonts.Bold, x)
	for _, s := range it.Lines {
		l.keepNext()
		l.block("P", 0, x, styled(s, fonts.Italic, quiet)...)
	}
	if len(it.Links) > 0 {
		l.keepNext()
		l.block("P", 0, x, styled(it.LinkLine(), fonts.Regular, quiet)...)
	}
	if len(it.Body)+len(it.Words) > 0 {
		l.keepNext()
	}
	l.body(it, x)
}

// title sets a title, and its date at the far margin of the title's last line, where
// programs that read lines in order expect it.
//
// In a right-to-left document both are one text: Poppler would read a column of dates as
// a separate text, and the remedy in [row.reading] works only from left to right.
func (l *layout) title(role string, it data.Item, style fonts.Style, x float64) {
	title, date := linked(it.Title, it.URL, style, ink), plain(it.Date, fonts.Regular, quiet)
	title.Apart, date.Apart, date.Whole = true, true, true
	w := l.t.Paragraph(date).Width()
	beside := w > 0 && w < l.width/2 && !l.t.RightToLeft()
	spans, room := []typeset.Span{title}, l.width-x
	switch {
	case l.t.RightToLeft() && w > 0:
		spans = append(spans, typeset.Span{Text: " · ", Tint: quiet}, date)
	case w > 0:
		spans = append(spans, typeset.Span{Text: " ", Style: style}) // separates it from the date
	}
	if beside {
		room -= w + 1.5
	}
	from := len(l.rows)
	l.beside(from, l.lines(role, x, room, spans...))
	l.keep(from, len(l.rows), 0)
	switch n := len(l.rows) - 1; {
	case beside && n >= from:
		last := &l.rows[n]
		last.lines[0].Bridge(l.width - w - x)
		last.lines, last.columns = append(last.lines, l.lines("P", l.width-w, l.width, date)...), true
	case w > 0 && !l.t.RightToLeft():
		l.keepNext()
		l.block("P", 0, x, date)
	}
}

// body sets the paragraphs and keywords of an item, from x on.
func (l *layout) body(it data.Item, x float64) {
	l.paragraphs(it.Body, 0.1, 0.2, x)
	if it.Words != "" {
		l.block("P", 0.1, x, plain(it.Words, fonts.Regular, quiet))
	}
}

// labelGap is the least space between a label and the text beside it.
const labelGap = 1.2

// labelWidth returns the width of the column of labels, or 0 if no label has text beside
// it or one that has is wider than a third of the line: a section has one shape.
func (l *layout) labelWidth(items []data.Item) (w float64) {
	for _, it := range items {
		if len(it.Lines) > 0 {
			w = max(w, l.t.Paragraph(plain(it.Title, fonts.Bold, ink)).Width()+labelGap)
		}
	}
	if w > l.width/3 {
		return 0
	}
	return w
}

// label sets a name in its own column, with its text beside it. If there is no column, or
// the document runs from right to left (see title), both are one text, or the name is above
// a text of several lines. The name is set in style.
func (l *layout) label(it data.Item, column float64, style fonts.Style) {
	name, x := plain(it.Title, style, ink), max(column, 1.1)
	beside := len(it.Lines) > 0 && !l.t.RightToLeft() && column > 0
	l.within("LI", func() {
		from := len(l.rows)
		var label []line
		if beside {
			label = l.lines("Lbl", 0, column, name)
		}
		l.within("LBody", func() {
			var before []typeset.Span
			switch {
			case beside:
			case len(it.Lines) == 1:
				before, x = []typeset.Span{name, {Text: " · ", Tint: quiet}}, 0
			default:
				l.block("P", 0, 0, name)
			}
			for _, s := range it.Lines {
				words := styled(s, fonts.Regular, ink)
				for i := range words {
					words[i].Apart = len(words) == 1
				}
				l.block("P", 0, x, append(before, words...)...)
			}
		})
		if l.beside(from, label); len(label) > 0 {
			l.rows[from].columns = len(l.rows[from].lines) > 1
		}
	})
}

func (l *layout) quote(it data.Item) {
	for i, p := range it.Body {
		l.block("P", 0.2*float64(min(i, 1)), 1.1, styled(p.Text, fonts.Italic, ink)...)
	}
	name := it.Title
	if name != "" && len(it.Body) > 0 {
		name = "– " + name
	}
	l.block("P", 0, 1.1, plain(name, fonts.Regular, quiet))
	for _, t := range it.Lines {
		l.block("P", 0, 1.1, styled(t, fonts.Regular, quiet)...)
	}
}
