package tui

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/data/locale"
)

// layout is a CV set in one shape: every line wrapped and styled. It never changes but for
// the opening, and all sessions of that shape share it.
type layout struct {
	lines    []line
	items    []int                   // first line of each item; item 0 is the masthead
	sections []placement             // in the order of the CV
	papers   []int                   // first line of each publication
	search   func() *searchIndex     // made by the first who searches
	opening  atomic.Pointer[opening] // drawn last; see [Model.View]

	rtl     bool // every line ends at the right margin
	palette palette
	charset charset
	cv      *data.CV
	words   *locale.Locale // all words that are not from the CV; English in ASCII
	keys    keyMap
}

// placement is the place of a section: the line of its heading.
type placement struct {
	name, label string
	line        int
}

// shape is everything but the CV that a layout depends on.
type shape struct {
	width    int
	headline bool // the masthead includes the headline
	theme    Theme
	rich     bool
	charset  charset
}

func newLayout(cv *data.CV, sections []data.Section, sh shape) *layout {
	b := &setter{
		layout: &layout{palette: newPalette(sh.theme, sh.rich), charset: sh.charset, cv: cv, words: cv.Words()},
		width:  sh.width, orn: sh.charset.ornaments(),
	}
	b.rtl = rightToLeft(cv, sh.charset)
	b.masthead(cv, sh.headline)
	for _, s := range sections {
		b.section(s)
	}
	if u := cv.Updated(); u != "" && len(b.lines) > 0 {
		b.space()
		b.paragraph("", span{text: u, role: quiet})
	}
	if len(b.lines) == 0 {
		b.paragraph("", span{text: b.words.Screen.Empty, role: quiet})
	}
	lay := b.layout
	lay.keys = newKeyMap(b.orn, &lay.words.Screen)
	for i := range lay.lines {
		lay.lines[i].styled = lay.style(lay.lines[i].spans)
	}
	lay.search = sync.OnceValue(func() *searchIndex { return newSearchIndex(lay.lines) })
	return lay
}

// itemAt returns the item of line n, and the distance from its first line.
func (l *layout) itemAt(n int) (item, below int) {
	if n < 0 || n >= len(l.lines) {
		return 0, 0
	}
	item = l.lines[n].item
	return item, n - l.items[item]
}

// setter sets a page line by line.
type setter struct {
	*layout
	width      int
	orn        ornaments
	paragraphs int
}

// item starts the next item.
func (b *setter) item() { b.items = append(b.items, len(b.lines)) }

func (b *setter) add(l line) {
	l.item = len(b.items) - 1
	b.lines = append(b.lines, l)
}

// space adds an empty line, except after one or at the start.
func (b *setter) space() {
	if n := len(b.lines); n > 0 && len(b.lines[n-1].spans) > 0 {
		b.add(line{keep: b.lines[n-1].keep})
	}
}

// block is a paragraph to set.
type block struct {
	lead   []span // before the first line, padded to indent
	indent int    // cells before the lines that follow, and the first if there is a lead
	hang   int    // cells more before the lines that follow
	text   []span
	right  string // at the right margin of the first line, or below where there is no room
}

// paragraph sets text behind an ornament, its further lines hanging.
func (b *setter) paragraph(ornament string, text ...span) {
	p := block{indent: cell.Width(ornament), text: text}
	if ornament != "" {
		p.lead = []span{{text: ornament, role: quiet}}
	}
	b.set(p)
}

// set sets a paragraph; none of its lines is wider than b.width cells. In a CV that runs
// from right to left, the text for the right margin follows the other: a terminal that
// turns words would turn the two and the space between them.
func (b *setter) set(p block) {
	for i := range p.text {
		p.text[i].text = b.charset.text(p.text[i].text)
	}
	p.right = b.charset.text(p.right)
	p.indent = min(p.indent, b.width/2)
	first, rest := b.width-p.indent, b.width-p.indent-p.hang
	if len(p.lead) == 0 {
		first = b.width
	}
	if dated := append(slices.Clip(p.text), span{text: " " + b.orn.dot + " " + p.right, role: quiet}); b.rtl && p.right != "" && spanCells(dated) <= first {
		p.text, p.right = dated, ""
	}
	beside := p.right != "" && b.width >= roomy && cell.Width(p.right) <= b.width/3 && !b.rtl
	if beside {
		first, rest = first-cell.Width(p.right)-2, rest-cell.Width(p.right)-2
	}
	b.paragraphs++
	for i, spans := range wrap(p.text, first, rest) {
		var lead []span
		switch {
		case i > 0:
			lead = pad(nil, p.indent+p.hang)
		case len(p.lead) > 0:
			lead = pad(p.lead, p.indent)
		}
		l := b.line(lead, spans)
		if i == 0 && beside {
			l.spans = append(pad(l.spans, b.width-cell.Width(p.right)), span{text: p.right, role: quiet})
		}
		b.add(l)
	}
	if p.right != "" && !beside {
		below := block{indent: p.indent, text: []span{{text: p.right, role: quiet}}}
		if p.indent > 0 {
			below.lead = pad(nil, p.indent)
		}
		b.set(below)
	}
}

// roomy is the least width for a column beside the text.
const roomy = regularWidth - 4

// pad returns spans with space after them up to width cells.
func pad(spans []span, width int) []span {
	if n := width - spanCells(spans); n > 0 {
		return append(slices.Clip(spans), span{text: strings.Repeat(" ", n)})
	}
	return spans
}

// flow sets pieces with separators in lines, or on a narrow page each on a line.
func (b *setter) flow(pieces []span) {
	sep := "  " + b.orn.dot + "  "
	var row []span
	set := func() {
		b.paragraphs++
		b.add(b.line(nil, row))
		row = nil
	}
	for _, p := range pieces {
		p.text = b.charset.text(p.text)
		switch n := cell.Width(p.text); {
		case n > b.width:
			if row != nil {
				set()
			}
			b.paragraph("", p)
			continue
		case row != nil && (b.width < roomy || spanCells(row)+cell.Width(sep)+n > b.width):
			set()
		}
		if row != nil {
			row = append(row, span{text: sep, role: quiet})
		}
		row = append(row, p)
	}
	if row != nil {
		set()
	}
}
