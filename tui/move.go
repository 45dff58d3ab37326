package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"wenkaiyue.com/cv/data/cell"
)

// wheelLines is how far one notch of the wheel goes.
const wheelLines = 3

// resize lays out the document for another screen; the item at the top stays there.
func (m *Model) resize(width, height int) {
	m.geo.width, m.geo.height = width, height
	m.relay()
}

// relay gets the layout for the present screen and theme.
func (m *Model) relay() { m.relayFrom(func(item int) int { return item }) }

// relayFrom is like relay; same maps an item of the old layout to one of the new
// layout, or to -1.
func (m *Model) relayFrom(same func(item int) int) {
	theme := m.theme
	if theme == Auto && m.known {
		if theme = Light; m.dark {
			theme = Dark
		}
	}
	if m.profile <= noColor {
		theme = Mono
	}
	old, set := m.lay, charset{ascii: m.opt.ASCII, console: isConsole(m.term), bare: !swallowsOSC(m.term)}
	m.geo = measure(m.geo.width, m.geo.height, cell.Width(set.text(m.doc.headline)), m.doc.rtl && !set.ascii)
	m.lay = m.doc.layout(shape{
		width:    m.geo.text,
		headline: !m.geo.headline,
		theme:    theme,
		rich:     m.profile >= richColor,
		charset:  set,
	})
	if old == nil || old == m.lay {
		m.scrollTo(m.offset)
		return
	}
	if m.section >= 0 {
		m.jump(m.section)
	} else {
		m.scrollTo(m.lay.keepPlace(old, m.offset, same))
	}
	if m.query.text != "" {
		at := m.query.at
		m.query.back = m.lay.keepPlace(old, m.query.back, same)
		m.query.run(m.lay.search(), 0)
		m.query.at = min(at, max(m.query.matches-1, 0))
	}
	m.scrollPage(0)
}

// keepPlace returns the line of l with the same item as line n of old, as far into it.
func (l *layout) keepPlace(old *layout, n int, same func(item int) int) int {
	if n == 0 {
		return 0 // the start stays the start
	}
	was, below := old.itemAt(n)
	item := same(was)
	if item < 0 || item >= len(l.items) {
		return n
	}
	length := func(l *layout, item int) int {
		end := len(l.lines)
		if item+1 < len(l.items) {
			end = l.items[item+1]
		}
		return max(end-l.items[item], 1)
	}
	return l.items[item] + below*length(l, item)/length(old, was)
}

func (m *Model) last() int { return max(len(m.lay.lines)-m.geo.body, 0) }

func (m *Model) scrollTo(n int) { m.offset = min(max(n, 0), m.last()) }

// move handles a key that scrolls the document.
func (m *Model) move(k tea.KeyPressMsg) {
	keys := &m.lay.keys
	section := m.section
	m.section = -1
	switch {
	case key.Matches(k, keys.down):
		m.scrollTo(m.offset + 1)
	case key.Matches(k, keys.up):
		m.scrollTo(m.offset - 1)
	case key.Matches(k, keys.pageDown):
		m.pageDown()
	case key.Matches(k, keys.pageUp):
		m.scrollTo(m.offset - m.stride())
	case key.Matches(k, keys.top):
		m.scrollTo(0)
	case key.Matches(k, keys.bottom):
		m.scrollTo(m.last())
	default:
		m.section = section
		m.moveSection(k)
	}
}

// moveSection handles a key that goes from section to section.
func (m *Model) moveSection(k tea.KeyPressMsg) {
	keys := &m.lay.keys
	here := m.current()
	switch {
	case key.Matches(k, keys.next):
		m.jump(here + 1)
	case key.Matches(k, keys.previous):
		// First to the heading of this section, if it is above the screen, then to
		// the previous section.
		if here >= 0 && m.offset > m.lay.sections[here].line && m.section < 0 && m.offset < m.last() {
			m.jump(here)
		} else {
			m.jump(here - 1)
		}
	case key.Matches(k, keys.jump):
		m.jump(int(k.String()[0] - '1'))
	}
}

// stride returns the lines of a page: one less than the screen, for context.
func (m *Model) stride() int { return max(m.geo.body-1, 1) }

// pageDown scrolls a page down, or less if a heading would be the last line.
func (m *Model) pageDown() {
	to := min(m.offset+m.stride(), m.last())
	for to > m.offset+1 && to < m.last() && m.orphan(to+m.geo.body-1) {
		to--
	}
	m.scrollTo(to)
}

// orphan reports whether line n is kept with the next one.
func (m *Model) orphan(n int) bool {
	return n >= 0 && n < len(m.lay.lines) && m.lay.lines[n].keep
}

// jump scrolls section i to the top of the screen, as far as the document goes; -1 is the
// start of the document.
func (m *Model) jump(i int) {
	if i >= len(m.lay.sections) {
		return
	}
	if i < 0 {
		m.section = -1
		m.scrollTo(0)
		return
	}
	m.section = i
	m.scrollTo(m.lay.sections[i].line)
}

// current returns the section jumped to, or else the one at the reading line, or -1 in a
// document without sections.
func (m *Model) current() int {
	if m.section >= 0 {
		return m.section
	}
	at := m.readingLine()
	here := min(0, len(m.lay.sections)-1)
	for i, s := range m.lay.sections {
		if s.line <= at {
			here = i
		}
	}
	return here
}

// readingLine returns the line of the current match if it is on screen. Otherwise it
// moves from the top of the screen at the start of the document to the foot at its end,
// so that every section has its turn.
func (m *Model) readingLine() int {
	if n := m.query.line(); n >= m.offset && n < m.offset+m.geo.body {
		return n
	}
	at := m.offset
	if last := m.last(); last > 0 {
		at += m.offset * (m.geo.body - 1) / last
	}
	return at
}

// percent returns the part of the document down to the foot of the screen.
func (m *Model) percent() int {
	n := len(m.lay.lines)
	if n == 0 {
		return 100
	}
	return min((m.offset+m.geo.body)*100/n, 100)
}
