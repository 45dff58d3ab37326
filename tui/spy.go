package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/tui/paper"
)

// highlighted returns the current section, or -1 while a page is open.
func (m *Model) highlighted() int {
	if m.page.name != "" {
		return -1
	}
	return m.current()
}

// tab is a section in the bar, at the columns [from, to) of the text.
type tab struct{ from, to, section int }

// barGap separates two names in the section bar, markGap a name and an ellipsis.
const barGap, markGap = 3, 1

// tabs lays out the section bar. If the names do not all fit, it shows the current one and
// its neighbours, with the next one if both fit.
func (m *Model) tabs() []tab {
	now := max(m.current(), 0)
	out := m.tabsFrom(now)
	if len(out) == 0 {
		return nil
	}
	end := min(now+1, out[len(out)-1].section)
	for first := range now {
		if more := m.tabsFrom(first); len(more) > 0 && more[len(more)-1].section >= end {
			return more
		}
	}
	return out
}

// tabsFrom lays out as many names as fit from section first on, with room for an ellipsis
// at an end where names are missing.
func (m *Model) tabsFrom(first int) (out []tab) {
	mark := cell.Width(m.lay.Ellipsis) + markGap
	x := 0
	if first > 0 {
		x = mark
	}
	for i := first; i < len(m.lay.Sections); i++ {
		end := m.geo.text
		if i+1 < len(m.lay.Sections) {
			end -= mark
		}
		t := tab{x, x + cell.Width(m.lay.Sections[i].Label), i}
		if t.to > end {
			break
		}
		out = append(out, t)
		x = t.to + barGap
	}
	return out
}

// sectionBar draws the scroll spy of the regular class, with a marker below the current one.
func (m *Model) sectionBar(rows []string) {
	tabs := m.tabs()
	if len(tabs) == 0 {
		return
	}
	here := m.highlighted()
	inLine := m.geo.compact || m.lay.RTL // a terminal may reorder the bar, not the marker
	ellipsis := paper.Span{Text: m.lay.Ellipsis, Style: paper.Quiet}
	bar, marker := make(paper.Text, 0, 2*len(tabs)+3), paper.Text(nil)
	if tabs[0].section > 0 {
		bar = append(bar, ellipsis)
	}
	for _, t := range tabs {
		s := paper.Span{Text: m.lay.Sections[t.section].Label, Style: paper.Quiet}
		if t.section == here {
			if s.Style = paper.Accent; inLine {
				s.Style = paper.AccentLine
			}
			marker = append(marker.Pad(t.from), paper.Span{Text: strings.Repeat(m.lay.Marker, t.to-t.from), Style: paper.Accent})
		}
		bar = append(bar.Pad(t.from), s)
	}
	if end := tabs[len(tabs)-1]; end.section+1 < len(m.lay.Sections) {
		bar = append(bar.Pad(end.to+markGap), ellipsis)
	}
	if m.lay.RTL {
		bar = m.spread(nil, bar)
	}
	rows[m.geo.bar] = m.lay.Render(bar)
	if !inLine {
		rows[m.geo.bar+1] = m.lay.Render(marker)
	}
}

// outline returns the scroll spy of the wide class: the sections one below the other, the
// current one with a bar beside it.
func (m *Model) outline() []paper.Text {
	here := m.highlighted()
	out := make([]paper.Text, min(len(m.lay.Sections), m.geo.body))
	for i := range out {
		lead, style := "  ", paper.Quiet
		if i == here {
			lead, style = m.lay.Bar+" ", paper.Accent
		}
		label := m.lay.Truncate(m.lay.Sections[i].Label, outlineColumns)
		out[i] = paper.Text{{Text: lead, Style: style}, {Text: label, Style: style}}
	}
	return out
}

// click jumps to the section whose name was clicked, in the bar or the outline.
func (m *Model) click(e tea.Mouse) {
	g, to := &m.geo, -1
	switch {
	case e.Button != tea.MouseLeft:
	case g.class == wide && e.X >= g.outline && e.X < g.outline+outlineColumns:
		to = e.Y - g.top
	case g.class == regular && (e.Y == g.bar || e.Y == g.bar+1 && !g.compact):
		x := e.X - g.left
		if m.lay.RTL {
			x = g.text - 1 - x
		}
		for _, t := range m.tabs() {
			if x >= t.from-1 && x <= t.to {
				to = t.section
			}
		}
	}
	if to >= 0 && to < len(m.lay.Sections) {
		m.close()
		m.jump(to)
	}
}
