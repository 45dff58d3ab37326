package tui

import (
	"strconv"
	"strings"

	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/data/problem"
)

// report opens the problem page, until a [Replace] comes or the reader closes it.
func (m *Model) report(p problem.Problem) {
	m.problem = &p
	m.page, m.pageOff = problemPage, 0
	m.query.typing = false
	m.status = ""
}

// roomyPage is the least height for space between the parts of the problem page.
const roomyPage = 14

// complain sets a problem for a page of some height.
func (b *setter) complain(p *problem.Problem, height int) {
	breathe := func() {
		if height >= roomyPage {
			b.space()
		}
	}
	b.paragraph("", span{text: "THE FILE CANNOT BE SHOWN", role: heading})
	breathe()
	place := p.File
	if p.Line > 0 {
		place += ", line " + strconv.Itoa(p.Line) + ", column " + strconv.Itoa(p.Column)
	}
	b.paragraph("", span{text: place, role: quiet})
	b.space()
	if p.Before != "" || p.At != "" {
		b.excerpt(p)
		breathe()
	}
	b.paragraph("", span{text: p.Message, role: title})
	if p.Fix != "" {
		b.paragraph("", span{text: p.Fix})
	}
	breathe()
	b.paragraph("", span{text: "Correct it and save, and this page closes. Behind it is the last good CV.", role: quiet})
}

// excerpt sets the line of a problem, or of a long one the part around the column, with a
// caret below the column.
func (b *setter) excerpt(p *problem.Problem) {
	number := strconv.Itoa(p.Line) + "  "
	room := b.width - len(number)
	before, at := b.charset.text(p.Before), b.charset.text(p.At)
	for cell.Width(before) > room*2/3 {
		before = before[len(cell.Fit(before, 1)):]
	}
	before, at = strings.TrimLeft(before, " "), truncate(at, room-cell.Width(before), b.orn.ellipsis)
	b.add(line{spans: []span{{text: number, role: quiet}, {text: before}, {text: at}}})
	b.add(line{spans: []span{{text: strings.Repeat(" ", len(number)+cell.Width(before))}, {text: "^", role: heading}}})
}
