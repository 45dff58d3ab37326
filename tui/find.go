package tui

import (
	"strconv"

	tea "charm.land/bubbletea/v2"
)

// prompt carries out a key while a query is typed. The prompt is our own: the
// text input of bubbles pastes from the clipboard of the machine it runs on,
// which here is the server's.
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

// typed adds to the query and shows the first match from where the search began.
func (m *Model) typed(s string) {
	m.query.insert(s)
	m.query.run(m.lay.search, m.query.back)
	m.section = -1
	if m.query.matches == 0 {
		m.scrollTo(m.query.back)
		return
	}
	m.reveal(m.query.line())
}

// nextMatch goes to the next match, or with step -1 to the one before, round
// the ends of the document.
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

// reveal shows line n with some context: where it stands, or else a third from the
// top, where a reader looks for it.
func (m *Model) reveal(n int) {
	context := min(2, (m.geo.body-1)/2)
	if n < m.offset+context || n > m.offset+m.geo.body-1-context {
		m.scrollTo(n - m.geo.body/3)
	}
}

// count says where the search stands: "3/12".
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
