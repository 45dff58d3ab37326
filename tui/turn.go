package tui

import (
	"strconv"

	"wenkaiyue.com/cv/data/cell"
)

// Language is one of the languages that a CV can be read in.
type Language struct {
	Code     string // in 7-bit characters: "ZH"
	Label    string // as its readers know it, short: "中文"
	Document *Document
}

// label returns the name of a language for this terminal.
func (m *Model) label(l Language) string {
	if m.lay.charset.ascii || m.lay.charset.console {
		return l.Code
	}
	return l.Label
}

// turn shows the CV in the next language, at the item that the reader is at.
func (m *Model) turn() {
	all := m.opt.Languages
	if len(all) < 2 {
		return
	}
	m.opt.Language = (m.opt.Language + 1) % len(all)
	next := all[m.opt.Language]
	if m.opt.Turned != nil {
		m.opt.Turned(m.opt.Language)
	}
	m.replace(next.Document, m.label(next))
}

// languages returns the key and the languages in at most room cells: all of them with the
// current one highlighted, or that one and the number of others, or nil.
func (m *Model) languages(room int) []span {
	all := m.opt.Languages
	if len(all) < 2 {
		return nil
	}
	dot := " " + m.lay.charset.ornaments().dot + " "
	out := []span{{text: m.lay.keys.language.Help().Key + "  ", role: title}}
	for i, l := range all {
		if i > 0 {
			out = append(out, span{text: dot, role: quiet})
		}
		s := span{text: m.label(l), role: quiet}
		if i == m.opt.Language {
			s.role = here
		}
		out = append(out, s)
	}
	if spanCells(out) <= room {
		return out
	}
	out = []span{out[0], {text: m.label(all[m.opt.Language]), role: here}, {text: " +" + strconv.Itoa(len(all)-1), role: quiet}}
	if spanCells(out) <= room {
		return out
	}
	return nil
}

// beside returns a line with left at the left margin, right at the right one, and the
// languages before right. If not all fit, it leaves out right, or the languages if right
// has to stay.
func (m *Model) beside(left, right span, stays bool) string {
	lay, text := m.lay, m.geo.text
	left.text = truncate(lay.charset.text(left.text), text, lay.charset.ornaments().ellipsis)
	right.text = lay.charset.text(right.text)
	room := text - cell.Width(left.text) - pairGap
	if right.text != "" {
		if out := m.languages(room - cell.Width(right.text) - len(languageGap)); out != nil {
			return m.margins(left, append(out, span{text: languageGap}, right))
		}
	}
	if out := m.languages(room); out != nil && (right.text == "" || !stays) {
		return m.margins(left, out)
	}
	return m.pair(left, right)
}

// margins returns a line with left and right at the margins; both have to fit.
func (m *Model) margins(left span, right []span) string {
	return m.lay.style(append(pad([]span{left}, m.geo.text-spanCells(right)), right...))
}

// languageGap stands between the languages and what is at the right margin.
const languageGap = "    "
