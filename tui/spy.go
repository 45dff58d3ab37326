package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"wenkaiyue.com/cv/data/cell"
)

// tab is a section in the bar, at the columns [from, to) of the screen.
type tab struct{ from, to, section int }

// barGap separates two names in the section bar, markGap a name and an ellipsis.
const barGap, markGap = 3, 1

// tabs lays out the section bar. If the names do not all fit, it shows those around the
// current one, with the next one if both fit.
func (m *Model) tabs() []tab {
	now, last := m.current(), len(m.lay.sections)-1
	for _, end := range []int{min(now+1, last), now} {
		for first := 0; first <= now; first++ {
			if out := m.tabsFrom(first); len(out) > 0 && out[len(out)-1].section >= end {
				return out
			}
		}
	}
	return m.tabsFrom(max(now, 0))
}

// tabsFrom lays out as many names as fit from section first on, with room for an ellipsis
// at an end where names are missing.
func (m *Model) tabsFrom(first int) (out []tab) {
	mark := cell.Width(m.lay.charset.ornaments().ellipsis) + markGap
	x, end := m.geo.left, m.geo.left+m.geo.text
	if first > 0 {
		x += mark
	}
	for i := first; i < len(m.lay.sections); i++ {
		n, room := cell.Width(m.lay.sections[i].label), end-x
		if i+1 < len(m.lay.sections) {
			room -= mark
		}
		if n > room {
			break
		}
		out = append(out, tab{x, x + n, i})
		x += n + barGap
	}
	return out
}

// spied returns the section to highlight: the current one, or -1 while a page is open.
func (m *Model) spied() int {
	if m.page != none {
		return -1
	}
	return m.current()
}

// sectionBar draws the scroll spy of the regular class: the current section is bold and has
// a marker below it.
func (m *Model) sectionBar(rows []string) {
	tabs := m.tabs()
	if len(tabs) == 0 {
		return
	}
	now, orn := m.spied(), m.lay.charset.ornaments()
	bar := make([]span, 0, 2*len(tabs)+2)
	var marker []span
	if tabs[0].section > 0 {
		bar = append(bar, span{text: orn.ellipsis, role: quiet})
	}
	for _, t := range tabs {
		s := span{text: m.lay.sections[t.section].label, role: quiet}
		if t.section == now {
			if s.role = here; m.geo.compact || m.lay.rtl { // a terminal turns the bar, not the marker
				s.role = hereLine
			}
			marker = append(pad(nil, t.from-m.geo.left), span{text: strings.Repeat(orn.marker, t.to-t.from), role: here})
		}
		bar = append(pad(bar, t.from-m.geo.left), s)
	}
	if tabs[len(tabs)-1].section+1 < len(m.lay.sections) {
		bar = append(bar, span{text: strings.Repeat(" ", markGap)}, span{text: orn.ellipsis, role: quiet})
	}
	if m.lay.rtl {
		bar = append(pad(nil, m.geo.text-spanCells(bar)), bar...)
	}
	m.put(rows, m.geo.bar, m.lay.style(bar))
	if !m.geo.compact && !m.lay.rtl {
		m.put(rows, m.geo.bar+1, m.lay.style(marker))
	}
}

// outline draws the scroll spy of the wide class: the sections one below the other, the
// current one with a bar beside it.
func (m *Model) outline(rows []string) {
	now := m.spied()
	orn := m.lay.charset.ornaments()
	for i, s := range m.lay.sections {
		y := m.geo.top + i
		if i >= m.geo.body {
			return
		}
		lead, r := "  ", quiet
		if i == now {
			lead, r = orn.bar+" ", here
		}
		label := truncate(s.label, outlineColumns-2, orn.ellipsis)
		text := strings.TrimPrefix(rows[y], strings.Repeat(" ", m.geo.left))
		gap := m.geo.left - m.geo.outline - 2 - cell.Width(label)
		rows[y] = strings.Repeat(" ", m.geo.outline) + m.lay.style([]span{{text: lead, role: r}, {text: label, role: r}})
		if text != "" {
			rows[y] += strings.Repeat(" ", gap) + text
		}
	}
}

// wheel scrolls the document or the open page.
func (m *Model) wheel(e tea.Mouse) {
	by := wheelLines
	switch e.Button {
	case tea.MouseWheelDown:
	case tea.MouseWheelUp:
		by = -wheelLines
	default:
		return
	}
	if m.page != none {
		m.scrollPage(by)
		return
	}
	m.section = -1
	m.scrollTo(m.offset + by)
}

// click jumps to the section whose name was clicked, in the bar or the outline.
func (m *Model) click(e tea.Mouse) {
	if e.Button != tea.MouseLeft {
		return
	}
	switch g := &m.geo; {
	case g.class == regular && (e.Y == g.bar || e.Y == g.bar+1 && !g.compact):
		if m.lay.rtl {
			e.X = 2*g.left + g.text - 1 - e.X
		}
		for _, t := range m.tabs() {
			if e.X >= t.from-1 && e.X <= t.to {
				m.close()
				m.jump(t.section)
			}
		}
	case g.class == wide && e.X >= g.outline && e.X < g.outline+outlineColumns && e.Y >= g.top:
		if i := e.Y - g.top; i < len(m.lay.sections) {
			m.close()
			m.jump(i)
		}
	}
}
