package export

import (
	"strings"

	"wenkaiyue.com/cv/data"
)

// publication is one paragraph behind its number: authors, title, venue.
func (l *pdfLayout) publication(it data.Item, number string) {
	var runs []run
	for _, a := range it.Authors {
		name := set(a.Name, regular, ink)
		if a.Self {
			name.face = bold
			name.text = strings.ReplaceAll(name.text, " ", string(noBreak))
		}
		after := ", "
		if a.Equal {
			after = "*, "
		}
		runs = append(runs, name, run{text: after})
	}
	runs = append(runs, setLink(it.Title, it.URL, italic, ink))
	for _, s := range []string{it.Venue, it.Date} {
		if s == "" {
			continue
		}
		r := set(s, regular, ink)
		if l.t.width(r, l.em) < l.width/3 {
			r.text = strings.ReplaceAll(r.text, " ", string(noBreak))
		}
		runs = append(runs, run{text: ", "}, r)
	}
	indent := l.t.width(run{text: strings.Repeat("0", len(number)-2) + ". "}, l.em) + 0.2*l.em
	from := len(l.rows)
	l.mark(l.block(0, indent, runs...), 0, run{text: strings.TrimSpace(number), tint: quiet})
	for _, s := range it.Lines {
		l.block(0, indent, setText(s, regular, quiet)...)
	}
	l.body(it, indent)
	l.keepFrom(from)
}

// entry is a title, set in f, with its date, facts about it, and points.
func (l *pdfLayout) entry(it data.Item, f face) {
	from := len(l.rows)
	l.title(it, f)
	for _, s := range it.Lines {
		l.rows[len(l.rows)-1].keep = true
		l.block(0, 0, setText(s, italic, quiet)...)
	}
	if len(l.rows) > from {
		l.rows[len(l.rows)-1].keep = len(it.Body)+len(it.Words) > 0
	}
	l.body(it, 0)
	l.keepFrom(from)
}

// titleFace is bold, except in a list of bare titles.
func titleFace(s *data.Section) face {
	if s.Terse() {
		return regular
	}
	return bold
}

// title sets a title, and its date at the right margin of its last line, where
// whoever reads the lines in turn expects it.
func (l *pdfLayout) title(it data.Item, f face) {
	date := set(it.Date, regular, quiet)
	room := l.width
	w := l.t.width(date, l.em)
	if beside := w > 0 && w < l.width/2; beside {
		room -= w + 1.5*l.em
	}
	lines := l.t.wrap([]run{setLink(it.Title, it.URL, f, ink)}, l.em, room, room)
	if len(lines) == 0 { // nothing of it can be drawn; what follows needs a row
		lines = [][]span{nil}
	}
	for _, spans := range lines {
		l.rows = append(l.rows, row{height: l.leading(), spans: spans, keep: true})
	}
	last := &l.rows[len(l.rows)-1]
	last.keep = false
	if room < l.width {
		spans, _ := l.t.spans(date, l.em, l.width-w)
		last.spans, last.columns = append(last.spans, spans...), true
	} else if w > 0 {
		last.keep = true
		l.block(0, 0, date)
	}
}

// paragraph sets a paragraph, so many ems below what is above it, or a point.
func (l *pdfLayout) paragraph(above, x float64, p data.Paragraph) {
	if p.Point {
		l.mark(l.block(0.1*l.em, x+1.1*l.em, setText(p.Text, regular, ink)...), x+0.15*l.em, run{text: "•", tint: quiet})
		return
	}
	l.block(above*l.em, x, setText(p.Text, regular, ink)...)
}

// body is what follows title and facts, from x on.
func (l *pdfLayout) body(it data.Item, x float64) {
	for i, p := range it.Body {
		l.paragraph([]float64{0.1, 0.2}[min(i, 1)], x, p)
	}
	if len(it.Words) > 0 {
		l.block(0.1*l.em, x, set(it.Words, regular, quiet))
	}
}

// keepFrom keeps what began at row from in one piece if it is short, and else its
// first rows and its last.
func (l *pdfLayout) keepFrom(from int) {
	rows := l.rows[from:]
	for i := range len(rows) - 1 {
		if len(rows) <= shortPart || i < 2 || i == len(rows)-2 {
			rows[i].keep = true
		}
	}
}

func (l *pdfLayout) labelWidth(items []data.Item) (w float64) {
	for _, it := range items {
		w = max(w, l.t.width(set(it.Title, bold, ink), l.em)+1.2*l.em)
	}
	return min(w, l.width/3)
}

// label is a name in a column of its own and what belongs to it beside it.
func (l *pdfLayout) label(it data.Item, column float64) {
	from := len(l.rows)
	names := l.t.wrap([]run{set(it.Title, bold, ink)}, l.em, column-0.6*l.em, column-0.6*l.em)
	for _, s := range it.Lines {
		l.block(0, column, setText(s, regular, ink)...)
	}
	for i, spans := range names {
		if from+i == len(l.rows) {
			l.rows = append(l.rows, row{height: l.leading()})
		}
		r := &l.rows[from+i]
		r.columns = len(r.spans) > 0
		r.spans = append(spans, r.spans...)
	}
	l.keepFrom(from)
}

func (l *pdfLayout) quote(it data.Item) {
	from := len(l.rows)
	for i, p := range it.Body {
		l.block([]float64{0, 0.2}[min(i, 1)]*l.em, 1.1*l.em, setText(p.Text, italic, ink)...)
	}
	name := it.Title
	if name != "" && len(it.Body) > 0 {
		name = "– " + name
	}
	l.block(0, 1.1*l.em, set(name, regular, quiet))
	for _, t := range it.Lines {
		l.block(0, 1.1*l.em, setText(t, regular, quiet)...)
	}
	l.keepFrom(from)
}
