package tui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/tui/paper"
)

// page is what stands over the document: its name in the log of visits, and the function
// that sets it. The zero value is none.
type page struct {
	name string
	set  func(m *Model, s *sheet)
}

// sheet is a page being set.
type sheet struct {
	*paper.Page
	height int
	copies []string // what the digits copy, at most nine
}

// open opens a page, or closes it if it is open.
func (m *Model) open(p page) {
	if m.page.name == p.name {
		m.close()
		return
	}
	m.page, m.pageOff = p, 0
}

func (m *Model) close() { m.page, m.pageOff = page{}, 0 }

// sheet sets the open page for this screen.
func (m *Model) sheet() sheet {
	s := sheet{Page: paper.NewPage(m.lay.Look, m.geo.text), height: m.geo.body}
	shown := *m // not m itself, which would then be on the heap for every frame
	m.page.set(&shown, &s)
	if m.lay.Bare {
		s.copies = nil
	}
	return s
}

// copy copies a text of the open page to the reader's clipboard (OSC 52). The terminal
// does not answer whether it did.
func (m *Model) copy(i int) tea.Cmd {
	texts := m.sheet().copies
	if i >= len(texts) {
		return nil
	}
	say := &m.lay.Words.Screen
	text, _, more := strings.Cut(texts[i], "\n")
	if more {
		text += " " + m.lay.Ellipsis
	}
	m.status = locale.Fill(say.Copied, "text", text)
	if between := multiplexer(m.term); between != "" {
		m.status = locale.Fill(say.CopiedVia, "program", between, "text", text)
	}
	return tea.Raw(ansi.SetSystemClipboard(texts[i]))
}

// title sets the title of a page.
func (s *sheet) title(text string) {
	s.Heading(strings.ToUpper(text), paper.Accent)
}

// digit returns the digit that copies a text, or nothing for the tenth.
func (s *sheet) digit(text string) paper.Text {
	if len(s.copies) == 9 {
		return nil
	}
	s.copies = append(s.copies, text)
	return paper.Text{{Text: strconv.Itoa(len(s.copies)) + "  ", Style: paper.Strong}}
}

// digitColumn is the width of a digit and the space after it.
const digitColumn = 3

// column returns the width of a column of labels with a gap, or 0 if the page has no room
// for it.
func (s *sheet) column(labels []string) (n int) {
	for _, label := range labels {
		n = max(n, cell.Width(s.Text(label))+3)
	}
	if s.Width < paper.Roomy || n > s.Width/3 {
		return 0
	}
	return n
}

// labelled sets a text behind a digit and a label; without a column, below them. Its
// further lines hang by some cells.
func (s *sheet) labelled(digit paper.Text, label paper.Span, column, hang int, text paper.Span) {
	label.Text = s.Text(label.Text)
	lead := append(digit.Pad(digitColumn), label)
	if column == 0 && label.Text != "" {
		s.Set(paper.Block{Text: lead})
		lead = nil
	}
	s.Set(paper.Block{Lead: lead, Indent: digitColumn + column, Hang: hang, Text: paper.Text{text}})
}

// help lists the keys.
func (m *Model) help(s *sheet) {
	s.title(s.Words.Screen.KeysTitle)
	for _, group := range m.lay.keys {
		s.Space()
		for _, b := range group {
			if b.in&severalLanguages == 0 || len(m.opt.Languages) > 1 {
				s.Set(paper.Block{Lead: paper.Text{{Text: b.shown, Style: paper.Strong}}, Indent: 11, Text: paper.Text{{Text: b.does}}})
			}
		}
	}
}

// save lists the files with the command for each, and with their summaries if there is
// room.
func (m *Model) save(s *sheet) {
	say := &s.Words.Screen
	s.title(say.SaveTitle)
	var files []File
	if m.opt.Files != nil {
		files = m.opt.Files(m.lay.CV)
	}
	hint := paper.Span{Text: say.SaveHint, Style: paper.Quiet}
	switch {
	case len(files) == 0:
		hint = paper.Span{Text: say.SaveNothing}
	case s.Bare:
		hint.Text = say.TypeHint
	}
	s.Paragraph(0, hint)
	s.Space()
	var names []string
	for _, f := range files {
		names = append(names, f.Name)
	}
	column := s.column(names)
	spacious := column > 0 && 3*len(files)+len(s.Lines) <= s.height
	for _, f := range files {
		s.labelled(s.digit(f.Command), paper.Span{Text: f.Name, Style: paper.Strong}, column, 2, paper.Span{Text: f.Command})
		if spacious {
			s.Paragraph(digitColumn+column, paper.Span{Text: f.Summary, Style: paper.Quiet})
			s.Space()
		}
	}
}
