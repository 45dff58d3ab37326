package tui

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/uri"
)

// View implements [tea.Model]. It picks the lines that are on screen.
func (m Model) View() tea.View {
	v := tea.NewView(m.content())
	v.AltScreen = true
	if !m.lay.charset.bare {
		v.WindowTitle = m.lay.charset.text(m.doc.cv.Basics.Name)
	}
	if m.mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	if m.query.typing && m.geo.class != tooSmall {
		v.Cursor = tea.NewCursor(m.geo.left+cell.Width(m.promptText()), m.geo.footer)
		v.Cursor.Blink = false
	}
	return v
}

// opening is the first screen of a document, which most readers of a layout share.
type opening struct {
	of   openingKey
	text string
}

// openingKey is everything but the layout that an opening depends on.
type openingKey struct {
	geo       geometry
	section   int
	languages string
}

// content returns the whole screen. The layout keeps the opening that was drawn last.
func (m *Model) content() string {
	if m.offset > 0 || m.page != none || m.query.typing || m.query.text != "" || m.status != "" {
		return strings.Join(m.frame(), "\n")
	}
	key := openingKey{geo: m.geo, section: m.section}
	for i, l := range m.opt.Languages {
		if key.languages += l.Code + "\n" + l.Label + "\n"; i == m.opt.Language {
			key.languages += "\n"
		}
	}
	if o := m.lay.opening.Load(); o != nil && o.of == key {
		return o.text
	}
	o := &opening{key, strings.Join(m.frame(), "\n")}
	m.lay.opening.Store(o)
	return o.text
}

// frame returns the whole screen, a string a row.
func (m *Model) frame() []string {
	g := &m.geo
	rows := make([]string, g.height)
	if g.class == tooSmall {
		m.notice(rows)
		return rows
	}
	m.header(rows)
	if g.class == regular {
		m.sectionBar(rows)
	}
	var lines []line // of the open page
	if m.page != none {
		lines = m.pageLines()
		for y := 0; y < g.body && m.pageOff+y < len(lines); y++ {
			m.put(rows, g.top+y, m.lay.style(lines[m.pageOff+y].spans))
		}
	} else {
		m.document(rows)
	}
	if g.class == wide {
		m.outline(rows)
	}
	m.put(rows, g.footer, m.footer(len(lines)))
	return rows
}

// put places styled text at the left edge of the text column.
func (m *Model) put(rows []string, y int, styled string) {
	if styled != "" && y < len(rows) {
		rows[y] = strings.Repeat(" ", m.geo.left) + styled
	}
}

// notice names the size needed, on a screen that is too small.
func (m *Model) notice(rows []string) {
	size := strconv.Itoa(minWidth) + "x" + strconv.Itoa(minHeight)
	say := &m.lay.words.Screen
	for i, s := range []string{locale.Fill(say.Needs, "size", size), say.Quits} {
		if i < len(rows) {
			rows[i] = truncate(s, m.geo.width, "")
		}
	}
}

func (m *Model) document(rows []string) {
	g := &m.geo
	for y := 0; y < g.body && m.offset+y < len(m.lay.lines); y++ {
		n := m.offset + y
		styled := m.lay.lines[n].styled
		if m.markedLine(n) {
			styled = m.lay.marked(n, m.query.marks, m.query.at)
		}
		m.put(rows, g.top+y, styled)
	}
}

func (m *Model) markedLine(n int) bool {
	return slices.ContainsFunc(m.query.marks, func(k mark) bool { return k.line == n })
}

// header says whose CV it is; with room, what they do and where.
func (m *Model) header(rows []string) {
	b, g := &m.doc.cv.Basics, &m.geo
	owner := span{text: b.Name, role: name}
	switch {
	case g.class == narrow:
		m.put(rows, g.header, m.beside(owner, span{text: m.place(), role: quiet}, true))
	case g.compact:
		m.put(rows, g.header, m.beside(owner, span{text: uri.Display(b.URL), role: quiet, link: uri.Safe(b.URL)}, false))
	default:
		place, below := span{text: m.doc.place, role: quiet}, span{text: m.doc.headline}
		if g.headline && m.languages(g.text-cell.Width(m.lay.charset.text(below.text))-pairGap) != nil {
			m.put(rows, g.header, m.pair(owner, place))
			m.put(rows, g.header+1, m.beside(below, span{}, false))
			return
		}
		m.put(rows, g.header, m.beside(owner, place, false))
		if g.headline {
			m.put(rows, g.header+1, m.alone(below))
		}
	}
}

// place returns the current section and its number: "Awards 2/5".
func (m *Model) place() string {
	here := m.spied()
	if here < 0 {
		return ""
	}
	return m.lay.sections[here].label + " " + strconv.Itoa(here+1) + "/" + strconv.Itoa(len(m.lay.sections))
}

// alone returns a line with s at the margin where a line begins.
func (m *Model) alone(s span) string {
	if m.lay.rtl {
		return m.pair(span{}, s)
	}
	return m.pair(s, span{})
}

// pairGap is the least space between the two of a pair.
const pairGap = 2

// pair returns a line with left and right at the margins. If they do not fit, it leaves out
// right, and truncates left.
func (m *Model) pair(left, right span) string {
	lay := m.lay
	left.text = truncate(lay.charset.text(left.text), m.geo.text, lay.charset.ornaments().ellipsis)
	right.text = lay.charset.text(right.text)
	out := []span{left}
	if n := cell.Width(right.text); n > 0 && cell.Width(left.text)+pairGap+n <= m.geo.text {
		out = append(pad(out, m.geo.text-n), right)
	}
	return lay.style(out)
}
