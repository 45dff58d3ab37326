package screen

import (
	"slices"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
)

// maxTyped is how many messages the program is given at once, and how many are
// kept for it while it may not work: the newest, so that whoever has typed, or
// pasted, far too much can still leave.
const maxTyped = 64

// typing is what a visitor has typed and the program has not been given yet.
type typing struct {
	mu    sync.Mutex
	msgs  []tea.Msg
	read  time.Duration // when the first of them was read, as [latency.now] says
	waits bool          // a goroutine will give them to the program
}

// typed gives the program what the visitor typed in one go, for one frame, or
// keeps it if the connection has no work left. It waits while the program is busy.
func (s *session) typed(msgs []tea.Msg) {
	read := s.runner.latency.now()
	for some := range slices.Chunk(msgs, maxTyped) {
		if !s.keep(some, read) {
			s.program.Send(inputMsg{some, read})
		}
	}
}

// keep keeps messages for later, and reports whether it had to.
func (s *session) keep(msgs []tea.Msg, read time.Duration) bool {
	t := &s.typing
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.waits {
		if s.budget.owes(time.Now()) == 0 {
			return false
		}
		t.waits, t.read = true, read
		go s.giveLater()
	}
	t.msgs = append(t.msgs, msgs...)
	t.msgs = slices.Delete(t.msgs, 0, max(0, len(t.msgs)-maxTyped))
	return true
}

// giveLater gives the program what is kept whenever it may work, until nothing is.
func (s *session) giveLater() {
	for more := true; more; {
		s.budget.wait(s.ctx)
		more = s.give()
	}
}

// give gives the program what is kept, and reports whether there was something.
func (s *session) give() bool {
	t := &s.typing
	t.mu.Lock()
	msgs, read := t.msgs, t.read
	t.msgs, t.waits = nil, len(msgs) > 0
	t.mu.Unlock()
	if len(msgs) > 0 {
		s.program.Send(inputMsg{msgs, read})
	}
	return len(msgs) > 0
}

// hungUp quits, after all that was typed before.
func (s *session) hungUp() {
	s.give()
	s.program.Quit()
}
