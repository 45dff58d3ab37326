package tui

import (
	"strconv"

	tea "charm.land/bubbletea/v2"
)

// prompt handles a key while a query is typed. The text input of bubbles is not used
// because it pastes from the clipboard of the server.
func (m *Model) prompt(k tea.KeyPressMsg) {
	switch k.String() {
	case "esc":
		m.section = -1
		m.scrollTo(m.query.back)
		m.query = query{}
	case "enter", "ctrl+j": // as some programs send the end of a line
		if m.query.typing = false; m.query.text == "" {
			m.query = query{}
		}
	case "backspace", "ctrl+h":
		if m.query.text == "" {
			m.scrollTo(m.query.back)
			m.query = query{}
			return
		}
		m.query.erase()
		m.typed("")
	case "ctrl+u", "ctrl+w":
		m.query.text = ""
		m.typed("")
	case "down", "ctrl+n":
		m.nextMatch(1)
	case "up", "ctrl+p":
		m.nextMatch(-1)
	default:
		if k.Text != "" {
			m.typed(k.Text)
		}
	}
}

// typed appends to the query and shows the first match after the start of the search.
func (m *Model) typed(s string) {
	m.query.insert(s)
	m.query.run(m.lay.search(), m.query.back)
	m.section = -1
	if m.query.matches == 0 {
		m.scrollTo(m.query.back)
		return
	}
	m.reveal(m.query.line())
}

// nextMatch goes to the next match, or with step -1 to the previous one, and wraps
// around.
func (m *Model) nextMatch(step int) {
	q := &m.query
	if q.matches == 0 {
		if !q.typing {
			m.status = m.lay.words.Screen.NothingToFind
		}
		return
	}
	q.at = (q.at + step + q.matches) % q.matches
	m.section = -1
	m.reveal(q.line())
}

// reveal scrolls, if it must, so that line n is on screen with some context, a third from
// the top.
func (m *Model) reveal(n int) {
	context := min(2, (m.geo.body-1)/2)
	if n < m.offset+context || n > m.offset+m.geo.body-1-context {
		m.scrollTo(n - m.geo.body/3)
	}
}

// count returns the current match and the number of matches: "3/12".
func (m *Model) count() string {
	q := &m.query
	switch {
	case q.text == "":
		return ""
	case q.matches == 0:
		return m.lay.words.Screen.NoMatch
	}
	return strconv.Itoa(q.at+1) + "/" + strconv.Itoa(q.matches)
}
