package pdf

import (
	"fmt"
	"strings"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export/pdf/fonts"
)

// head sets who the CV is of, and how to reach them.
func (l *layout) head(cv *data.CV) {
	name := plain(cv.Basics.Name, fonts.Regular, ink)
	name.size = 2.3
	from := len(l.rows)
	l.block("H1", 0, 0, name)
	for i := range l.rows[from:] {
		l.rows[from+i].height, l.rows[from+i].keep = max(1.2, l.leading/l.em-0.09)*2.3*l.em, true
	}
	head := cv.Head()
	for _, line := range head.Lines {
		l.block("P", 0, 0, plain(line, fonts.Italic, quiet))
	}
	l.contacts(head.Contacts)
	l.paragraphs(head.Summary, []float64{0.7, 0.25}, 0)
}

// contacts sets every way to reach the owner in a row, and breaks it between two
// of them if it can.
func (l *layout) contacts(contacts []data.Contact) {
	gap := span{text: "\u00a0\u00a0·\u00a0\u00a0", tint: quiet, whole: true}
	var line []span
	used := 0.0
	from := len(l.rows)
	end := func() {
		l.block("P", 0, 0, line...)
		line, used = nil, 0
	}
	before := false
	for _, c := range contacts {
		s := linked(c.Named(), c.URL, fonts.Regular, ink)
		s.whole, s.apart = true, true
		if l.t.rtl { // what runs from left to right has lines of its own
			right := hasRightToLeft(s.text)
			if s.apart = right; len(line) > 0 && right != before {
				end()
			}
			before = right
		}
		w := l.paragraph(s).natural() * l.em
		if len(line) > 0 {
			if more := l.paragraph(gap).natural()*l.em + w; used+more > l.width {
				end()
			} else {
				line, used = append(line, gap), used+more-w
			}
		}
		line, used = append(line, s), used+w
	}
	end()
	if from < len(l.rows) {
		l.rows[from].before = 0.25 * l.em
	}
}

// publication is one paragraph behind its number: authors, title, venue.
func (l *layout) publication(it data.Item, n, of int) {
	var spans []span
	for i, a := range it.Authors {
		name := plain(a.Name, fonts.Regular, ink)
		if a.Self {
			name.style = fonts.Bold
		}
		name.apart, name.whole = true, l.paragraph(name).natural()*l.em < l.width/3
		after := ", "
		if a.Equal {
			after = "*, "
		}
		if i == len(it.Authors)-1 && it.Title == "" && it.Venue == "" && it.Date == "" {
			after = strings.TrimSuffix(after, ", ")
		}
		spans = append(spans, name, span{text: after})
	}
	title := linked(it.Title, it.URL, fonts.Italic, ink)
	title.apart = true
	spans = append(spans, title)
	for _, s := range []string{it.Venue, it.Date} {
		if s == "" {
			continue
		}
		one := plain(s, fonts.Regular, ink)
		one.apart, one.whole = true, l.paragraph(one).natural()*l.em < l.width/3
		spans = append(spans, span{text: ", "}, one)
	}
	zeros := span{text: strings.Repeat("0", len(fmt.Sprint(of))) + ". "}
	indent := l.paragraph(zeros).natural()*l.em + 0.45*l.em
	from := len(l.rows)
	l.marked(0, span{text: fmt.Sprint(n) + ". ", tint: quiet}, func() {
		l.block("P", 0, indent, spans...)
		for _, s := range it.Lines {
			l.block("P", 0, indent, styled(s, fonts.Regular, quiet)...)
		}
		l.body(it, indent)
	})
	l.keepFrom(from)
}

// entry is a title with its date, facts about it, and points; in a list of bare
// titles it is a list item.
func (l *layout) entry(it data.Item, s *data.Section) {
	if s.Terse() {
		l.within("LI", func() {
			l.within("LBody", func() { l.title("P", it, fonts.Regular) })
		})
		return
	}
	from := len(l.rows)
	if it.Under {
		defer l.indent(1.1 * l.em)()
	}
	l.title("H3", it, fonts.Bold)
	for _, s := range it.Lines {
		l.keepNext()
		l.block("P", 0, 0, styled(s, fonts.Italic, quiet)...)
	}
	if len(l.rows) > from {
		l.rows[len(l.rows)-1].keep = len(it.Body)+len(it.Words) > 0
	}
	l.body(it, 0)
	l.keepFrom(from)
}

// indent moves what is set until the returned function is called away from the
// margin where lines start.
func (l *layout) indent(by float64) (end func()) {
	from := len(l.rows)
	l.width -= by
	return func() {
		l.width += by
		if l.t.rtl { // its lines end at the far margin of the narrower column
			return
		}
		for _, r := range l.rows[from:] {
			for i := range r.pieces {
				r.pieces[i].x += by
			}
		}
	}
}

// keepNext keeps the last row with the one that follows.
func (l *layout) keepNext() {
	if n := len(l.rows); n > 0 {
		l.rows[n-1].keep = true
	}
}

