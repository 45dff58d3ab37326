package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// wheelLines is how far one notch of the wheel goes.
const wheelLines = 3

// resize lays the document out for another screen and keeps the place in the
// text: the item at the top of the screen stays there.
func (m *Model) resize(width, height int) {
	m.geo.width, m.geo.height = width, height
	m.relay()
}

// relay fetches the layout for what is now true of screen and theme.
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
	m.geo = measure(m.geo.width, m.geo.height, cells(set.text(m.doc.headline)))
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
		m.query.run(m.lay.search, 0)
		m.query.at = min(at, max(m.query.matches-1, 0))
	}
	m.scrollPage(0)
}

// keepPlace is the line of l that shows what line n of old showed: the same
// item, as far into it.
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

// move carries out a key that moves the document.
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

// moveSection carries out a key that goes from section to section.
func (m *Model) moveSection(k tea.KeyPressMsg) {
	keys := &m.lay.keys
	here := m.current()
	switch {
	case key.Matches(k, keys.next):
		m.jump(here + 1)
	case key.Matches(k, keys.previous):
		// As a reader expects: first to the heading of this section, if it has
		// been left behind, then to the one before.
		if here >= 0 && m.offset > m.lay.sections[here].line && m.section < 0 && m.offset < m.last() {
			m.jump(here)
		} else {
			m.jump(here - 1)
		}
	case key.Matches(k, keys.jump):
		m.jump(int(k.String()[0] - '1'))
	}
}

// stride is how far a page goes: a line less than the screen, so that the eye
// finds its place again.
func (m *Model) stride() int { return max(m.geo.body-1, 1) }

// pageDown goes a page down, and stops short of a heading that would stand
// alone at the foot of the screen.
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

// jump moves section i to the top of the screen, or as near as the end of the
// document lets it; before the first is the start of the document.
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

// current is the section that the reader is in: the one jumped to, or else the
// one at the reading line. It is -1 in a document without sections.
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

// readingLine is the line of the match that a search has led to, while it is on
// screen. Otherwise it is at the top of the screen at the start of the document and
// at the foot at its end, so that every section has its turn.
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

// percent is how much of the document the reader has seen.
func (m *Model) percent() int {
	n := len(m.lay.lines)
	if n == 0 {
		return 100
	}
	return min((m.offset+m.geo.body)*100/n, 100)
}
