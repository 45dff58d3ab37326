package tui

import (
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"

	"wenkaiyue.com/cv/data/cell"
)

// footer returns the list of keys, the search prompt, or the status. The open page, if
// there is one, has so many lines.
func (m *Model) footer(pageLines int) string {
	lay, text := m.lay, m.geo.text
	switch {
	case m.query.typing:
		return m.pair(span{text: m.promptText()}, span{text: m.count(), role: quiet})
	case m.status != "":
		return m.pair(span{text: m.status}, span{})
	}
	right := m.position(pageLines)
	hints := m.footerKeys(pageLines)
	// Where they do not all fit, the first ones go: how to quit stays.
	for len(hints) > 1 && hintCells(hints) > text {
		hints = hints[1:]
	}
	out := make([]span, 0, 3*len(hints)+2)
	for _, h := range hints {
		if len(out) > 0 {
			out = append(out, span{text: hintGap})
		}
		out = append(out, span{text: h.key, role: title}, span{text: " " + h.does, role: quiet})
	}
	if spanCells(out)+2+cell.Width(right) <= text {
		blank := span{text: strings.Repeat(" ", text-cell.Width(right)-spanCells(out))}
		if at := (span{text: right, role: quiet}); lay.rtl {
			out = append([]span{at, blank}, out...) // a terminal turns digits behind a word
		} else {
			out = append(out, blank, at)
		}
	}
	return lay.style(out)
}

// position returns where the reader is: in the matches, or how much has been seen.
func (m *Model) position(pageLines int) string {
	switch {
	case m.page != none:
		if pageLines > m.geo.body {
			return strconv.Itoa((m.pageOff+m.geo.body)*100/pageLines) + "%"
		}
		return ""
	case m.query.text != "":
		return m.count()
	}
	return strconv.Itoa(m.percent()) + "%"
}

// promptText returns the search prompt with the end of the query, as much as leaves room
// for the count of matches and for the cursor.
func (m *Model) promptText() string {
	const prompt = "/"
	room := m.geo.text - len(prompt) - pairGap - cell.Width(m.count())
	typed := m.lay.charset.text(m.query.text)
	for cell.Width(typed) > max(room, 1) {
		typed = typed[len(cell.Fit(typed, 1)):]
	}
	return prompt + typed
}

// hint is a key named in the footer.
type hint struct{ key, does string }

const hintGap = "  "

func hintCells(hints []hint) int {
	n := (len(hints) - 1) * len(hintGap)
	for _, h := range hints {
		n += cell.Width(h.key) + 1 + cell.Width(h.does)
	}
	return n
}

// footerKeys returns the hints for the present state, the least needed first.
func (m *Model) footerKeys(pageLines int) []hint {
	k, orn, say := &m.lay.keys, m.lay.charset.ornaments(), &m.lay.words.Screen
	scroll := hint{orn.updown, say.Scroll}
	switch {
	case m.page != none:
		var hints []hint
		if pageLines > m.geo.body {
			hints = append(hints, scroll)
		}
		if numbers := numbersTo(len(m.copies())); numbers != "" {
			hints = append(hints, hint{numbers, say.Copy})
		}
		return append(hints, hintOf(k.back), hintOf(k.quit))
	case m.query.text != "":
		return []hint{{"nN", say.Match}, {k.back.Help().Key, say.Clear}, hintOf(k.quit)}
	}
	if m.paperAtTop() >= 0 {
		scroll = hint{k.paper.Help().Key, say.Paper} // who reads publications has scrolled
	}
	return []hint{scroll, {orn.leftright, say.Section}, hintOf(k.find), hintOf(k.contact), hintOf(k.save), hintOf(k.help), hintOf(k.quit)}
}

// numbersTo returns the keys of n numbers, at most nine: "1-4".
func numbersTo(n int) string {
	switch {
	case n <= 0:
		return ""
	case n == 1:
		return "1"
	}
	return "1-" + strconv.Itoa(min(n, 9))
}

func hintOf(b key.Binding) hint {
	h := b.Help()
	return hint{h.Key, h.Desc}
}
