package tui

import (
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"wenkaiyue.com/cv/data/locale"

	"wenkaiyue.com/cv/data/cell"
)

// page is the page that is open over the document.
type page int

const (
	none page = iota
	helpPage
	contactPage
	savePage
	paperPage
	problemPage
)

// open opens a page, or closes it if it is open.
func (m *Model) open(p page) {
	if m.page == p {
		m.close()
		return
	}
	m.page, m.pageOff = p, 0
}

func (m *Model) close() { m.page, m.pageOff = none, 0 }

// pageKey handles a key on an open page; done is false for keys that have the same
// meaning everywhere.
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

// copyNumber copies text i of the open page to the reader's clipboard (OSC 52). The
// terminal does not answer whether it did.
func (m *Model) copyNumber(i int) tea.Cmd {
	texts := m.copies()
	if i >= len(texts) {
		return nil
	}
	say := &m.lay.words.Screen
	text, _, more := strings.Cut(texts[i], "\n")
	if more {
		text += " " + m.lay.charset.ornaments().ellipsis
	}
	m.status = locale.Fill(say.Copied, "text", text)
	if between := multiplexer(m.term); between != "" {
		m.status = locale.Fill(say.CopiedVia, "program", between, "text", text)
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
		for _, f := range m.opt.files(m.lay.cv) {
			texts = append(texts, f.Command)
		}
	case paperPage:
		return m.paperCopies()
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
		b.save(m.opt.files(m.lay.cv), m.geo.body)
	case paperPage:
		if it := m.publication(m.paper.item); it != nil {
			b.about(it, m.paper.bibtex)
		}
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

// help lists the keys; the one for languages if there are several.
func (b *setter) help(k *keyMap, languages bool) {
	b.pageTitle(b.words.Screen.KeysTitle)
	groups := [][]key.Binding{
		{k.down, k.up, k.pageDown, k.pageUp, k.top, k.bottom},
		{k.next, k.previous, k.jump},
		{k.find, k.findNext, k.findPrevious},
		{k.contact, k.paper, k.save, k.theme, k.mouse},
		{k.help, k.back, k.quit},
	}
	if languages {
		groups[3] = append(groups[3], k.language)
	}
	for i, g := range groups {
		if i > 0 {
			b.space()
		}
		for _, binding := range g {
			h := binding.Help()
			b.set(block{lead: []span{{text: h.Key, role: title}}, indent: 11, text: []span{{text: h.Desc}}})
		}
	}
}

// save lists the files with the command for each, and with their summaries if all fits
// in so many rows.
func (b *setter) save(files []File, rows int) {
	b.pageTitle(b.words.Screen.SaveTitle)
	if len(files) == 0 {
		b.paragraph("", span{text: b.words.Screen.SaveNothing})
		return
	}
	word := b.words.Screen.SaveHint
	if b.charset.bare {
		word = b.words.Screen.TypeHint
	}
	b.paragraph("", span{text: word, role: quiet})
	b.space()
	column := 0
	for _, f := range files {
		column = max(column, cell.Width(f.Name)+3)
	}
	spacious := 3*len(files)+len(b.lines) <= rows
	for i, f := range files {
		number := span{text: strconv.Itoa(i+1) + "  ", role: title}
		file, about := span{text: f.Name, role: title}, []span{{text: f.Summary, role: quiet}}
		command := []span{{text: f.Command}}
		switch {
		case b.width < roomy:
			b.set(block{lead: []span{number}, indent: 3, text: []span{file}})
			b.set(block{lead: pad(nil, 3), indent: 3, hang: 2, text: command})
		case spacious:
			b.set(block{lead: []span{number, file}, indent: column + 3, text: command})
			b.set(block{lead: pad(nil, column+3), indent: column + 3, text: about})
			b.space()
		default:
			b.set(block{lead: []span{number, file}, indent: column + 3, hang: 2, text: command})
		}
	}
}
