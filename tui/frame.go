package tui

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/uri"
	"wenkaiyue.com/cv/tui/paper"
)

// View implements [tea.Model]. It picks the lines that are on screen.
func (m Model) View() tea.View {
	v := tea.NewView(m.content())
	v.AltScreen = true
	if !m.lay.Bare {
		v.WindowTitle = m.lay.Text(m.doc.cv.Basics.Name)
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
	if m.offset > 0 || m.page.name != "" || m.query.typing || m.query.text != "" || m.status != "" {
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
	lines, copies := 0, 0 // of the open page
	if m.page.name != "" {
		s := m.sheet()
		lines, copies = len(s.Lines), len(s.copies)
		for y := 0; y < g.body && m.pageOff+y < lines; y++ {
			m.put(rows, g.top+y, m.lay.Render(s.Lines[m.pageOff+y].Text))
		}
	} else {
		for y := 0; y < g.body && m.offset+y < len(m.lay.Lines); y++ {
			n := m.offset + y
			row := m.lay.Rows[n]
			if marks := m.query.on(n); len(marks) > 0 {
				row = m.lay.Marked(n, marks, m.query.at)
			}
			m.put(rows, g.top+y, row)
		}
	}
	if g.class == wide {
		m.outline(rows)
	}
	m.put(rows, g.footer, m.footer(lines, copies))
	return rows
}

// put places a rendered text at the left edge of the text column.
func (m *Model) put(rows []string, y int, text string) {
	if text != "" && y < len(rows) {
		rows[y] = strings.Repeat(" ", m.geo.left) + text
	}
}

// notice names the size needed, on a screen that is too small.
func (m *Model) notice(rows []string) {
	size := strconv.Itoa(minWidth) + "x" + strconv.Itoa(minHeight)
	say := &m.lay.Words.Screen
	for i, s := range []string{locale.Fill(say.Needs, "size", size), say.Quits} {
		if i < len(rows) {
			rows[i] = cell.Prefix(s, m.geo.width)
		}
	}
}

// header says whose CV it is, in which languages it can be read and, with room, what the
// owner does and where.
func (m *Model) header(rows []string) {
	b, g := &m.doc.cv.Basics, &m.geo
	name := paper.Span{Text: b.Name, Style: paper.Accent}
	turn := m.languages()
	switch {
	case g.class == narrow:
		place := paper.Text{{Text: m.numberedSection(), Style: paper.Quiet}}
		m.put(rows, g.header, m.row(name, append(before(place, turn), place)...))
		return
	case g.compact:
		site := paper.Text{{Text: m.lay.Text(uri.Display(b.URL)), Style: paper.Quiet, Link: uri.Safe(b.URL)}}
		m.put(rows, g.header, m.row(name, slices.Concat(before(site, turn), turn, []paper.Text{site})...))
		return
	}
	where := paper.Text{{Text: m.lay.Text(m.doc.place), Style: paper.Quiet}}
	right := slices.Concat(before(where, turn), turn, []paper.Text{where})
	if g.headline {
		left, beside := paper.Span{Text: m.doc.headline}, turn
		if m.fitting(left, turn) != nil {
			right = []paper.Text{where}
		} else if m.lay.RTL {
			left, beside = paper.Span{}, []paper.Text{{left}}
		}
		m.put(rows, g.header+1, m.row(left, beside...))
	}
	m.put(rows, g.header, m.row(name, right...))
}

// numberedSection returns the current section and its number: "Awards 2/5".
func (m *Model) numberedSection() string {
	here := m.highlighted()
	if here < 0 {
		return ""
	}
	return m.lay.Sections[here].Label + " " + strconv.Itoa(here+1) + "/" + strconv.Itoa(len(m.lay.Sections))
}

// languages returns the key and the languages with the current one highlighted: all of
// them, and that one with the number of others. It returns nil if there is one.
func (m *Model) languages() []paper.Text {
	all := m.opt.Languages
	if len(all) < 2 {
		return nil
	}
	lead := paper.Span{Text: "L  ", Style: paper.Strong}
	long := paper.Text{lead}
	for i, l := range all {
		if i > 0 {
			long = append(long, paper.Span{Text: " " + m.lay.Dot + " ", Style: paper.Quiet})
		}
		s := paper.Span{Text: m.languageLabel(l), Style: paper.Quiet}
		if i == m.opt.Language {
			s.Style = paper.Accent
		}
		long = append(long, s)
	}
	now := paper.Span{Text: m.languageLabel(all[m.opt.Language]), Style: paper.Accent}
	return []paper.Text{long, {lead, now, {Text: " +" + strconv.Itoa(len(all)-1), Style: paper.Quiet}}}
}

// languageLabel returns the name of a language for this terminal.
func (m *Model) languageLabel(l Language) string {
	if m.lay.ASCII || m.lay.Console {
		return l.Code
	}
	return l.Label
}

// before returns each of some texts with a gap and the text at the right margin after it.
func before(right paper.Text, texts []paper.Text) (out []paper.Text) {
	for _, t := range texts {
		if right.Width() > 0 {
			t = slices.Concat(t, paper.Text{{Text: "    "}}, right)
		}
		out = append(out, t)
	}
	return out
}

// pairGap is the least space between texts at the two margins.
const pairGap = 2

// fitting returns the first of some texts that fits at the right margin, or nil.
func (m *Model) fitting(left paper.Span, rights []paper.Text) paper.Text {
	room := m.geo.text
	if n := cell.Width(m.lay.Text(left.Text)); n > 0 {
		room -= n + pairGap
	}
	for _, r := range rights {
		if n := r.Width(); n > 0 && n <= room {
			return r
		}
	}
	return nil
}

// row returns a line with left at the left margin, truncated if it has to be, and at the
// right one the first of some texts that fits.
func (m *Model) row(left paper.Span, rights ...paper.Text) string {
	right := m.fitting(left, rights)
	left.Text = m.lay.Truncate(m.lay.Text(left.Text), m.geo.text)
	out := paper.Text{left}
	if right != nil {
		out = append(out.Pad(m.geo.text-right.Width()), right...)
	}
	return m.lay.Render(out)
}
