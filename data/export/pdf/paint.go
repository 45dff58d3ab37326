package pdf

import (
	"fmt"
	"math"
	"strings"

	"wenkaiyue.com/cv/data/export/pdf/fonts"
)

// painter writes pages. All that it draws is marked: as the content of an element
// of the structure tree, or as an artifact.
type painter struct {
	f       *file
	paper   paper
	faces   map[*fonts.Face]*embedding
	order   []*embedding
	parents []parent
}

// canvas is a page that is being painted.
type canvas struct {
	*painter
	page     ref
	height   float64 // of the paper
	b        strings.Builder
	contents []*element
	open     *element
	links    []ref
	set      string // font and size, as last set
	lifted   bool   // see lift
	tint     tint
}

// links are the elements of the links of one paragraph, by the span that each
// begins with.
type links struct{ of map[int]*element }

// paint paints a page and returns its content.
func (g *canvas) paint(rows []placed) {
	for _, r := range rows {
		g.row(r)
	}
	g.end()
}

func (g *canvas) row(r placed) {
	base := g.height - headMargin - r.y - 0.76*r.height
	if r.columns {
		g.end()
		fmt.Fprintf(&g.b, "/Span <</ActualText %s>> BDC\n", textString(r.reading()))
	}
	for _, p := range r.pieces {
		g.piece(p, base)
	}
	if r.columns {
		g.end()
		g.b.WriteString("EMC\n")
	}
	if r.rule {
		g.end()
		y := g.height - headMargin - r.y - r.height
		fmt.Fprintf(&g.b, "/Artifact <</Type /Layout>> BDC\nq 0.5 w 0.667 0.686 0.714 RG %s %s m %s %s l S Q\nEMC\n",
			number(sideMargin), number(y), number(g.paper.width-sideMargin), number(y))
	}
}

// reading is what the row says to programs that read it as one line, which would
// take a column of dates for a text of its own (ISO 32000-1, 14.9.4).
func (r *row) reading() string {
	var parts []string
	for _, p := range r.pieces {
		var b strings.Builder
		for _, one := range p.parts {
			for _, c := range p.p.clusters[one.from:one.to] {
				b.WriteString(c.text)
			}
		}
		if s := strings.TrimSpace(b.String()); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " ")
}

// piece draws a line of a paragraph as content of its element, or of the links
// and the runs in other languages below it.
func (g *canvas) piece(p piece, base float64) {
	var drawn []linkBox
	for _, one := range p.parts {
		e := p.element
		s := p.p.clusters[one.from].span
		x := sideMargin + p.x + one.x*p.em
		if e != nil && p.p.spans[s].url != "" {
			e = p.link(s)
			drawn = addBox(drawn, e, p.p.spans[s].url, x, x+one.width*p.em)
		}
		if lang := p.p.clusters[one.from].lang; e != nil && lang != "" {
			e = e.add("Span")
			e.lang = lang
		}
		if e != nil {
			g.begin(e)
		}
		g.part(p.p, one, x, base, p.em)
	}
	for _, box := range drawn {
		g.annotate(box, base, p.em)
	}
}

// link is the element of the link that a span belongs to.
func (p *piece) link(span int) *element {
	for span > 0 && p.p.spans[span-1].url == p.p.spans[span].url {
		span--
	}
	if p.shared.of == nil {
		p.shared.of = map[int]*element{}
	}
	e := p.shared.of[span]
	if e == nil {
		e = p.element.add("Link")
		p.shared.of[span] = e
	}
	return e
}

// begin opens the marked content of an element, unless it is open.
func (g *canvas) begin(e *element) {
	if g.open == e {
		return
	}
	g.end()
	fmt.Fprintf(&g.b, "/%s <</MCID %d>> BDC\n", e.role, len(g.contents))
	e.kids = append(e.kids, kid{page: g.page, content: len(g.contents)})
	g.contents = append(g.contents, e)
	g.open = e
}

func (g *canvas) end() {
	if g.open != nil {
		g.b.WriteString("EMC\n")
		g.open = nil
	}
}

// lift is how far, in ems, every second letter that is drawn from right to left is
// lifted, and its shape lowered within it, so that nothing is seen of that. Poppler
// (22.12) takes letters that follow each other to the left, as they do in the order
// of the text, for a word from left to right if they are narrow and on one line.
const lift = 0.07

