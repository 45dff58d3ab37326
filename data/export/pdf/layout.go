package pdf

import (
	"slices"
	"strings"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export/pdf/fonts"
	"wenkaiyue.com/cv/data/export/pdf/typeset"
	"wenkaiyue.com/cv/data/markup"
)

// layout turns a CV into rows. Lengths are in ems of its text. Horizontal positions count
// from the start of lines: the left, or the right in a right-to-left document.
type layout struct {
	t     *typeset.Typesetter
	width float64 // of the text area
	rows  []row
	at    *element // the element being filled
}

// within adds a new element to the structure tree and fills it while f runs.
func (l *layout) within(role string, f func()) *element {
	e := l.at.add(role)
	outer := l.at
	l.at = e
	f()
	l.at = outer
	return e
}

// lines sets spans as the lines of a new element, from x on, within width.
func (l *layout) lines(role string, x, width float64, spans ...typeset.Span) []line {
	e := l.at.add(role)
	var lines []line
	for _, set := range l.t.Paragraph(spans...).Lines(width) {
		one := line{Line: set, element: e, x: x}
		if l.t.RightToLeft() {
			one.x = l.width - x - set.Width
		}
		lines = append(lines, one)
	}
	return lines
}

// block adds spans as rows of lines from x on.
func (l *layout) block(role string, before, x float64, spans ...typeset.Span) {
	from := len(l.rows)
	for _, one := range l.lines(role, x, l.width-x, spans...) {
		l.rows = append(l.rows, row{height: l.t.Leading(), lines: []line{one}})
	}
	if from < len(l.rows) {
		l.rows[from].before = before
	}
	l.keep(from, 3, 1)
}

// keep keeps l.rows[from:] together if they are at most short. Otherwise it keeps each of
// the first head rows with the next one, and the last two together.
func (l *layout) keep(from, short, head int) {
	rows := l.rows[from:]
	for i := range len(rows) - 1 {
		if len(rows) <= short || i < head || i == len(rows)-2 {
			rows[i].keep = true
		}
	}
}

// keepNext keeps the last row together with the next one.
func (l *layout) keepNext() {
	if n := len(l.rows); n > 0 {
		l.rows[n-1].keep = true
	}
}

// beside puts lines in front of l.rows[from:], one a row, and adds missing rows.
func (l *layout) beside(from int, lines []line) {
	for i, one := range lines {
		if from+i == len(l.rows) {
			l.rows = append(l.rows, row{height: l.t.Leading()})
		}
		r := &l.rows[from+i]
		r.lines = append([]line{one}, r.lines...)
	}
}

// marked sets a list item: a mark at x, and beside it the rows that body adds.
func (l *layout) marked(x float64, mark typeset.Span, body func()) {
	l.within("LI", func() {
		from := len(l.rows)
		label := l.lines("Lbl", x, l.width, mark)
		l.within("LBody", body)
		if from < len(l.rows) {
			l.beside(from, label)
		}
	})
}

// paragraphs sets paragraphs from x on, and consecutive points as a list. before is the
// space above the first one, between the space above the others, except points.
func (l *layout) paragraphs(ps []markup.Paragraph, before, between, x float64) {
	space := func(i int, other float64) float64 {
		if i == 0 {
			return before
		}
		return other
	}
	for i := 0; i < len(ps); {
		if !ps[i].Point {
			l.block("P", space(i, between), x, styled(ps[i].Text, fonts.Regular, ink)...)
			i++
			continue
		}
		l.within("L", func() {
			for ; i < len(ps) && ps[i].Point; i++ {
				l.marked(x+0.15, typeset.Span{Text: "• ", Tint: quiet}, func() {
					l.block("P", space(i, 0.1), x+1.1, styled(ps[i].Text, fonts.Regular, ink)...)
				})
			}
		}).list = "Disc"
	}
}

func (l *layout) document(cv *data.CV) {
	l.head(cv.Head())
	for _, s := range cv.Sections() {
		l.within("Sect", func() { l.section(s) })
	}
}

const (
	shortPart = 9 // rows up to which an item or a section stays on one page
	headPart  = 2 // rows at the start of a longer item that stay with the next one
)

func (l *layout) section(s data.Section) {
	start := len(l.rows)
	l.heading(s.Title)
	items := func(list []data.Item) {
		column, style := 0.0, fonts.Regular
		if s.Kind == data.Labels {
			column = l.labelWidth(list)
			if slices.ContainsFunc(list, func(it data.Item) bool { return len(it.Lines) > 0 }) {
				style = fonts.Bold
			}
		}
		for i, it := range list {
			from := len(l.rows)
			switch s.Kind {
			case data.Publications:
				l.publication(it, s.NumberWidth())
			case data.Labels:
				l.label(it, column, style)
			case data.Quotes:
				l.within("BlockQuote", func() { l.quote(it) })
			default:
				l.entry(it, &s)
			}
			if from == len(l.rows) {
				continue
			}
			l.keep(from, shortPart, headPart)
			switch {
			case i == 0:
				l.rows[from].before = 0.4
			case s.Terse():
				l.rows[from].before = 0.12
			default:
				l.rows[from].before = 0.55
			}
		}
	}
	switch {
	case s.Kind == data.Publications:
		for _, g := range s.Groups() {
			l.block("H3", 0.75, 0, plain(g[0].Group, fonts.Bold, quiet))
			l.keepNext()
			l.within("L", func() { items(g) }).list = "Decimal"
		}
	case s.Kind == data.Labels || s.Kind == data.Entries && s.Terse():
		l.within("L", func() { items(s.Items) }).list = "None"
	default:
		items(s.Items)
	}
	for _, n := range s.Notes {
		l.keepNext()
		l.block("P", 0.3, 0, plain(n, fonts.Italic, quiet))
	}
	if len(l.rows)-start <= shortPart || s.Terse() {
		l.keep(start, shortPart, 0) // no item of a list alone on the next page
	}
}

// heading sets a title in spaced capitals above a hairline. It is never the last row of
// a page.
func (l *layout) heading(title string) {
	text := plain(strings.TrimSpace(title), fonts.Bold, accent)
	if l.t.Leading() < 1.4 { // letters of a script that has capitals
		text.Capitals, text.Size = true, 0.86
	}
	from := len(l.rows)
	l.block("H2", 1.05, 0, text)
	for i := range l.rows[from:] {
		r := &l.rows[from+i]
		r.keep, r.height, r.rule = true, max(1.3, l.t.Leading()), from+i == len(l.rows)-1
	}
	if from < len(l.rows) {
		l.rows[from].heading = text.Text
	}
}
