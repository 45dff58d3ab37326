package tui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/tui/paper"
)

// page covers the document. The zero value means that no page is open.
type page struct {
	name string                     // in the log of visits
	set  func(m *Model, page *page) // sets the lines; called for each layout

	*paper.Page
	copies []string // texts that the digits copy, at most nine
	offset int      // first line on screen
}

// open opens a page, or closes it if it is open.
func (m *Model) open(p page) {
	if m.page.name == p.name {
		m.close()
		return
	}
	m.page = p
	m.setPage()
}

func (m *Model) close() { m.page = page{} }

// setPage sets the open page for this screen, or closes it if it has no lines.
func (m *Model) setPage() {
	p := m.page
	p.Page, p.copies = &paper.Page{Look: m.lay.Look, Width: m.geo.text}, nil
	reader := *m // m itself would escape to the heap in every visit
	if p.set(&reader, &p); len(p.Lines) == 0 {
		m.close()
		return
	}
	p.offset = max(min(p.offset, len(p.Lines)-m.geo.body), 0)
	if m.lay.Bare {
		p.copies = nil
	}
	m.page = p
}

// copy copies a text of the open page to the reader's clipboard (OSC 52). The terminal
// does not report success.
func (m *Model) copy(i int) tea.Cmd {
	if i >= len(m.page.copies) {
		return nil
	}
	say := &m.lay.Words.Screen
	text, _, more := strings.Cut(m.page.copies[i], "\n")
	if more {
		text += " " + m.lay.Ellipsis
	}
	m.status = locale.Fill(say.Copied, "text", text)
	// tmux and screen pass the text on only if configured to.
	if via := family(m.term); via == "tmux" || via == "screen" { // tmux may set TERM=screen
		m.status = locale.Fill(say.CopiedVia, "program", via, "text", text)
	}
	return tea.Raw(ansi.SetSystemClipboard(m.page.copies[i]))
}

// title sets the title of a page.
func (p *page) title(text string) { p.Heading(strings.ToUpper(text), paper.Accent) }

// quiet sets a note.
func (p *page) quiet(indent int, text string) {
	p.Paragraph(indent, paper.Span{Text: text, Style: paper.Quiet})
}

// digit adds a text to copy and returns its digit, or nil for the tenth text.
func (p *page) digit(text string) paper.Text {
	if len(p.copies) == 9 {
		return nil
	}
	p.copies = append(p.copies, text)
	return paper.Text{{Text: strconv.Itoa(len(p.copies)) + "  ", Style: paper.Strong}}
}

// digitColumn is the width of a digit and the space after it.
const digitColumn = 3

// labelled sets a text after a digit and a label, or below them if column is 0. Further
// lines are indented by hang more cells.
func (p *page) labelled(digit paper.Text, label paper.Span, column, hang int, text paper.Span) {
	lead := append(digit.Pad(digitColumn), label)
	if column == 0 && label.Text != "" {
		p.Set(paper.Block{Text: lead})
		lead = nil
	}
	p.Set(paper.Block{Lead: lead, Indent: digitColumn + column, Hang: hang, Text: paper.Text{text}})
}

// help lists the keys.
func (m *Model) help(p *page) {
	p.title(p.Words.Screen.KeysTitle)
	for _, b := range m.lay.keys {
		switch {
		case b.shown == "":
			p.Space()
		case b.shown != turnKey || len(m.opt.Languages) > 1:
			key := paper.Text{{Text: b.shown, Style: paper.Strong}}
			p.Set(paper.Block{Lead: key, Indent: 11, Text: paper.Text{{Text: b.does}}})
		}
	}
}

// save lists the commands and, if there is room, the files and their summaries.
func (m *Model) save(p *page) {
	say := &p.Words.Screen
	p.title(say.SaveTitle)
	var files []File
	if m.opt.Files != nil {
		files = m.opt.Files(m.lay.CV)
	}
	switch {
	case len(files) == 0:
		p.Paragraph(0, paper.Span{Text: say.SaveNothing})
	case p.Bare:
		p.quiet(0, say.TypeHint)
	default:
		p.quiet(0, say.SaveHint)
	}
	p.Space()
	column := paper.Column(p.Page, files, func(f File) string { return f.Name })
	for _, f := range files {
		if digitColumn+column+cell.Width(p.Text(f.Command)) > p.Width {
			column = 0 // the command, in one line, names the file too
		}
	}
	spacious := column > 0 && 3*len(files)+len(p.Lines) <= m.geo.body
	for _, f := range files {
		label := paper.Span{Style: paper.Strong}
		if column > 0 {
			label.Text = f.Name
		}
		p.labelled(p.digit(f.Command), label, column, 2, paper.Span{Text: f.Command})
		if spacious {
			p.quiet(digitColumn+column, f.Summary)
			p.Space()
		}
	}
}

// contact lists the addresses beside their digits, and shows the vCard as a QR code if it fits.
func (m *Model) contact(p *page) {
	say := &p.Words.Screen
	p.title(say.ContactTitle)
	list := m.lay.CV.Contacts()
	column := paper.Column(p.Page, list, func(c data.Contact) string { return c.Label })
	for _, c := range list {
		label := paper.Span{Style: paper.Quiet}
		if p.Width >= paper.Roomy {
			label.Text = c.Label
		}
		p.labelled(p.digit(c.Text), label, column, 0, paper.Span{Text: c.Text, Link: paper.ContactLink(c)})
	}
	code := m.qr(p)
	if len(p.Lines)+2+len(code) <= m.geo.body || len(code) == 0 {
		p.Space()
	}
	switch {
	case p.Bare && len(code) > 0:
		p.quiet(0, say.ScanOnly)
	case len(code) > 0:
		p.quiet(0, say.ScanHint)
	case !p.Bare:
		p.quiet(0, say.CopyHint)
	}
	for _, row := range code {
		p.Add(paper.Span{Text: row, Style: paper.Ink})
	}
}

// qr returns the vCard as a QR code in half blocks, two modules a cell. It returns nil if
// the charset lacks them or the code does not fit below the lines of the page.
func (m *Model) qr(p *page) []string {
	if m.opt.Card == nil || p.ASCII || p.Console || p.Width < paper.Roomy {
		return nil
	}
	code := m.doc.code(m.opt.Card)
	if code == nil {
		return nil
	}
	const quietZone = 2 // modules; scanners manage with less than the standard's four
	size := code.Size + 2*quietZone
	out := make([]string, (size+1)/2)
	if size > p.Width || len(p.Lines)+1+len(out) > m.geo.body {
		return nil
	}
	black := func(x, y int) bool { return code.Black(x-quietZone, y-quietZone) }
	cells := map[[2]bool]string{{false, false}: " ", {true, false}: "▀", {false, true}: "▄", {true, true}: "█"}
	for y := range out {
		for x := range size {
			out[y] += cells[[2]bool{black(x, 2*y), black(x, 2*y+1)}]
		}
	}
	return out
}
