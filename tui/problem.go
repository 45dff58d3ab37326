package tui

import (
	"strconv"
	"strings"

	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/tui/paper"
)

// problemPage is the name of the page that shows a problem of the file.
const problemPage = "problem"

// report opens the problem page. A [Replace] or the reader closes it.
func (m *Model) report(p problem.Problem) {
	m.close()
	m.open(page{name: problemPage, set: func(m *Model, page *page) { page.complain(&p, m.geo.body >= roomyPage) }})
	m.query.typing = false
	m.status = ""
}

// roomyPage is the least height for space between the parts of the problem page.
const roomyPage = 14

// complain sets a problem, with space between its parts if there is room.
func (p *page) complain(wrong *problem.Problem, roomy bool) {
	part := func() {
		if roomy {
			p.Space()
		}
	}
	p.Paragraph(0, paper.Span{Text: "THE FILE CANNOT BE SHOWN", Style: paper.Accent})
	part()
	place := wrong.File
	if wrong.Line > 0 {
		place += ", line " + strconv.Itoa(wrong.Line) + ", column " + strconv.Itoa(wrong.Column)
	}
	p.quiet(0, place)
	p.Space()
	if wrong.Before != "" || wrong.At != "" {
		p.excerpt(wrong)
		part()
	}
	p.Paragraph(0, paper.Span{Text: wrong.Message, Style: paper.Strong})
	p.Paragraph(0, paper.Span{Text: wrong.Fix})
	part()
	p.quiet(0, "Correct it and save, and this page closes. Behind it is the last good CV.")
}

// excerpt sets the line of a problem, cut around the column, with a caret below the column.
func (p *page) excerpt(wrong *problem.Problem) {
	number := paper.Span{Text: strconv.Itoa(wrong.Line) + "  ", Style: paper.Quiet}
	room := p.Width - len(number.Text)
	before := strings.TrimLeft(cell.Suffix(p.Text(wrong.Before), room*2/3), " ")
	at := p.Truncate(p.Text(wrong.At), room-cell.Width(before))
	p.Add(number, paper.Span{Text: before}, paper.Span{Text: at})
	p.Add(append(paper.Text(nil).Pad(p.Width-room+cell.Width(before)), paper.Span{Text: "^", Style: paper.Accent})...)
}
