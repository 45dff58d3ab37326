package tui

import (
	"sync"

	"wenkaiyue.com/cv/data"
)

// maxLayouts bounds the layouts kept for one document. Text is at most 80
// columns wide, so few screens differ; beyond this the oldest is dropped.
const maxLayouts = 64

// Document is a CV laid out for terminals, shared by everybody who reads it.
type Document struct {
	cv       *data.CV
	sections []data.Section
	headline string

	mu      sync.Mutex
	layouts map[shape]*layout
	order   []shape // oldest first
}

// NewDocument prepares cv for reading.
func NewDocument(cv *data.CV) *Document {
	return &Document{cv: cv, sections: cv.Sections(), headline: cv.Headline(), layouts: map[shape]*layout{}}
}

// layout returns the document set in a shape, setting it on first use.
func (d *Document) layout(sh shape) *layout {
	d.mu.Lock()
	defer d.mu.Unlock()
	if l, ok := d.layouts[sh]; ok {
		return l
	}
	if len(d.order) >= maxLayouts {
		delete(d.layouts, d.order[0])
		d.order = d.order[1:]
	}
	l := newLayout(d.cv, d.sections, sh)
	d.layouts[sh] = l
	d.order = append(d.order, sh)
	return l
}
