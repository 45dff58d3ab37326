package screen

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// maxRaw limits the escape sequences of the model in one turn, in bytes. Further ones are
// dropped.
const maxRaw = 64 << 10

// execute runs a command and acts on its message.
func (s *session) execute(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.QuitMsg, tea.InterruptMsg:
		s.end(nil, "")
	case tea.BatchMsg:
		for _, cmd := range msg {
			s.execute(cmd)
		}
	case tea.RawMsg:
		if seq := fmt.Sprint(msg.Msg); len(s.raw)+len(seq) <= maxRaw {
			s.raw = append(s.raw, seq...)
		}
	default:
		switch msg {
		case tea.RequestBackgroundColor():
			s.askSoon()
		case tea.ClearScreen():
			s.redraw = true
		default:
			s.send(msg)
		}
	}
}

// questionDelay is the time between the model's request for the background and the question
// to the terminal. A visitor who leaves at once is never asked.
const questionDelay = 100 * time.Millisecond

// answerTime is the time that the terminal has to answer.
const answerTime = time.Second

// askSoon asks the terminal for its background after questionDelay.
func (s *session) askSoon() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ended {
		s.question = time.AfterFunc(questionDelay, func() { s.add(func(t *todo) { t.asks = true }) })
	}
}

// ask returns the question, and records that the terminal is asked now.
func (s *session) ask() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.answer == nil {
		s.answer, s.settle = context.WithTimeout(s.ssh.Context(), answerTime)
		if s.hung {
			s.settle()
		}
	}
	return ansi.RequestBackgroundColor
}
