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

// opening is the first screen of a layout, which most readers share, and its parameters.
type opening struct {
	geo       geometry
	section   int
	languages string
	text      string
}

// content returns the whole screen. The layout caches the last opening.
func (m *Model) content() string {
	if m.offset > 0 || m.page.name != "" || m.query.typing || m.query.text != "" || m.status != "" {
		return m.frame()
	}
	now := opening{geo: m.geo, section: m.section, languages: m.lay.Render(slices.Concat(m.languages()...))}
	if last := m.lay.opening.Load(); last != nil {
		if now.text = last.text; now == *last {
			return last.text
		}
	}
	drawn := now
	drawn.text = m.frame()
	m.lay.opening.Store(&drawn)
	return drawn.text
}

// frame returns the whole screen.
func (m *Model) frame() string {
	g := &m.geo
	rows := make([]string, g.footer+1) // without the left margin
	var outline []paper.Text
	switch g.class {
	case tooSmall:
		say := &m.lay.Words.Screen
		size := strconv.Itoa(minWidth) + "x" + strconv.Itoa(minHeight)
		copy(rows, []string{cell.Prefix(locale.Fill(say.Needs, "size", size), g.text), cell.Prefix(say.Quits, g.text)})
		return strings.Join(rows, "\n")
	case regular:
		m.sectionBar(rows)
	case wide:
		outline = m.outline()
	}
	m.header(rows)
	m.body(rows[g.top : g.top+g.body])
	rows[g.footer] = m.footer()
	for y, row := range rows {
		before, left := "", g.left
		if i := y - g.top; i >= 0 && i < len(outline) {
			before = strings.Repeat(" ", g.outline) + m.lay.Render(outline[i])
			left -= g.outline + outline[i].Width()
		}
		if row != "" {
			before += strings.Repeat(" ", left)
		}
		rows[y] = before + row
	}
	return strings.Join(rows, "\n")
}

// shown returns the document, or the page over it, and its first line on screen.
func (m *Model) shown() (p *paper.Page, at *int) {
	if m.page.name != "" {
		return m.page.Page, &m.page.offset
	}
	return &m.lay.Page, &m.offset
}

// body shows lines of the document, with its matches, or of the open page.
func (m *Model) body(rows []string) {
	p, at := m.shown()
	for y := range min(len(rows), len(p.Lines)-*at) {
		n := *at + y
		if marks := m.query.found.On(n); m.page.name == "" && len(marks) > 0 {
			rows[y] = m.lay.Marked(n, marks, m.query.at)
		} else {
			rows[y] = p.Row(n)
		}
	}
}

// header shows the name and, if they fit, the languages, the headline and the location. In a
// right-to-left CV, nothing in that direction stands beside the name: a terminal that reorders
// text would reorder both.
func (m *Model) header(rows []string) {
	b, g := &m.doc.cv.Basics, &m.geo
	turn := m.languages()
	right := paper.Span{Style: paper.Quiet}
	switch {
	case g.class == narrow:
		if here := m.highlighted(); here >= 0 { // "Awards 2/5"
			right.Text = strconv.Itoa(here+1) + "/" + strconv.Itoa(len(m.lay.Sections))
			if !m.lay.RTL {
				right.Text = m.lay.Sections[here].Label + " " + right.Text
			}
		}
	case g.compact:
		right.Text, right.Link = m.lay.Text(uri.Display(b.URL)), uri.Safe(b.URL)
	case !m.lay.RTL:
		right.Text = m.lay.Text(m.doc.place)
	}
	alone := paper.Text{right}
	var choices []paper.Text
	for _, t := range turn {
		if right.Text != "" {
			t = append(t, paper.Span{Text: "    "}, right)
		}
		choices = append(choices, t)
	}
	if g.class != narrow { // a narrow header prefers the section to the languages
		choices = append(choices, turn...)
	}
	choices = append(choices, alone)
	if g.headline {
		left := paper.Span{Text: m.doc.headline}
		if m.fitting(left, turn) != nil {
			choices = []paper.Text{alone}
		}
		rows[g.header+1] = m.row(left, turn...)
	}
	rows[g.header] = m.row(paper.Span{Text: b.Name, Style: paper.Accent}, choices...)
}

// languages returns the key and the languages, the current one highlighted, in two forms: all
// of them, and only that one with the number of others. It returns nil for fewer than two.
func (m *Model) languages() []paper.Text {
	all := m.opt.Languages
	if len(all) < 2 {
		return nil
	}
	long := paper.Text{{Text: turnKey + "  ", Style: paper.Strong}}
	var short paper.Text
	for i, l := range all {
		if i > 0 {
			long = append(long, paper.Span{Text: " " + m.lay.Dot + " ", Style: paper.Quiet})
		}
		label := paper.Span{Text: m.languageLabel(l), Style: paper.Quiet}
		if i == m.opt.Language {
			label.Style = paper.Accent
			short = paper.Text{long[0], label, {Text: " +" + strconv.Itoa(len(all)-1), Style: paper.Quiet}}
		}
		long = append(long, label)
	}
	return []paper.Text{long, short}
}

// languageLabel returns the name of a language for this terminal.
func (m *Model) languageLabel(l Language) string {
	if m.lay.ASCII || m.lay.Console {
		return l.Code
	}
	return l.Label
}

// pairGap is the least space between texts at the two margins.
const pairGap = 2

// fitting returns the first of rights that fits beside left, or nil.
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

// row returns a line with left, truncated if it is too long, and the first of rights that
// fits at the right margin. In a right-to-left CV they change places.
func (m *Model) row(left paper.Span, rights ...paper.Text) string {
	right := m.fitting(left, rights)
	left.Text = m.lay.Truncate(m.lay.Text(left.Text), m.geo.text)
	out := paper.Text{left}
	switch {
	case m.lay.RTL:
		out = m.spread(right, out)
	case right != nil:
		out = m.spread(out, right)
	}
	return m.lay.Render(out)
}

// spread returns a line with texts at the two margins.
func (m *Model) spread(left, right paper.Text) paper.Text {
	return append(left.Pad(m.geo.text-right.Width()), right...)
}
