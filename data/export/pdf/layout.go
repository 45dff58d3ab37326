package pdf

import (
	"fmt"
	"strings"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export/pdf/fonts"
)

// layout makes rows of a CV: em is the size of its text in points, from which
// every other length follows, and width that of the text area. Horizontal places
// count from where lines start: the left, or the right in a document that runs
// from right to left.
type layout struct {
	t         *typesetter
	em, width float64
	leading   float64 // from line to line, in points
	rows      []row
	at        *element // what is being filled
	err       error    // the first failure of a font
}

// within fills a new element of the structure tree while f runs.
func (l *layout) within(role string, f func()) *element {
	e := l.at.add(role)
	outer := l.at
	l.at = e
	f()
	l.at = outer
	return e
}

// paragraph shapes spans; texts that are set again at another size are not shaped
// again.
func (l *layout) paragraph(spans ...span) *paragraph {
	p, err := l.t.paragraph(spans)
	if err != nil {
		if l.err == nil {
			l.err = err
		}
		return &paragraph{}
	}
	return p
}

func (t *typesetter) paragraph(spans []span) (*paragraph, error) {
	k := fmt.Sprint(spans)
	if p := t.done[k]; p != nil {
		return p, nil
	}
	p, err := t.shape(spans, t.rtl)
	if err == nil {
		t.done[k] = p
	}
	return p, err
}

// block adds spans as lines from x on.
func (l *layout) block(role string, before, x float64, spans ...span) {
	p := l.paragraph(spans...)
	lines := p.lines((l.width - x) / l.em)
	if len(lines) == 0 {
		return
	}
	e, shared := l.at.add(role), &links{}
	for i, one := range lines {
		r := row{height: l.leading, pieces: []piece{l.place(one, e, shared, x)}}
		if i == 0 {
			r.before = before
		}
		l.rows = append(l.rows, r)
	}
	l.keepEnds(len(lines))
}

// place puts a line at the start of a column.
func (l *layout) place(one line, e *element, shared *links, x float64) piece {
	p := piece{line: one, element: e, x: x, em: l.em, shared: shared}
	if l.t.rtl {
		p.x = l.width - x - one.width*l.em
	}
	return p
}

// keepEnds keeps the last n rows from leaving a line alone on either page.
func (l *layout) keepEnds(n int) {
	rows := l.rows[len(l.rows)-n:]
	for i := range n - 1 {
		rows[i].keep = n <= 3 || i == 0 || i == n-2
	}
}

// marked sets a list item: a mark at x, and beside it what body adds.
func (l *layout) marked(x float64, mark span, body func()) {
	l.within("LI", func() {
		from := len(l.rows)
		label := l.at.add("Lbl")
		l.within("LBody", body)
		lines := l.paragraph(mark).lines(l.width / l.em)
		if from == len(l.rows) || len(lines) == 0 {
			return
		}
		first := &l.rows[from]
		first.pieces = append([]piece{l.place(lines[0], label, &links{}, x)}, first.pieces...)
	})
}

func (l *layout) document(cv *data.CV, foot string) {
	l.head(cv)
	for _, s := range cv.Sections() {
		l.within("Sect", func() { l.section(s) })
	}
	l.foot(foot)
}

// foot says last what is of the document and not of the person.
func (l *layout) foot(text string) {
	if text == "" || len(l.rows) == 0 {
		return
	}
	l.rows[len(l.rows)-1].keep = true
	s := plain(text, fonts.Italic, quiet)
	s.size = 0.86
	l.block("P", l.em, 0, s)
}

func (l *layout) section(s data.Section) {
	start := len(l.rows)
	l.heading(s.Title)
	items := func() {
		column := 0.0
		if s.Kind == data.Labels {
			column = l.labelWidth(s.Items)
		}
		for i, it := range s.Items {
			from := len(l.rows)
			switch s.Kind {
			case data.Publications:
				l.publication(it, i+1, len(s.Items))
			case data.Labels:
				l.label(it, column)
			case data.Quotes:
				l.within("BlockQuote", func() { l.quote(it) })
			default:
				l.entry(it, &s)
			}
			l.spaceBefore(from, i, s.Terse())
		}
	}
	switch {
	case s.Kind == data.Publications:
		l.within("L", items).list = "Decimal"
	case s.Kind == data.Labels || s.Kind == data.Entries && s.Terse():
		l.within("L", items).list = "None"
	default:
		items()
	}
	if s.Note != "" {
		l.keepNext()
		l.block("P", 0.3*l.em, 0, plain(s.Note, fonts.Italic, quiet))
	}
	if len(l.rows)-start <= shortPart {
		l.keepFrom(start) // no item of a short list alone on the next page
	}
}

// shortPart is the number of rows up to which an item or a section is not parted.
const shortPart = 9

// keepFrom keeps what began at row from in one piece if it is short, and else its
// first rows and its last.
func (l *layout) keepFrom(from int) {
	rows := l.rows[from:]
	for i := range len(rows) - 1 {
		if len(rows) <= shortPart || i < 2 || i == len(rows)-2 {
			rows[i].keep = true
		}
	}
}

// spaceBefore sets the space above an item that begins at row from: the first
// follows its heading.
func (l *layout) spaceBefore(from, i int, tight bool) {
	if from >= len(l.rows) {
		return
	}
	switch {
	case i == 0:
		l.rows[from].before = 0.4 * l.em
	case tight:
		l.rows[from].before = 0.12 * l.em
	default:
		l.rows[from].before = 0.55 * l.em
	}
}

// heading is in spaced capitals over a hairline, and never the last row of a
// page.
func (l *layout) heading(title string) {
	text := plain(strings.TrimSpace(title), fonts.Bold, accent)
	if text.size = 1; l.leading < 1.4*l.em { // letters of a script that has capitals
		text.capitals, text.tracking, text.size = true, 0.06, 0.86
	}
	from := len(l.rows)
	l.block("H2", 1.05*l.em, 0, text)
	for i := from; i < len(l.rows); i++ {
		r := &l.rows[i]
		r.keep, r.height = true, max(1.3*l.em, l.leading)
		r.stretch, r.rule = i == from, i == len(l.rows)-1
		if i == from {
			r.section = r.pieces[0].element
		}
	}
}
