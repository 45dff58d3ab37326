package typeset

import (
	"math"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data/export/pdf/fonts"
)

// Line is the part of a paragraph on one line.
type Line struct {
	Parts []Part  // in the order of the text; a space that ends the line comes last
	Width float64 // in ems of the paragraph, without that space
}

// Part is a run of clusters of one span, font, language and direction.
type Part struct {
	Span     *Span
	Face     *fonts.Face
	Lang     string    // the language (BCP 47) of its script; "" for the document's
	RTL      bool      // drawn from right to left, starting at its right end
	Clusters []Cluster // in the order of the text, at least one
	X, Width float64   // its left end, from the left of the line, in ems of the paragraph
	Stretch  float64   // the horizontal scale of a space; 0 means 1

	level int8
}

// Lines breaks the paragraph into lines no wider than width, in ems. It breaks between words,
// or within a word that is wider than a line. Spaces at the end of a line hang. A last line
// that would be very short takes words from the one before. An empty paragraph has no lines.
func (p *Paragraph) Lines(width float64) []Line {
	var out []Line
	for from := 0; from < len(p.clusters); {
		next, end := p.fill(from, width), len(p.clusters)
		if next < end && p.fill(next, width/8) == end {
			if i := p.fill(from, width*7/8); p.clusters[i].breaks && !p.hyphened(i) && p.fill(i, width) == end {
				next = i
			}
		}
		out = append(out, p.line(from, next))
		from = next
	}
	return out
}

// Width returns the width of the paragraph on one line, in ems.
func (p *Paragraph) Width() (w float64) {
	for _, l := range p.Lines(math.Inf(1)) {
		w += l.Width
	}
	return w
}

// Text returns the text of the line as written.
func (l *Line) Text() string {
	var b strings.Builder
	for _, one := range l.Parts {
		for _, c := range one.Clusters {
			b.WriteString(c.Text)
		}
	}
	return b.String()
}

// fill returns the first cluster of the line after the one that begins at from.
func (p *Paragraph) fill(from int, width float64) (next int) {
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
		if x += p.clusters[i].Advance; p.clusters[i].space || x <= width+slack || i == from {
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

// hyphened reports whether a line that ends before a cluster ends with a hyphen.
// Programs that extract text drop a hyphen there, as if the author had not written it.
func (p *Paragraph) hyphened(i int) bool {
	for i--; i > 0 && p.clusters[i].space; i-- {
	}
	return p.clusters[i].Text == "-"
}

// line places p.clusters[from:next]. Spaces at their end hang beyond the line (rules L1 and
// L2 of UAX #9). It keeps one of them, which separates the words of two lines.
func (p *Paragraph) line(from, next int) Line {
	var l Line
	end := next
	for end > from && p.clusters[end-1].space {
		end--
	}
	for i := from; i < end; {
		first := i
		for i < end && p.joined(first, i) {
			i++
		}
		one := p.part(first, i)
		l.Parts = append(l.Parts, one)
		l.Width += one.Width
	}
	x := 0.0
	for _, i := range visual(l.Parts) {
		l.Parts[i].X = x
		x += l.Parts[i].Width
	}
	if end < next {
		hanging := p.part(next-1, next)
		if hanging.X = x; p.rtl {
			hanging.X = -hanging.Width
		}
		l.Parts = append(l.Parts, hanging)
	}
	return l
}

// part returns p.clusters[from:next] as a part of a line.
func (p *Paragraph) part(from, next int) Part {
	c := &p.clusters[from]
	one := Part{Span: &p.spans[c.span], Face: c.face, Lang: c.lang, RTL: c.level%2 == 1, Clusters: p.clusters[from:next], level: c.level}
	for i := range one.Clusters {
		one.Width += one.Clusters[i].Advance
	}
	return one
}

func (p *Paragraph) joined(i, j int) bool {
	a, b := &p.clusters[i], &p.clusters[j]
	return a.span == b.span && a.face == b.face && a.level == b.level && a.lang == b.lang
}

// visual returns the indices of parts from left to right. From the highest level down to 1,
// it reverses runs at that level or above (rule L2 of UAX #9).
func visual(parts []Part) []int {
	order := make([]int, len(parts))
	top := int8(0)
	for i := range parts {
		order[i] = i
		top = max(top, parts[i].level)
	}
	for level := top; level > 0; level-- {
		for i := 0; i < len(order); i++ {
			j := i
			for j < len(order) && parts[order[j]].level >= level {
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

// Bridge widens the space at the end of the line up to x, in ems from the left end of the
// line. Programs that split text at gaps then read the text at x as part of the line. A line
// without a space at its end does not change.
func (l *Line) Bridge(x float64) {
	if n := len(l.Parts) - 1; n >= 0 && l.Parts[n].Clusters[0].space && l.Parts[n].Width > 0 {
		space := &l.Parts[n]
		space.Stretch = (x - space.X) / space.Width
	}
}
