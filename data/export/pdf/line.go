package pdf

// line is a part of a paragraph that stands on one line.
type line struct {
	p     *paragraph
	parts []part // in the order of the text
	width float64
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
	from := 0
	for from < len(p.clusters) {
		end, next := p.fill(from, width)
		out = append(out, p.line(from, end, next))
		from = next
	}
	return out
}

// fill finds where the line that begins at from ends, and where the next begins:
// between lie the spaces.
func (p *paragraph) fill(from int, width float64) (end, next int) {
	const slack = 1e-6
	x, last := 0.0, -1
	for i := from; i < len(p.clusters); i++ {
		if i > from && p.breaks[i] {
			last = i
		}
		if x += p.clusters[i].advance; p.clusters[i].space || x <= width+slack || i == from {
			continue
		}
		if last < 0 {
			last = i // a word that is wider than a line
		}
		return p.trimmed(from, last), last
	}
	return p.trimmed(from, len(p.clusters)), len(p.clusters)
}

func (p *paragraph) trimmed(from, to int) int {
	for to > from && p.clusters[to-1].space {
		to--
	}
	return to
}

// line places the clusters from from to end, and the spaces up to next, which
// hang beyond the end (rules L1 and L2 of UAX #9).
func (p *paragraph) line(from, end, next int) line {
	l := line{p: p}
	for i := from; i < end; {
		j := i + 1
		for j < end && p.joined(i, j) {
			j++
		}
		w := 0.0
		for _, c := range p.clusters[i:j] {
			w += c.advance
		}
		l.parts = append(l.parts, part{from: i, to: j, width: w})
		l.width += w
		i = j
	}
	x := 0.0
	for _, i := range p.visual(l.parts) {
		l.parts[i].x = x
		x += l.parts[i].width
	}
	if end < next { // one space is enough to part the words of two lines
		w := p.clusters[end].advance
		at := x
		if p.rtl {
			at = -w
		}
		l.parts = append(l.parts, part{from: end, to: end + 1, x: at, width: w})
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
		for i := 0; i < len(order); {
			j := i
			for j < len(order) && p.clusters[parts[order[j]].from].level >= level {
				j++
			}
			for a, b := i, j-1; a < b; a, b = a+1, b-1 {
				order[a], order[b] = order[b], order[a]
			}
			i = max(j, i+1)
		}
	}
	return order
}

// natural is the width of the paragraph on one line.
func (p *paragraph) natural() (w float64) {
	for _, c := range p.clusters[:p.trimmed(0, len(p.clusters))] {
		w += c.advance
	}
	return w
}
