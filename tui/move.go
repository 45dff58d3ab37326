package tui

import (
	"cmp"
	"slices"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/tui/paper"
)

// relay gets the layout for the document, screen and theme. The place in the text stays.
func (m *Model) relay() {
	t := paper.Terminal{
		Theme: m.theme, Rich: m.opt.Profile >= colorprofile.ANSI256,
		ASCII: m.opt.ASCII, Console: isConsole(m.term), Bare: !swallowsOSC(m.term),
	}
	if m.opt.Profile <= colorprofile.ASCII {
		t.Theme = paper.Mono
	} else if m.theme == paper.Auto {
		t.Theme = m.background
	}
	old, seen := m.lay, m.onScreen(m.query.line())
	m.geo = measure(m.opt.Width, m.opt.Height, cell.Width(t.Text(m.doc.headline)), m.doc.cv.RightToLeft() && !t.ASCII)
	m.lay = m.doc.layout(paper.Shape{Width: m.geo.text, Headline: !m.geo.headline, Terminal: t})
	if old == nil {
		return
	}
	if m.section >= 0 {
		m.section = m.sectionNamed(old.Sections[m.section].Name)
	}
	if m.section >= 0 {
		m.jump(m.section)
	} else {
		m.scrollTo(m.lay.Follow(old.Layout, m.offset))
	}
	m.query.back = min(m.lay.Follow(old.Layout, m.query.back), len(m.lay.Lines)-1)
	m.find(m.query.at)
	if n := m.query.line(); seen && old.CV == m.lay.CV && !m.onScreen(n) {
		m.reveal(n)
	}
	if m.page.name != "" {
		m.setPage()
	}
}

// replace shows another document.
func (m *Model) replace(r Replace) {
	m.doc = r.Document
	if m.page.name == problemPage {
		m.close()
	}
	m.relay()
	m.status = cmp.Or(r.Note, "reloaded")
}

// last returns the offset at the end of the document.
func (m *Model) last() int { return max(len(m.lay.Lines)-m.geo.body, 0) }

func (m *Model) scrollTo(n int) { m.offset = min(max(n, 0), m.last()) }

// scroll moves the open page, or else the document, by some lines.
func (m *Model) scroll(by int) {
	p, at := m.shown()
	if m.page.name == "" {
		m.section = -1
	}
	*at = max(min(*at+by, len(p.Lines)-m.geo.body), 0)
}

// stride returns the lines of a page: one less than the screen, for context.
func (m *Model) stride() int { return max(m.geo.body-1, 1) }

// pageDown scrolls a page down, or less if a heading would be the last line.
func (m *Model) pageDown() {
	p, at := m.shown()
	by := m.stride()
	for by > 1 && *at+by+m.geo.body < len(p.Lines) && p.Lines[*at+by+m.geo.body-1].Keep {
		by--
	}
	m.scroll(by)
}

// sectionNamed returns the index of a section, or -1.
func (m *Model) sectionNamed(name string) int {
	return slices.IndexFunc(m.lay.Sections, func(s paper.Section) bool { return s.Name == name })
}

// jump scrolls to section i, as far as the document goes, or to the start if i is -1.
func (m *Model) jump(i int) {
	switch {
	case i < 0:
		m.section = -1
		m.scrollTo(0)
	case i < len(m.lay.Sections):
		m.section = i
		m.scrollTo(m.lay.Sections[i].Line)
	}
}

// previous jumps to the heading of this section if it is above, or else to the one before.
func (m *Model) previous() {
	here := m.current()
	if here < 0 || m.offset <= m.lay.Sections[here].Line || m.section >= 0 || m.offset >= m.last() {
		here--
	}
	m.jump(here)
}

// digit copies a text of the open page, or jumps to a section.
func (m *Model) digit(key string) tea.Cmd {
	i := int(key[0] - '1')
	if m.page.name != "" {
		return m.copy(i)
	}
	m.jump(i)
	return nil
}

// current returns the section jumped to, or else the one at the reading line, or -1 in a
// document without sections. The reading line is the line of the current match if that is
// on screen. Otherwise it moves from the top of the screen at the start of the document to
// the bottom at its end, so that every section can be current.
func (m *Model) current() int {
	if m.section >= 0 {
		return m.section
	}
	at := m.query.line()
	if !m.onScreen(at) {
		at = m.offset + m.offset*(m.geo.body-1)/max(m.last(), 1)
	}
	here := min(0, len(m.lay.Sections)-1)
	for i, s := range m.lay.Sections {
		if s.Line <= at {
			here = i
		}
	}
	return here
}

// onScreen reports whether a line of the document is on screen.
func (m *Model) onScreen(n int) bool { return n >= m.offset && n < m.offset+m.geo.body }
