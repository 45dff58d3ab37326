package tui

import (
	"strconv"
	"strings"

	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/tui/paper"
)

// problemPage is the name of the page with what is wrong with the file.
const problemPage = "problem"

// report opens the problem page, until a [Replace] comes or the reader closes it.
func (m *Model) report(p problem.Problem) {
	m.problem = &p
	m.page, m.pageOff = page{problemPage, (*Model).complain}, 0
	m.query.typing = false
	m.status = ""
}

// roomyPage is the least height for space between the parts of the problem page.
const roomyPage = 14

// complain sets the problem.
func (m *Model) complain(s *sheet) {
	p := m.problem
	part := func() {
		if s.height >= roomyPage {
			s.Space()
		}
	}
	s.Paragraph(0, paper.Span{Text: "THE FILE CANNOT BE SHOWN", Style: paper.Accent})
	part()
	place := p.File
	if p.Line > 0 {
		place += ", line " + strconv.Itoa(p.Line) + ", column " + strconv.Itoa(p.Column)
	}
	s.Paragraph(0, paper.Span{Text: place, Style: paper.Quiet})
	s.Space()
	if p.Before != "" || p.At != "" {
		s.excerpt(p)
		part()
	}
	s.Paragraph(0, paper.Span{Text: p.Message, Style: paper.Strong})
	if p.Fix != "" {
		s.Paragraph(0, paper.Span{Text: p.Fix})
	}
	part()
	s.Paragraph(0, paper.Span{Text: "Correct it and save, and this page closes. Behind it is the last good CV.", Style: paper.Quiet})
}

// excerpt sets the line of a problem, or of a long one the part around the column, with a
// caret below the column.
func (s *sheet) excerpt(p *problem.Problem) {
	number := paper.Span{Text: strconv.Itoa(p.Line) + "  ", Style: paper.Quiet}
	room := s.Width - len(number.Text)
	before := strings.TrimLeft(cell.Suffix(s.Text(p.Before), room*2/3), " ")
	at := s.Truncate(s.Text(p.At), room-cell.Width(before))
	s.Add(number, paper.Span{Text: before}, paper.Span{Text: at})
	s.Add(append(paper.Text(nil).Pad(s.Width-room+cell.Width(before)), paper.Span{Text: "^", Style: paper.Accent})...)
}
