package tui

import (
	"strconv"
	"strings"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/cell"
)

// contact lists the addresses beside the keys that copy them, and the QR code if there is
// one, for a page of some height.
func (b *setter) contact(list []data.Contact, code []string, height int) {
	b.pageTitle(b.words.Screen.ContactTitle)
	column := 0
	for _, c := range list {
		column = max(column, cell.Width(b.charset.text(c.Label))+3)
	}
	column = min(column, b.width/3)
	for i, c := range list {
		lead := []span{{text: strconv.Itoa(i+1) + "  ", role: title}}
		indent := 3
		if b.width >= roomy {
			lead = append(lead, span{text: truncate(b.charset.text(c.Label), column-3, b.orn.ellipsis), role: quiet})
			indent += column
		}
		b.set(block{lead: lead, indent: indent, text: []span{{text: c.Text, link: link(c)}}})
	}
	if len(b.lines)+2+len(code) <= height || len(code) == 0 {
		b.space()
	}
	word := b.words.Screen.CopyHint
	switch {
	case b.charset.bare && len(code) > 0:
		word = b.words.Screen.ScanOnly
	case b.charset.bare:
		word = ""
	case len(code) > 0:
		word = b.words.Screen.ScanHint
	}
	if word != "" {
		b.paragraph("", span{text: word, role: quiet})
	}
	for _, row := range code {
		b.add(line{spans: []span{{text: row, role: ink}}})
	}
}

// link returns the link of a contact; terminals open no tel: URIs.
func link(c data.Contact) string {
	if c.Kind == data.Phone {
		return ""
	}
	return c.URL
}

// qr returns the vCard as a QR code in half blocks, two modules a cell, or nil if the
// charset or the screen has no room for it.
func (m *Model) qr() []string {
	if set := m.lay.charset; m.opt.Card == nil || set.ascii || set.console {
		return nil
	}
	code := m.doc.encoded(m.opt.Card())
	if code == nil {
		return nil
	}
	const quietZone = 2 // modules; scanners manage with less than the standard's four
	size := code.Size + 2*quietZone
	rows := (size + 1) / 2
	if m.geo.text < roomy || size > m.geo.text || rows+len(m.lay.cv.Contacts())+3 > m.geo.body {
		return nil
	}
	out := make([]string, rows)
	for y := range rows {
		var b strings.Builder
		for x := range size {
			upper := code.Black(x-quietZone, 2*y-quietZone)
			lower := code.Black(x-quietZone, 2*y+1-quietZone)
			switch {
			case upper && lower:
				b.WriteRune('█')
			case upper:
				b.WriteRune('▀')
			case lower:
				b.WriteRune('▄')
			default:
				b.WriteByte(' ')
			}
		}
		out[y] = b.String()
	}
	return out
}