// title sets a title, and its date at the far margin of its last line, where
// whoever reads the lines in turn expects it.
func (l *layout) title(role string, it data.Item, style fonts.Style) {
	date := plain(it.Date, fonts.Regular, quiet)
	date.apart = true
	dated := l.paragraph(date)
	w := dated.natural() * l.em
	room := l.width
	if l.t.rtl && w > 0 {
		l.titleThenDate(role, it, style, date)
		return
	}
	beside := w > 0 && w < l.width/2
	if beside {
		room -= w + 1.5*l.em
	}
	title := []span{linked(it.Title, it.URL, style, ink)}
	if w > 0 {
		title = append(title, span{text: " ", style: style}) // parts it from the date
	}
	e, shared := l.at.add(role), &links{}
	lines := l.paragraph(title...).lines(room / l.em)
	if len(lines) == 0 { // nothing of it can be drawn; what follows needs a row
		lines = []line{{p: dated}}
	}
	for _, one := range lines {
		l.rows = append(l.rows, row{height: l.leading, pieces: []piece{l.place(one, e, shared, 0)}, keep: true})
	}
	last := &l.rows[len(l.rows)-1]
	last.keep = false
	if beside {
		one := dated.lines(l.width / l.em)[0]
		last.pieces[0].bridge(l.width/l.em - w/l.em)
		last.pieces, last.columns = append(last.pieces, l.place(one, l.at.add("P"), &links{}, l.width-w)), true
	} else if w > 0 {
		last.keep = true
		l.block("P", 0, 0, date)
	}
}

// bridge draws the space at the end of a line as wide as the way to the column at
// to, in ems: programs that part text by its gaps then see one line.
func (p *piece) bridge(to float64) {
	if n := len(p.parts) - 1; n >= 0 && p.p.clusters[p.parts[n].from].space && p.parts[n].width > 0 {
		space := &p.parts[n]
		space.stretch = (to - space.x) / space.width
	}
}

// titleThenDate sets a title and its date as one text. Where text runs from right
// to left, Poppler would take a column of dates for a text of its own, and the
// remedy of [row.reading] does not help: it takes that for what is seen from left
// to right.
func (l *layout) titleThenDate(role string, it data.Item, style fonts.Style, date span) {
	title := linked(it.Title, it.URL, style, ink)
	title.apart = true
	date.whole = true
	l.block(role, 0, 0, title, span{text: " · ", tint: quiet}, date)
}

// body is what follows title and facts, from x on.
func (l *layout) body(it data.Item, x float64) {
	l.paragraphs(it.Body, []float64{0.1, 0.2}, x)
	if it.Words != "" {
		l.block("P", 0.1*l.em, x, plain(it.Words, fonts.Regular, quiet))
	}
}

// paragraphs sets paragraphs from x on, points that follow each other as a list;
// before is the space above the first of them and above the others, in ems.
func (l *layout) paragraphs(ps []data.Paragraph, before []float64, x float64) {
	for i := 0; i < len(ps); {
		n := i
		for n < len(ps) && ps[n].Point {
			n++
		}
		if n == i {
			l.block("P", before[min(i, 1)]*l.em, x, styled(ps[i].Text, fonts.Regular, ink)...)
			i++
			continue
		}
		l.within("L", func() {
			for j, p := range ps[i:n] {
				space := 0.1
				if i+j == 0 {
					space = before[0]
				}
				l.marked(x+0.15*l.em, span{text: "• ", tint: quiet}, func() {
					l.block("P", space*l.em, x+1.1*l.em, styled(p.Text, fonts.Regular, ink)...)
				})
			}
		}).list = "Disc"
		i = n
	}
}

func (l *layout) labelWidth(items []data.Item) (w float64) {
	for _, it := range items {
		w = max(w, l.paragraph(plain(it.Title, fonts.Bold, ink)).natural()*l.em+1.2*l.em)
	}
	return min(w, l.width/3)
}

// label is a name in a column of its own and what belongs to it beside it.
func (l *layout) label(it data.Item, column float64) {
	from := len(l.rows)
	if l.t.rtl {
		l.within("LI", func() { l.within("LBody", func() { l.labelled(it) }) })
		return
	}
	l.within("LI", func() {
		label, shared := l.at.add("Lbl"), &links{}
		l.within("LBody", func() {
			for _, s := range it.Lines {
				l.block("P", 0, column, styled(s, fonts.Regular, ink)...)
			}
		})
		for i, one := range l.paragraph(plain(it.Title, fonts.Bold, ink)).lines((column - 0.6*l.em) / l.em) {
			if from+i == len(l.rows) {
				l.rows = append(l.rows, row{height: l.leading})
			}
			r := &l.rows[from+i]
			r.columns = len(r.pieces) > 0
			r.pieces = append([]piece{l.place(one, label, shared, 0)}, r.pieces...)
		}
	})
	l.keepFrom(from)
}

// labelled sets a name and what belongs to it as texts; see titleThenDate.
func (l *layout) labelled(it data.Item) {
	name := plain(it.Title, fonts.Bold, ink)
	spans := []span{name}
	for i, s := range it.Lines {
		if i == 0 {
			spans = append(spans, span{text: " · ", tint: quiet})
		}
		words := styled(s, fonts.Regular, ink)
		if len(words) == 1 {
			words[0].apart = true
		}
		l.block("P", 0, 0, append(spans, words...)...)
		spans = nil
	}
	if len(it.Lines) == 0 {
		l.block("P", 0, 0, name)
	}
}

func (l *layout) quote(it data.Item) {
	from := len(l.rows)
	for i, p := range it.Body {
		l.block("P", []float64{0, 0.2}[min(i, 1)]*l.em, 1.1*l.em, styled(p.Text, fonts.Italic, ink)...)
	}
	name := it.Title
	if name != "" && len(it.Body) > 0 {
		name = "– " + name
	}
	l.block("P", 0, 1.1*l.em, plain(name, fonts.Regular, quiet))
	for _, t := range it.Lines {
		l.block("P", 0, 1.1*l.em, styled(t, fonts.Regular, quiet)...)
	}
	l.keepFrom(from)
}