// part draws clusters in the order of the text, from the side where they start.
func (g *canvas) part(p *paragraph, one part, x, base, em float64) {
	s := &p.spans[p.clusters[one.from].span]
	rtl := p.clusters[one.from].level%2 == 1
	if rtl {
		x += one.width * em
	}
	e := g.embed(p.clusters[one.from].face)
	size := s.scale() * em
	g.b.WriteString("BT\n")
	if s.tint != g.tint {
		g.tint = s.tint
		c := fmt.Sprintf("%s %s %s", number(float64(s.tint[0])/255), number(float64(s.tint[1])/255), number(float64(s.tint[2])/255))
		fmt.Fprintf(&g.b, "%s rg %s RG\n", c, c)
	}
	if set := fmt.Sprintf("/%s %s Tf", e.name, number(size)); set != g.set {
		g.set = set
		g.b.WriteString(set + "\n")
	}
	if e.face.Faint {
		fmt.Fprintf(&g.b, "2 Tr %s w\n", number(size/36))
	}
	if one.stretch > 0 {
		fmt.Fprintf(&g.b, "%s Tz\n", number(100*one.stretch))
	}
	var show strings.Builder
	var pen float64
	for i, c := range p.clusters[one.from:one.to] {
		if rtl {
			x -= c.advance * em
			g.lifted = !g.lifted
			c.lift = g.lifted
		}
		code, width := e.code(c)
		if i == 0 {
			pen = x
			fmt.Fprintf(&g.b, "1 0 0 1 %s %s Tm\n[<", number(x), number(base))
		} else if adjust := math.Round((pen - x) / size * 1000); adjust != 0 {
			fmt.Fprintf(&show, ">%d<", int(adjust))
			pen -= adjust / 1000 * size
		}
		if c.lift {
			fmt.Fprintf(&show, ">] TJ\n%s Ts\n[<%04X>] TJ\n0 Ts\n[<", number(lift*size), code)
		} else {
			fmt.Fprintf(&show, "%04X", code)
		}
		pen += float64(width) / 1000 * size
		if !rtl {
			x += c.advance * em
		}
	}
	g.b.WriteString(show.String() + ">] TJ\n")
	if one.stretch > 0 {
		g.b.WriteString("100 Tz\n")
	}
	if e.face.Faint {
		g.b.WriteString("0 Tr\n")
	}
	g.b.WriteString("ET\n")
}

func (p *painter) embed(face *fonts.Face) *embedding {
	e := p.faces[face]
	if e == nil {
		e = newEmbedding(face, len(p.order)+1, p.f.reserve())
		p.faces[face] = e
		p.order = append(p.order, e)
	}
	return e
}

// linkBox is where a link is on a line.
type linkBox struct {
	e           *element
	url         string
	left, right float64
}

func addBox(boxes []linkBox, e *element, url string, left, right float64) []linkBox {
	if n := len(boxes) - 1; n >= 0 && boxes[n].e == e {
		boxes[n].left, boxes[n].right = min(boxes[n].left, left), max(boxes[n].right, right)
		return boxes
	}
	return append(boxes, linkBox{e, url, left, right})
}

// annotate makes a place of the page a link.
func (g *canvas) annotate(box linkBox, base, em float64) {
	r := g.f.add("<</Type /Annot /Subtype /Link /Rect [%s %s %s %s] /Border [0 0 0] /F 4 /P %v /StructParent %d /Contents %s /A <</S /URI /URI %s>>>>",
		number(box.left), number(base-0.24*em), number(box.right), number(base+0.76*em), g.page, len(g.parents), textString(box.url), literal(box.url))
	g.parents = append(g.parents, parent{link: box.e})
	box.e.kids = append(box.e.kids, kid{page: g.page, link: r})
	g.links = append(g.links, r)
}

// finish writes the page and its content.
func (g *canvas) finish(pages, resources ref) {
	content := g.f.stream("", []byte(g.b.String()))
	annots := ""
	for _, r := range g.links {
		annots += fmt.Sprintf(" %v", r)
	}
	if annots != "" {
		annots = " /Annots [" + annots[1:] + "]"
	}
	g.f.set(g.page, "<</Type /Page /Parent %v /MediaBox [0 0 %s %s] /Resources %v /Contents %v /StructParents %d /Tabs /S%s>>",
		pages, number(g.paper.width), number(g.paper.height), resources, content, len(g.parents), annots)
	g.parents = append(g.parents, parent{contents: g.contents})
}
