package screen

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"
)

// maxTyped bounds the input messages that wait, and those of one turn. Of more, the
// newest are kept, so that a visitor who has typed or pasted far too much can still
// leave.
const maxTyped = 64

// todo is what waits for the next turn.
type todo struct {
	start   bool // the model has not been started
	env     []string
	resized bool
	typed   []tea.Msg
	read    time.Time // when the first of typed was read; zero if nobody asks
	sent    []tea.Msg // by commands and by the server
	raw     []byte    // escape sequences of the model
	asks    bool      // raw has a question to the terminal
	redraw  bool      // paint all of the next frame
}

func (t *todo) empty() bool {
	return !t.start && !t.resized && !t.redraw && len(t.typed) == 0 && len(t.sent) == 0 && len(t.raw) == 0
}

// add changes what waits and sees to it that a goroutine works on it. That
// goroutine lives only as long as there is something to do.
func (s *session) add(change func(*todo)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return
	}
	change(&s.todo)
	s.workLocked()
}

func (s *session) workLocked() {
	if !s.working {
		s.working = true
		go s.work()
	}
}

// send passes msg to the model.
func (s *session) send(msg tea.Msg) { s.add(func(t *todo) { t.sent = append(t.sent, msg) }) }

// resize tells the model the newest size.
func (s *session) resize() { s.add(func(t *todo) { t.resized = true }) }

// typed passes input to the model. It blocks while much of it waits, and with it
// the client, by SSH's flow control, but not while the source has to wait.
func (s *session) typed(msgs []tea.Msg) {
	var read time.Time
	if s.runner.cfg.KeyFrame != nil {
		read = time.Now()
	}
	s.question.look(msgs)
	for some := range slices.Chunk(msgs, maxTyped) {
		s.mu.Lock()
		for len(s.todo.typed)+len(some) > maxTyped && !s.throttled && !s.ended {
			s.changed.Wait()
		}
		if len(s.todo.typed) == 0 {
			s.todo.read = read
		}
		if !s.ended {
			s.todo.typed = append(s.todo.typed, some...)
			s.todo.typed = slices.Delete(s.todo.typed, 0, max(0, len(s.todo.typed)-maxTyped))
			s.workLocked()
		}
		s.mu.Unlock()
	}
}

// work takes turns until nothing waits.
func (s *session) work() {
	for s.more() {
		first := !s.painter.Started()
		if !s.enter(first) {
			if s.ssh.Context().Err() != nil {
				s.end(ErrGone)
			}
			continue
		}
		t := s.take()
		begun := time.Now()
		out := s.turn(t)
		s.source.Spend(time.Since(begun))
		s.runner.gate.leave()
		if len(out) == 0 {
			continue
		}
		if err := s.write(out); err != nil {
			s.end(ErrGone)
			continue
		}
		if f := s.runner.cfg.FirstFrame; first && f != nil {
			f(s.ssh)
		}
		if f := s.runner.cfg.KeyFrame; f != nil && !t.read.IsZero() {
			f(time.Since(t.read))
		}
	}
}

// more reports whether something waits. If not, the caller has ended.
func (s *session) more() bool {
	s.mu.Lock()
	hung := s.hung && !s.ended
	s.mu.Unlock()
	if hung && s.painter.Started() { // a client may send keys and the end of input at once
		s.lastTurn()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.todo.empty() || s.ended {
		s.working = false
		s.changed.Broadcast()
		return false
	}
	return true
}

// enter waits until the session may take a turn: until its source may work and
// then for a place, or for the place alone before its first frame. It reports
// false if the program has ended meanwhile or, after the first frame, the visitor
// has hung up.
func (s *session) enter(first bool) bool {
	if first {
		return s.runner.gate.enter(first, s.source, s.over, s.ssh.Context().Done())
	}
	if d := s.source.Wait(); d > 0 {
		s.setThrottled(true)
		defer s.setThrottled(false)
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-s.hurry:
			return false
		case <-s.ssh.Context().Done():
			return false
		}
	}
	return s.runner.gate.enter(first, s.source, s.hurry, s.ssh.Context().Done())
}

func (s *session) setThrottled(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.throttled = on
	s.changed.Broadcast()
}

// take takes what waits.
func (s *session) take() (t todo) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, s.todo = s.todo, todo{}
	if t.start { // the first turn paints a frame; what is typed ahead waits for the next
		s.todo.typed, s.todo.read = t.typed, t.read
		t.typed, t.read = nil, time.Time{}
	}
	s.changed.Broadcast()
	return t
}

// turn updates the model and returns what is to be written for it.
func (s *session) turn(t todo) (out []byte) {
	where := "update"
	defer func() {
		if r := recover(); r != nil {
			s.end(newPanicError(where, r))
			out = nil
		}
	}()
	s.update(t)
	if s.isOver() {
		return nil // nobody would see it
	}
	if t.redraw {
		s.painter.Forget()
	}
	if t.start || t.resized || t.redraw || len(t.typed) > 0 || len(t.sent) > 0 {
		where = "view"
		v := s.model.View()
		where = "painter"
		out = s.painter.Paint(v, s.place)
	}
	// Sequences follow the frame, and what commands have asked for meanwhile goes
	// along in its packet.
	s.takeRaw(&t)
	if len(t.raw) > 0 {
		out = slices.Concat(out, t.raw)
	}
	if t.asks {
		s.question.ask()
	}
	return out
}

func (s *session) isOver() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ended
}

// lastTurn updates the model after the visitor has hung up, and ends the program.
// Nobody would see a frame.
func (s *session) lastTurn() {
	defer func() {
		if r := recover(); r != nil {
			s.end(newPanicError("update", r))
		}
	}()
	s.update(s.take())
	s.end(nil)
}

// update passes what has waited to the model, which is told colours, environment
// and size before its first view.
func (s *session) update(t todo) {
	if t.start {
		s.execute(s.model.Init())
		s.tell(tea.ColorProfileMsg{Profile: s.painter.Profile()})
		s.tell(tea.EnvMsg(t.env))
	}
	if t.resized {
		s.place = s.window.viewport()
		s.tell(tea.WindowSizeMsg{Width: s.place.Width, Height: s.place.Height})
	}
	for _, msg := range t.typed {
		if msg = s.place.Inside(msg); msg != nil {
			s.tell(msg)
		}
	}
	for _, msg := range t.sent {
		s.tell(msg)
	}
}

func (s *session) tell(msg tea.Msg) {
	var cmd tea.Cmd
	s.model, cmd = s.model.Update(msg)
	s.execute(cmd)
}
