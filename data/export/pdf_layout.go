package export

import (
	"strings"

	"wenkaiyue.com/cv/data"
)

// tint is a colour of the PDF, red, green and blue.
type tint [3]int

// Three tints, each dark enough to be read off a grey printer.
var (
	ink    = tint{0, 0, 0}
	quiet  = tint{80, 80, 80}
	accent = tint{18, 63, 102}
)

// pdfLayout makes rows of a CV: em is the size of its text in points, from which
// every other length follows, and width that of the text area.
type pdfLayout struct {
	t         *typesetter
	em, width float64
	rows      []row
}

func (l *pdfLayout) leading() float64 { return 1.29 * l.em }

// set makes a run of CV text.
func set(s string, f face, c tint) run { return run{text: settable(s), face: f, tint: c} }

func setLink(s, url string, f face, c tint) run {
	r := set(s, f, c)
	r.url = linkURL(url)
	return r
}

// setText makes the runs of a text whose plain words are in face f. Emphasis
// within italics is upright, as it is in print.
func setText(text data.Text, f face, c tint) []run {
	var out []run
	for _, r := range text {
		one := run{text: settableRun(r.Words), face: f, tint: c}
		switch {
		case r.Code:
			one.face = code
		case r.Strong:
			one.face = bold
		case r.Emphasis && f == italic:
			one.face = regular
		case r.Emphasis:
			one.face = italic
		}
		if one.url = linkURL(r.URL); one.url != "" {
			one.tint = accent
		}
		out = append(out, one)
	}
	return out
}

// block adds runs as lines from x on, and returns how many.
func (l *pdfLayout) block(before, x float64, runs ...run) int {
	lines := l.t.wrap(runs, l.em, l.width-x, l.width-x)
	for i, spans := range lines {
		r := row{height: l.leading(), spans: shifted(spans, x)}
		if i == 0 {
			r.before = before
		}
		l.rows = append(l.rows, r)
	}
	l.keepEnds(len(lines))
	return len(lines)
}

// keepEnds keeps the last n rows from leaving a line alone on either page.
func (l *pdfLayout) keepEnds(n int) {
	rows := l.rows[len(l.rows)-n:]
	for i := range n - 1 {
		rows[i].keep = n <= 3 || i == 0 || i == n-2
	}
}

// mark puts a run into the margin of the row that is n from the end.
func (l *pdfLayout) mark(n int, x float64, r run) {
	if n == 0 {
		return
	}
	spans, _ := l.t.spans(r, l.em, x)
	at := &l.rows[len(l.rows)-n]
	at.spans = append(spans, at.spans...)
}

func shifted(spans []span, x float64) []span {
	for i := range spans {
		spans[i].x += x
	}
	return spans
}

func (l *pdfLayout) document(cv *data.CV) {
	l.head(cv)
	for _, s := range cv.Sections() {
		l.section(s)
	}
}

func (l *pdfLayout) section(s data.Section) {
	start := len(l.rows)
	l.heading(s.Title)
	column := 0.0
	if s.Kind == data.Labels {
		column = l.labelWidth(s.Items)
	}
	for i, it := range s.Items {
		from := len(l.rows)
		switch s.Kind {
		case data.Publications:
			l.publication(it, numberMark(i+1, len(s.Items)))
		case data.Labels:
			l.label(it, column)
		case data.Quotes:
			l.quote(it)
		default:
			l.entry(it, titleFace(&s))
		}
		l.spaceBefore(from, i, s.Terse())
	}
	if s.Note != "" {
		l.rows[len(l.rows)-1].keep = true
		l.block(0.3*l.em, 0, set(s.Note, italic, quiet))
	}
	if len(l.rows)-start <= shortPart {
		l.keepFrom(start) // no item of a short list alone on the next page
	}
}

// shortPart is the number of rows up to which an item or a section is not parted.
const shortPart = 9

// spaceBefore sets the space above an item that begins at row from: the first
// follows its heading.
func (l *pdfLayout) spaceBefore(from, i int, tight bool) {
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
func (l *pdfLayout) heading(title string) {
	text := set(strings.ToUpper(title), bold, accent)
	text.tracking = 0.06 * l.em
	lines := l.t.wrap([]run{text}, 0.86*l.em, l.width, l.width)
	for i, spans := range lines {
		r := row{height: 1.3 * l.em, spans: spans, keep: true}
		if i == 0 {
			r.before, r.stretch = 1.05*l.em, true
		}
		r.rule = i == len(lines)-1
		l.rows = append(l.rows, r)
	}
}
