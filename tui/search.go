package tui

import (
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/tui/paper"
)

// query is a reader's search.
type query struct {
	text   string
	typing bool // the prompt is open
	found  paper.Matches
	at     int // current match, from 0
	back   int // offset to return to on esc
}

// maxQuery limits the length of a query in bytes.
const maxQuery = 128

// line returns the line of the current match, or -1.
func (q *query) line() int {
	if q.at >= q.found.Len() {
		return -1
	}
	return q.found.Line(q.at)
}

// prompt opens the search prompt.
func (m *Model) prompt() {
	m.close()
	m.query = query{typing: true, back: m.offset}
}

// edit handles a key while the prompt is open. It does not use the text input of bubbles,
// which pastes from the clipboard of the server.
func (m *Model) edit(k tea.KeyPressMsg) {
	q := &m.query
	name := k.String()
	if q.text == "" && slices.Contains([]string{"backspace", "ctrl+h", "enter", "ctrl+j"}, name) {
		name = "esc"
	}
	switch name {
	case "esc":
		m.scrollTo(q.back)
		*q = query{}
	case "enter", "ctrl+j": // some programs end a line with it
		q.typing = false
	case "backspace", "ctrl+h":
		q.text = q.text[:len(q.text)-len(cell.LastGrapheme(q.text))]
		m.typed("")
	case "ctrl+u", "ctrl+w":
		q.text = ""
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

// typed appends s to the query, up to maxQuery, and shows the first match from q.back on.
func (m *Model) typed(s string) {
	q := &m.query
	for _, r := range s {
		if unicode.IsPrint(r) && len(q.text)+utf8.RuneLen(r) <= maxQuery {
			q.text += string(r)
		}
	}
	m.section = -1
	if m.find(0); q.found.Len() == 0 {
		m.scrollTo(q.back)
		return
	}
	if i := q.found.From(q.back); i < q.found.Len() {
		q.at = i
	}
	m.reveal(q.line())
}

// find searches for the query. Match number at, or else the last, becomes the current one.
func (m *Model) find(at int) {
	q := &m.query
	q.found = m.lay.Search(q.text)
	q.at = max(min(at, q.found.Len()-1), 0)
}

// nextMatch goes to the next match, or with step -1 to the previous one. It wraps around.
func (m *Model) nextMatch(step int) {
	q := &m.query
	if q.found.Len() == 0 {
		if !q.typing {
			m.status = m.lay.Words.Screen.NothingToFind
		}
		return
	}
	q.at = (q.at + step + q.found.Len()) % q.found.Len()
	m.section = -1
	m.reveal(q.line())
}

// reveal scrolls line n to a third from the top, unless it is on screen with some context.
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
	case q.found.Len() == 0:
		return m.lay.Words.Screen.NoMatch
	}
	return strconv.Itoa(q.at+1) + "/" + strconv.Itoa(q.found.Len())
}

// promptText returns the search prompt with the end of the query, and leaves room for the
// count of matches and the cursor.
func (m *Model) promptText() string {
	room := m.geo.text - len("/") - pairGap - cell.Width(m.count())
	return "/" + cell.Suffix(m.lay.Text(m.query.text), max(room, 1))
}
