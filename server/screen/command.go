package screen

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// maxRaw bounds the escape sequences of the model in one turn, in bytes. What does not fit
// is dropped.
const maxRaw = 64 << 10

// execute runs a command and does what its message asks for.
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

// questionDelay is how long after the model has asked for the background the terminal is
// asked. Whoever leaves at once is never asked.
const questionDelay = 100 * time.Millisecond

// answerTime is how long the terminal has to answer.
const answerTime = time.Second

// question is what the terminal is asked, its background. The answer comes as
// input. When the program has ended before it, the session waits for it: otherwise
// the visitor's shell would take it for something typed.
type question struct {
	delay    *time.Timer   // until it is asked
	asked    time.Time     // zero before
	answered chan struct{} // closed when there is nothing more to wait for; nil before asked
	settled  bool          // there is nothing more to wait for
}

// cancel keeps the question from being asked later.
func (q *question) cancel() {
	if q.delay != nil {
		q.delay.Stop()
	}
}

// settle ends the wait: there is an answer, or there will be no more input.
func (q *question) settle() {
	if !q.settled && q.answered != nil {
		close(q.answered)
	}
	q.settled = true
}

// askSoon asks the terminal for its background after questionDelay.
func (s *session) askSoon() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ended {
		s.question.delay = time.AfterFunc(questionDelay, func() { s.add(func(t *todo) { t.asks = true }) })
	}
}

// ask returns the question, and notes that the terminal is asked now.
func (s *session) ask() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if q := &s.question; q.answered == nil && !q.settled {
		q.asked, q.answered = time.Now(), make(chan struct{})
	}
	return ansi.RequestBackgroundColor
}

// awaitAnswer waits for the answer, if one is to come.
func (s *session) awaitAnswer() {
	s.mu.Lock()
	q := s.question
	s.mu.Unlock()
	if q.answered == nil {
		return
	}
	late := time.NewTimer(time.Until(q.asked.Add(answerTime)))
	defer late.Stop()
	select {
	case <-q.answered:
	case <-late.C:
	case <-s.ssh.Context().Done():
	}
}
