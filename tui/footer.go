package tui

import (
	"strconv"

	"wenkaiyue.com/cv/tui/paper"
)

// hint is a key named in the footer.
type hint struct{ key, does string }

// footer returns the list of keys, the search prompt, or the status. The open page, if
// there is one, has so many lines, of which so many texts can be copied.
func (m *Model) footer(lines, copies int) string {
	switch {
	case m.query.typing:
		return m.row(paper.Span{Text: m.promptText()}, paper.Text{{Text: m.count(), Style: paper.Quiet}})
	case m.status != "":
		return m.row(paper.Span{Text: m.status})
	}
	// Where the keys do not all fit, the first ones go: how to quit stays.
	keys := list(m.hints(lines, copies))
	for len(keys) > hintSpans && keys.Width() > m.geo.text {
		keys = keys[hintSpans:]
	}
	position := paper.Text{{Text: m.position(lines), Style: paper.Quiet}}
	switch room := m.geo.text - position.Width(); {
	case keys.Width()+pairGap > room:
	case m.lay.RTL: // a terminal turns digits behind a word
		keys = append(position.Pad(m.geo.text-keys.Width()), keys...)
	default:
		keys = append(keys.Pad(room), position...)
	}
	return m.lay.Render(keys)
}

// hintSpans is the number of spans of a hint, with the space after it.
const hintSpans = 3

// list returns the text of some hints.
func list(hints []hint) paper.Text {
	out := make(paper.Text, 0, hintSpans*len(hints)+2) // and the position
	for i, h := range hints {
		if i > 0 {
			out = append(out, paper.Span{Text: "  "})
		}
		out = append(out, paper.Span{Text: h.key, Style: paper.Strong}, paper.Span{Text: " " + h.does, Style: paper.Quiet})
	}
	return out
}

// hints returns the keys for the present state, the least needed first.
func (m *Model) hints(lines, copies int) (out []hint) {
	say := &m.lay.Words.Screen
	scroll, named := hint{m.lay.UpDown, say.Scroll}, inDocument
	switch {
	case m.page.name != "":
		named = onPage
		if lines > m.geo.body {
			out = append(out, scroll)
		}
		if copies > 0 {
			out = append(out, hint{digits(copies), say.Copy})
		}
	case m.query.text != "":
		named = whileFound
		out = []hint{{"nN", say.Match}, {"esc", say.Clear}}
	default:
		if m.publicationHere() >= 0 {
			scroll = hint{"o", say.Paper} // who reads publications has scrolled
		}
		out = []hint{scroll, {m.lay.LeftRight, say.Section}}
	}
	for _, group := range m.lay.keys {
		for i := range group {
			if b := &group[i]; b.in&named != 0 {
				out = append(out, hint{b.shown, b.does})
			}
		}
	}
	return out
}

// digits returns the keys that copy the texts of a page, of which there are 1 to 9: "1-4".
func digits(copies int) string {
	if copies == 1 {
		return "1"
	}
	return "1-" + strconv.Itoa(copies)
}

// position returns where the reader is: in the matches, or how much has been seen.
func (m *Model) position(lines int) string {
	seen := m.offset + m.geo.body
	switch {
	case m.page.name != "" && lines <= m.geo.body:
		return ""
	case m.page.name != "":
		seen = m.pageOff + m.geo.body
	case m.query.text != "":
		return m.count()
	default:
		lines = len(m.lay.Lines)
	}
	return strconv.Itoa(min(seen*100/lines, 100)) + "%"
}
