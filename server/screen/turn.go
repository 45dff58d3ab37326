package screen

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// todo holds the input and messages for the next turn.
type todo struct {
	resized bool
	typed   []tea.Msg
	read    time.Time // when the first of typed was read
	sent    []tea.Msg // by commands and by the server
	asks    bool      // ask the terminal for its background
}

func (t *todo) empty() bool { return !t.resized && !t.asks && len(t.typed) == 0 && len(t.sent) == 0 }

// add changes todo, unless the program has ended.
func (s *session) add(change func(*todo)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ended {
		change(&s.todo)
		s.signal()
	}
}

// send passes msg to the model.
func (s *session) send(msg tea.Msg) { s.add(func(t *todo) { t.sent = append(t.sent, msg) }) }

// resize passes the newest size to the model.
func (s *session) resize() { s.add(func(t *todo) { t.resized = true }) }

// work takes a turn: it updates the model, and paints and writes the changes. After the
// visitor has hung up, it updates the model for the last time, without a frame.
func (s *session) work() {
	first := !s.painter.Started()
	if hung, _ := s.over(); hung && !first {
		t := s.take(false) // a client may send keys and the end of input at once
		if s.safely("update", func() { s.update(t) }) {
			s.end(nil, "")
		}
		return
	}
	if !s.enter(first) {
		if s.ssh.Context().Err() != nil {
			s.end(ErrGone, "")
		}
		return
	}
	t := s.take(first)
	begun := time.Now()
	out := s.turn(t)
	s.source.Spend(time.Since(begun))
	s.runner.gate.leave()
	if len(out) == 0 {
		return
	}
	if _, err := s.ssh.Write(out); err != nil {
		s.end(ErrGone, "")
		return
	}
	if f := s.runner.cfg.FirstFrame; first && f != nil {
		f(s.ssh)
	}
	if f := s.runner.cfg.KeyFrame; f != nil && !t.read.IsZero() {
		f(time.Since(t.read))
	}
}

// enter waits until the session may take a turn: until its source may work, except before
// the first frame, and then for a place. It reports false if the client has gone in the
// meantime or, after the first frame, if the program has ended or the visitor has hung up.
func (s *session) enter(first bool) bool {
	if first {
		return s.runner.gate.enter(first, s.source, s.ssh.Context().Done())
	}
	if d := s.source.Wait(); d > 0 {
		s.setThrottled(true)
		defer s.setThrottled(false)
		select {
		case <-time.After(d):
		case <-s.hurry.Done():
			return false
		}
	}
	return s.runner.gate.enter(first, s.source, s.hurry.Done())
}

func (s *session) setThrottled(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.throttled = on
	s.changed.Broadcast()
}

// take empties todo and returns it. Keys typed ahead of the first frame stay for the next.
func (s *session) take(first bool) (t todo) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, s.todo = s.todo, todo{}
	if first {
		s.todo.typed, s.todo.read = t.typed, t.read
		t.typed, t.read = nil, time.Time{}
	}
	s.changed.Broadcast()
	return t
}

// turn updates the model and returns the bytes to write.
func (s *session) turn(t todo) (out []byte) {
	if !s.safely("update", func() { s.update(t) }) {
		return nil
	}
	if _, ended := s.over(); ended {
		return nil // a frame would not be seen
	}
	if t.resized || s.redraw || len(t.typed) > 0 || len(t.sent) > 0 {
		if s.redraw {
			s.painter.Forget()
			s.redraw = false
		}
		if !s.safely("view", func() { out = s.painter.Paint(s.model.View(), s.place) }) {
			return nil
		}
	}
	raw := s.raw
	s.raw = nil
	if t.asks {
		raw = append(raw, s.ask()...)
	}
	if len(raw) > 0 {
		out = append(out[:len(out):len(out)], raw...) // frames are shared
	}
	return out
}

// update passes the input and messages of t to the model. Before its first view, the model
// receives colours, environment and size.
func (s *session) update(t todo) {
	if s.env != nil {
		s.execute(s.model.Init())
		s.tell(tea.ColorProfileMsg{Profile: s.painter.Profile()})
		s.tell(tea.EnvMsg(s.env))
		s.env = nil
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
