package pdf

import (
	"math"
	"slices"
)

// line is a part of a paragraph that stands on one line, x ems from the left of the
// text area.
type line struct {
	p        *paragraph
	parts    []part // in the order of the text
	x, width float64
	element  *element // what it is the content of; nil for none
}

// part is clusters of one span, face and direction that stand side by side,
// from x on; what runs from right to left is drawn so.
type part struct {
	from, to int
	x, width float64
	stretch  float64 // how many times as wide as it is a space is drawn; 0 is once
}

// lines breaks the paragraph into lines no wider than width, between words, or,
// where one is wider than a line, within it. Spaces at the end of a line hang.
func (p *paragraph) lines(width float64) []line {
	var out []line
	for from := 0; from < len(p.clusters); {
		next := p.fill(from, width)
		out = append(out, p.line(from, next))
		from = next
	}
	return out
}

// natural is the width of the paragraph on one line.
func (p *paragraph) natural() (w float64) {
	for _, l := range p.lines(math.Inf(1)) {
		w += l.width
	}
	return w
}

// fill finds where the line after the one that begins at from begins.
func (p *paragraph) fill(from int, width float64) (next int) {
	const slack = 1e-6
	x, last, hyphened := 0.0, -1, -1
	for i := from; i < len(p.clusters); i++ {
		switch {
		case i == from || !p.clusters[i].breaks:
		case p.hyphened(i):
			hyphened = i
		default:
			last = i
		}
		if x += p.clusters[i].advance; p.clusters[i].space || x <= width+slack || i == from {
			continue
		}
		switch {
		case last > 0:
			return last
		case hyphened > 0:
			return hyphened
		}
		return i // a word that is wider than a line
	}
	return len(p.clusters)
}

// hyphened reports that a line that ends before a cluster ends with a hyphen. Programs
// that take out text drop it there, as if it were not the author's.
func (p *paragraph) hyphened(i int) bool {
	for i--; i > 0 && p.clusters[i].space; i-- {
	}
	return p.clusters[i].text == "-"
}

// line places the clusters from from to next. The spaces at their end hang beyond
// the line (rules L1 and L2 of UAX #9); one is enough to part the words of two lines.
func (p *paragraph) line(from, next int) line {
	l := line{p: p}
	end := next
	for end > from && p.clusters[end-1].space {
		end--
	}
	for i := from; i < end; {
		one := part{from: i}
		for ; i < end && p.joined(one.from, i); i++ {
			one.width += p.clusters[i].advance
		}
		one.to = i
		l.parts = append(l.parts, one)
		l.width += one.width
	}
	x := 0.0
	for _, i := range p.visual(l.parts) {
		l.parts[i].x = x
		x += l.parts[i].width
	}
	if end < next {
		hanging := part{from: next - 1, to: next, x: x, width: p.clusters[next-1].advance}
		if p.rtl {
			hanging.x = -hanging.width
		}
		l.parts = append(l.parts, hanging)
	}
	return l
}

func (p *paragraph) joined(i, j int) bool {
	a, b := &p.clusters[i], &p.clusters[j]
	return a.span == b.span && a.face == b.face && a.level == b.level && a.lang == b.lang
}

// visual is the order of the parts from left to right: from the highest level to
// the lowest odd one, what lies at that level or above is reversed.
func (p *paragraph) visual(parts []part) []int {
	order := make([]int, len(parts))
	top := int8(0)
	for i := range parts {
		order[i] = i
		top = max(top, p.clusters[parts[i].from].level)
	}
	for level := top; level > 0; level-- {
		for i := 0; i < len(order); i++ {
			j := i
			for j < len(order) && p.clusters[parts[order[j]].from].level >= level {
				j++
			}
			if j > i {
				slices.Reverse(order[i:j])
				i = j
			}
		}
	}
	return order
}

// bridge draws the space at the end of the line as wide as the way to the column at
// to: programs that part text by its gaps then see one line.
func (l *line) bridge(to float64) {
	if n := len(l.parts) - 1; n >= 0 && l.p.clusters[l.parts[n].from].space && l.parts[n].width > 0 {
		space := &l.parts[n]
		space.stretch = (to - space.x) / space.width
	}
}
