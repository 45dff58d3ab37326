package export

import (
	"strings"

	"wenkaiyue.com/cv/data"
)

// head sets who the CV is of, and how to reach them.
func (l *pdfLayout) head(cv *data.CV) {
	size := 2.3 * l.em
	for _, spans := range l.t.wrap([]run{set(cv.Basics.Name, regular, ink)}, size, l.width, l.width) {
		l.rows = append(l.rows, row{height: 1.2 * size, spans: spans, keep: true})
	}
	l.block(0, 0, set(cv.Basics.Label, italic, quiet))
	l.contacts(cv.Contacts())
	for i, p := range data.Paragraphs(cv.Basics.Summary) {
		l.paragraph([]float64{0.7, 0.25}[min(i, 1)], 0, p)
	}
}

// contacts sets every way to reach the owner in a row, and breaks it between two
// of them if it can.
func (l *pdfLayout) contacts(contacts []data.Contact) {
	const between = "  ·  "
	var line []run
	used := 0.0
	end := func() {
		l.block(0, 0, line...)
		line, used = nil, 0
	}
	from := len(l.rows)
	for _, c := range contacts {
		r := setLink(c.Named(), c.URL, regular, ink)
		w := l.t.width(r, l.em)
		if len(line) > 0 {
			gap := run{text: strings.ReplaceAll(between, " ", string(noBreak)), tint: quiet}
			if w += l.t.width(gap, l.em); used+w > l.width {
				end()
				w = l.t.width(r, l.em)
			} else {
				line = append(line, gap)
			}
		}
		line, used = append(line, r), used+w
	}
	end()
	if from < len(l.rows) {
		l.rows[from].before = 0.25 * l.em
	}
}
