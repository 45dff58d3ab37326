package pdf

import (
	"fmt"
	"math"
	"strings"

	"wenkaiyue.com/cv/data/export/pdf/fonts"
	"wenkaiyue.com/cv/data/export/pdf/typeset"
)

// painter writes pages of rows, whose lengths are in ems of em points. It marks all that it
// draws as content of an element of the structure tree or as an artifact.
type painter struct {
	f         *file
	tree      *tree
	paper     paper
	em        float64
	faces     map[*fonts.Face]*embedding
	order     []*embedding
	bookmarks []bookmark

	// Of the page:
	page     ref
	b        strings.Builder
	contents []ref    // the element of each marked content
	open     *element // whose marked content is being written
	links    []link
	set      string // font and size, as last set
	tint     typeset.Tint
	lifted   bool // see lift
}

// link is the position of a link on a line.
type link struct {
	element           *element
	left, right, base float64
}

// paint writes a page, with foot at its bottom, and returns its object number.
func (g *painter) paint(rows []row, foot []line, pages, resources ref) ref {
	*g = painter{f: g.f, tree: g.tree, paper: g.paper, em: g.em, faces: g.faces, order: g.order, bookmarks: g.bookmarks, page: g.f.reserve()}
	for _, r := range rows {
		top := g.paper.height - headMargin - r.y*g.em
		if r.heading != "" {
			g.bookmarks = append(g.bookmarks, bookmark{r.heading, g.page, top + 4})
		}
		g.row(r, top)
	}
	g.end()
	for _, l := range foot {
		g.b.WriteString("/Artifact <</Type /Pagination /Subtype /Footer>> BDC\n")
		g.line(l, footMargin-24)
		g.b.WriteString("EMC\n")
	}
	t := g.tree
	var annotations []ref
	for _, l := range g.links {
		r := g.f.add("<</Type /Annot /Subtype /Link /Rect [%s %s %s %s] /Border [0 0 0] /F 4 /P %v /StructParent %d /Contents %s /A <</S /URI /URI %s>>>>",
			number(l.left), number(l.base-0.24*g.em), number(l.right), number(l.base+0.76*g.em), g.page, len(t.parents), textString(l.element.url), literal(l.element.url))
		l.element.parts = append(l.element.parts, fmt.Sprintf("<</Type /OBJR /Pg %v /Obj %v>>", g.page, r))
		t.parents, annotations = append(t.parents, l.element.ref.String()), append(annotations, r)
	}
	g.f.set(g.page, "<</Type /Page /Parent %v /MediaBox [0 0 %s %s] /Resources %v /Contents %v /StructParents %d /Tabs /S /Annots %v>>",
		pages, number(g.paper.width), number(g.paper.height), resources, g.f.stream("", []byte(g.b.String())), len(t.parents), annotations)
	t.parents = append(t.parents, fmt.Sprint(g.contents))
	return g.page
}

func (g *painter) row(r row, top float64) {
	if r.columns {
		g.end()
		fmt.Fprintf(&g.b, "/Span <</ActualText %s>> BDC\n", textString(r.reading()))
	}
	for _, l := range r.lines {
		g.line(l, top-0.76*r.height*g.em)
	}
	if r.columns {
		g.end()
		g.b.WriteString("EMC\n")
	}
	if r.rule {
		g.end()
		y := number(top - r.height*g.em)
		fmt.Fprintf(&g.b, "/Artifact <</Type /Layout>> BDC\nq 0.5 w 0.667 0.686 0.714 RG %s %s m %s %s l S Q\nEMC\n",
			number(sideMargin), y, number(g.paper.width-sideMargin), y)
	}
}

// reading returns the text of a row for programs that read it as one line; they would
// otherwise read a column of dates as a separate text (ISO 32000-1, 14.9.4).
func (r *row) reading() string {
	var b strings.Builder
	for _, l := range r.lines {
		b.WriteString(l.Text() + " ")
	}
	return typeset.Tidy(b.String())
}

