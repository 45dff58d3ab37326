package tui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"wenkaiyue.com/cv/data/locale"
)

// page is what is open over the document.
type page int

const (
	none page = iota
	helpPage
	contactPage
	savePage
	problemPage
)

// open shows a page; its own key closes it again.
func (m *Model) open(p page) {
	if m.page == p {
		m.close()
		return
	}
	m.page, m.pageOff = p, 0
}

func (m *Model) close() { m.page, m.pageOff = none, 0 }

// pageKey carries out a key on an open page; done is false for keys that mean
// there what they mean everywhere.
func (m *Model) pageKey(k tea.KeyPressMsg) (cmd tea.Cmd, done bool) {
	keys := &m.lay.keys
	switch {
	case key.Matches(k, keys.down):
		m.scrollPage(1)
	case key.Matches(k, keys.up):
		m.scrollPage(-1)
	case key.Matches(k, keys.pageDown):
		m.scrollPage(m.stride())
	case key.Matches(k, keys.pageUp):
		m.scrollPage(-m.stride())
	case key.Matches(k, keys.top):
		m.pageOff = 0
	case key.Matches(k, keys.bottom):
		m.scrollPage(len(m.pageLines()))
	case key.Matches(k, keys.jump):
		return m.copyNumber(int(k.String()[0] - '1')), true
	case key.Matches(k, keys.next), key.Matches(k, keys.previous),
		key.Matches(k, keys.findNext), key.Matches(k, keys.findPrevious):
		// These move the document, which is not on screen.
	default:
		return nil, false
	}
	return nil, true
}

func (m *Model) scrollPage(by int) {
	if m.page == none {
		return
	}
	m.pageOff = min(max(m.pageOff+by, 0), max(len(m.pageLines())-m.geo.body, 0))
}

// copyNumber sends the text beside a number on the open page to the reader's
// clipboard (OSC 52). No answer says whether the terminal takes it.
func (m *Model) copyNumber(i int) tea.Cmd {
	texts := m.copies()
	if i >= len(texts) {
		return nil
	}
	say := &m.lay.words.Screen
	m.status = locale.Fill(say.Copied, "text", texts[i])
	if between := multiplexer(m.term); between != "" {
		m.status = locale.Fill(say.CopiedVia, "program", between, "text", texts[i])
	}
	return tea.Raw(ansi.SetSystemClipboard(texts[i]))
}

// copies returns the texts that the numbers on the open page copy.
func (m *Model) copies() (texts []string) {
	if m.lay.charset.bare {
		return nil
	}
	switch m.page {
	case contactPage:
		for _, c := range m.lay.cv.Contacts() {
			texts = append(texts, c.Text)
		}
	case savePage:
		for _, f := range m.opt.files(m.lay.words) {
			texts = append(texts, f.Command)
		}
	}
	return texts
}

// pageLines sets the open page for this screen.
func (m *Model) pageLines() []line {
	b := &setter{layout: &layout{charset: m.lay.charset, cv: m.lay.cv, words: m.lay.words}, width: m.geo.text, orn: m.lay.charset.ornaments()}
	b.item()
	switch m.page {
	case helpPage:
		b.help(&m.lay.keys, len(m.opt.Languages) > 1)
	case contactPage:
		b.contact(m.lay.cv.Contacts(), m.qr(), m.geo.body)
	case savePage:
		b.save(m.opt.files(m.lay.words), m.geo.body)
	case problemPage:
		b.complain(m.problem, m.geo.body)
	}
	return b.lines
}

// pageTitle sets the title of a page.
func (b *setter) pageTitle(s string) {
	b.paragraph("", span{text: strings.ToUpper(s), role: heading})
	b.space()
}
