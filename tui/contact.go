package tui

import (
	"strings"

	"wenkaiyue.com/cv/tui/paper"
)

// contact lists the addresses beside the digits that copy them, and the vCard as a QR code
// if it fits.
func (m *Model) contact(s *sheet) {
	say := &s.Words.Screen
	s.title(say.ContactTitle)
	list := m.lay.CV.Contacts()
	var labels []string
	for _, c := range list {
		labels = append(labels, c.Label)
	}
	column := s.column(labels)
	for _, c := range list {
		label := paper.Span{Style: paper.Quiet}
		if s.Width >= paper.Roomy {
			label.Text = c.Label
		}
		s.labelled(s.digit(c.Text), label, column, 0, paper.Span{Text: c.Text, Link: paper.ContactLink(c)})
	}
	code := m.qr(s)
	if len(s.Lines)+2+len(code) <= s.height || len(code) == 0 {
		s.Space()
	}
	hint := say.CopyHint
	switch {
	case s.Bare && len(code) > 0:
		hint = say.ScanOnly
	case s.Bare:
		hint = ""
	case len(code) > 0:
		hint = say.ScanHint
	}
	if hint != "" {
		s.Paragraph(0, paper.Span{Text: hint, Style: paper.Quiet})
	}
	for _, row := range code {
		s.Add(paper.Span{Text: row, Style: paper.Ink})
	}
}

// qr returns the vCard as a QR code in half blocks, two modules a cell, or nil if the
// charset or the screen has no room for it below the lines of the page.
func (m *Model) qr(s *sheet) []string {
	if m.opt.Card == nil || s.ASCII || s.Console {
		return nil
	}
	code := m.doc.encoded(m.opt.Card())
	if code == nil {
		return nil
	}
	const quietZone = 2 // modules; scanners manage with less than the standard's four
	size := code.Size + 2*quietZone
	out := make([]string, (size+1)/2)
	if s.Width < paper.Roomy || size > s.Width || len(s.Lines)+1+len(out) > s.height {
		return nil
	}
	for y := range out {
		var row strings.Builder
		for x := range size {
			half := 0
			if code.Black(x-quietZone, 2*y-quietZone) {
				half = 1
			}
			if code.Black(x-quietZone, 2*y+1-quietZone) {
				half += 2
			}
			row.WriteString([]string{" ", "▀", "▄", "█"}[half])
		}
		out[y] = row.String()
	}
	return out
}
