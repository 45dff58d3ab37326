package screen

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// maxRaw bounds the escape sequences of the model that wait, in bytes. What does not fit
// is dropped.
const maxRaw = 64 << 10

// execute runs a command and does what its message asks for.
func (s *session) execute(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	s.act(cmd())
}

func (s *session) act(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
		return
	case tea.QuitMsg, tea.InterruptMsg:
		s.end(nil)
		return
	case tea.BatchMsg:
		for _, cmd := range msg {
			s.execute(cmd)
		}
		return
	case tea.RawMsg:
		s.writeRaw(fmt.Sprint(msg.Msg))
		return
	}
	switch msg {
	case tea.RequestBackgroundColor():
		s.mu.Lock()
		defer s.mu.Unlock()
		if !s.ended {
			s.asking = time.AfterFunc(questionDelay, func() {
				s.add(func(t *todo) { t.raw, t.asks = append(t.raw, ansi.RequestBackgroundColor...), true })
			})
		}
	case tea.ClearScreen():
		s.add(func(t *todo) { t.redraw = true })
	default:
		s.send(msg)
	}
}

func (s *session) writeRaw(seq string) {
	s.add(func(t *todo) {
		if len(t.raw)+len(seq) <= maxRaw {
			t.raw = append(t.raw, seq...)
		}
	})
}

// takeRaw adds the escape sequences that wait to those of t.
func (s *session) takeRaw(t *todo) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t.raw, s.todo.raw = append(t.raw, s.todo.raw...), nil
	t.asks, s.todo.asks = t.asks || s.todo.asks, false
}