// line draws a line as content of its element, or of the links and foreign-language runs
// within it.
func (g *painter) line(l line, base float64) {
	for _, one := range l.Parts {
		e, x := l.element, sideMargin+(l.x+one.X)*g.em
		if url := one.Span.URL; url != "" {
			e = e.linked(url)
			g.reach(e, x, x+one.Width*g.em, base)
		} else if e != nil {
			e.link = nil
		}
		if e != nil && one.Lang != "" {
			e = e.add("Span")
			e.lang = one.Lang
		}
		g.begin(e)
		g.part(&one, x, base)
	}
}

// reach adds a link on a line, or widens the link that the line already has.
func (g *painter) reach(e *element, left, right, base float64) {
	if n := len(g.links) - 1; n >= 0 && g.links[n].element == e && g.links[n].base == base {
		g.links[n].left, g.links[n].right = min(g.links[n].left, left), max(g.links[n].right, right)
		return
	}
	g.links = append(g.links, link{e, left, right, base})
}

// begin opens the marked content of an element, unless it is open already.
func (g *painter) begin(e *element) {
	if e == nil || g.open == e {
		return
	}
	g.end()
	fmt.Fprintf(&g.b, "/%s <</MCID %d>> BDC\n", e.role, len(g.contents))
	g.contents, g.open = append(g.contents, g.tree.number(e)), e
	e.parts = append(e.parts, fmt.Sprintf("<</Type /MCR /Pg %v /MCID %d>>", g.page, len(g.contents)-1))
}

func (g *painter) end() {
	if g.open != nil {
		g.b.WriteString("EMC\n")
		g.open = nil
	}
}

// lift is the rise, in ems, of every second letter of a right-to-left text. Its outline is
// lowered by the same amount, so the rise is invisible. Without it, Poppler (22.12) reads
// narrow letters that follow each other to the left as a left-to-right word.
const lift = 0.07

// part draws clusters in the order of the text, from the side where it starts.
func (g *painter) part(one *typeset.Part, x, base float64) {
	s, e := one.Span, g.embed(one.Face)
	if one.RTL {
		x += one.Width * g.em
	}
	size := s.Scale() * g.em
	g.b.WriteString("BT\n")
	if s.Tint != g.tint {
		g.tint = s.Tint
		c := fmt.Sprintf("%s %s %s", number(float64(s.Tint[0])/255), number(float64(s.Tint[1])/255), number(float64(s.Tint[2])/255))
		fmt.Fprintf(&g.b, "%s rg %s RG\n", c, c)
	}
	if set := fmt.Sprintf("/%s %s Tf\n", e.name, number(size)); set != g.set {
		g.set = set
		g.b.WriteString(set)
	}
	after := ""
	if e.face.Faint {
		fmt.Fprintf(&g.b, "2 Tr %s w\n", number(size/36))
		after = "0 Tr\n"
	}
	if one.Stretch > 0 {
		fmt.Fprintf(&g.b, "%s Tz\n", number(100*one.Stretch))
		after += "100 Tz\n"
	}
	fmt.Fprintf(&g.b, "1 0 0 1 %s %s Tm\n[<", number(x), number(base))
	pen := x // the position of the viewer's pen
	for _, c := range one.Clusters {
		if one.RTL {
			x -= c.Advance * g.em
			g.lifted = !g.lifted
		}
		lifted := one.RTL && g.lifted
		code, width := e.code(c, lifted)
		if adjust := math.Round((pen - x) / size * 1000); adjust != 0 {
			fmt.Fprintf(&g.b, ">%d<", int(adjust))
			pen -= adjust / 1000 * size
		}
		if lifted {
			fmt.Fprintf(&g.b, ">] TJ\n%s Ts\n[<%04X>] TJ\n0 Ts\n[<", number(lift*size), code)
		} else {
			fmt.Fprintf(&g.b, "%04X", code)
		}
		pen += float64(width) / 1000 * size
		if !one.RTL {
			x += c.Advance * g.em
		}
	}
	g.b.WriteString(">] TJ\n" + after + "ET\n")
}

func (g *painter) embed(face *fonts.Face) *embedding {
	e := g.faces[face]
	if e == nil {
		e = newEmbedding(face, len(g.order)+1, g.f.reserve())
		g.faces[face] = e
		g.order = append(g.order, e)
	}
	return e
}
