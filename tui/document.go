package tui

import (
	"strings"
	"sync"
	"sync/atomic"

	"rsc.io/qr"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/tui/paper"
)

// maxLayouts bounds the layouts of a document. Text has at most 80 columns, so few differ.
const maxLayouts = 64

// Document is a CV laid out for terminals, shared by all its readers.
type Document struct {
	cv       *data.CV
	headline string
	place    string // the owner's location

	mu              sync.Mutex
	layouts, before map[paper.Shape]func() *layout // each makes its layout on the first call

	card   sync.Once
	qr     *qr.Code
	papers sync.Once
	bibtex []string // an entry for each publication
}

// layout is a layout of the CV, with the state that its readers share.
type layout struct {
	*paper.Layout
	keys    []binding
	opening atomic.Pointer[opening] // drawn last; see Model.content
}

// NewDocument prepares cv for reading.
func NewDocument(cv *data.CV) *Document {
	return &Document{
		cv: cv, headline: cv.Headline(), place: cv.Place(),
		layouts: map[paper.Shape]func() *layout{},
	}
}

// layout returns the layout for a shape. Only readers with that shape wait for it.
func (d *Document) layout(sh paper.Shape) *layout {
	d.mu.Lock()
	set := d.layouts[sh]
	if set == nil {
		if set = d.before[sh]; set == nil {
			set = sync.OnceValue(func() *layout {
				l := d.set(sh)
				return &layout{Layout: l, keys: bindings(l.Look)}
			})
		}
		if len(d.layouts) >= maxLayouts/2 { // those in use return from before
			d.before, d.layouts = d.layouts, map[paper.Shape]func() *layout{}
		}
		d.layouts[sh] = set
	}
	d.mu.Unlock()
	return set()
}

// set sets the CV in a shape. Shapes that differ only in colours share their lines, which
// take almost all of the time and the memory.
func (d *Document) set(sh paper.Shape) *paper.Layout {
	if plain := sh.Plain(); plain != sh {
		return d.layout(plain).In(sh.Terminal)
	}
	cv := d.cv
	if sh.ASCII && cv.Words() != locale.English() {
		cv = cv.In(locale.English())
	}
	return paper.New(cv, sh)
}

// entry returns the BibTeX entry of publication i, or "". The first call makes all entries,
// because their keys depend on each other.
func (d *Document) entry(all func(*data.CV) []string, i int) string {
	d.papers.Do(func() {
		if all != nil {
			d.bibtex = all(d.cv)
		}
	})
	if i >= len(d.bibtex) {
		return ""
	}
	return strings.TrimSpace(d.bibtex[i])
}

// code returns the QR code of the card, made on first use, or nil if the card is too long.
func (d *Document) code(card func(*data.CV) string) *qr.Code {
	d.card.Do(func() { d.qr, _ = qr.Encode(card(d.cv), qr.L) })
	return d.qr
}
