package tui

import (
	"sync"
	"sync/atomic"

	"rsc.io/qr"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/tui/paper"
)

// maxLayouts is the number of layouts that a document keeps, the newest. Text is at most
// 80 columns wide, so few screens differ.
const maxLayouts = 64

// Document is a CV laid out for terminals, shared by everybody who reads it.
type Document struct {
	cv       *data.CV
	headline string
	place    string // where the owner is

	rightToLeft bool // the CV is written so

	mu      sync.Mutex
	layouts map[paper.Shape]func() *layout // each makes its layout on the first call
	order   []paper.Shape                  // oldest first
	card    string                         // encoded in code
	code    *qr.Code
	bibtex  []string // an entry for each publication; nil until one is asked for
}

// layout is a layout of the CV, and what readers of it share.
type layout struct {
	*paper.Layout
	keys    [][]binding
	opening atomic.Pointer[opening] // drawn last; see Model.content
}

// NewDocument prepares cv for reading.
func NewDocument(cv *data.CV) *Document {
	return &Document{
		cv: cv, headline: cv.Headline(), place: cv.Place(), rightToLeft: cv.RightToLeft(),
		layouts: map[paper.Shape]func() *layout{},
	}
}

// layout returns the layout in a shape, and makes it on first use; only readers with that
// shape wait for it.
func (d *Document) layout(sh paper.Shape) *layout { return d.shaped(sh)() }

func (d *Document) shaped(sh paper.Shape) func() *layout {
	d.mu.Lock()
	defer d.mu.Unlock()
	if set, ok := d.layouts[sh]; ok {
		return set
	}
	if len(d.order) >= maxLayouts {
		delete(d.layouts, d.order[0])
		d.order = d.order[1:]
	}
	set := sync.OnceValue(func() *layout {
		cv := d.cv
		if sh.ASCII && cv.Words() != locale.English() {
			cv = cv.In(locale.English())
		}
		l := paper.New(cv, sh)
		return &layout{Layout: l, keys: bindings(l.Look)}
	})
	d.layouts[sh] = set
	d.order = append(d.order, sh)
	return set
}

// entry returns the BibTeX entry of publication i, or "". All of them are made on first
// use, because their keys depend on each other.
func (d *Document) entry(all func(*data.CV) []string, i int) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.bibtex == nil && all != nil {
		d.bibtex = all(d.cv)
	}
	if i >= len(d.bibtex) {
		return ""
	}
	return d.bibtex[i]
}

// encoded returns the QR code of card, or nil if it does not fit into one. It keeps the
// last one, because the readers of a document have the same card.
func (d *Document) encoded(card string) *qr.Code {
	d.mu.Lock()
	defer d.mu.Unlock()
	if card != d.card {
		d.card = card
		d.code, _ = qr.Encode(card, qr.L)
	}
	return d.code
}
