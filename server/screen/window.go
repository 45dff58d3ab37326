package screen

import (
	"sync"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"

	"wenkaiyue.com/cv/server/screen/paint"
)

// Window is the terminal of one session channel: its newest size, and the program that it
// shows. It lives as long as the channel, so that a change of the size never waits for a
// program that has not started or has ended. The zero Window is ready; its methods may be
// called concurrently.
type Window struct {
	mu            sync.Mutex
	sized         bool     // the client has said how large it is
	width, height int      // in cells, as it claims
	session       *session // nil if no program runs
}

// Resize sets the size, in cells; 0 if the client does not know it.
func (w *Window) Resize(width, height int) {
	w.mu.Lock()
	w.width, w.height, w.sized = width, height, true
	s := w.session
	w.mu.Unlock()
	if s != nil {
		s.resize()
	}
}

// Send sends msg to the running program, if there is one.
func (w *Window) Send(msg tea.Msg) {
	if s := w.program(); s != nil {
		s.send(msg)
	}
}

// End ends the running program, restores the terminal and prints reason, one line, in the
// main screen, without waiting for that. It reports whether a program was running.
func (w *Window) End(reason string) bool {
	s := w.program()
	if s != nil {
		s.end(ErrEnded, paint.Printable(reason))
	}
	return s != nil
}

// attach sets the session whose program runs, or nil. The size is that of the pty request
// unless the client has changed it since.
func (w *Window) attach(s *session, pty ssh.Window) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.sized {
		w.width, w.height, w.sized = pty.Width, pty.Height, true
	}
	w.session = s
}

// viewport returns the part to paint at the newest size.
func (w *Window) viewport() paint.Viewport {
	w.mu.Lock()
	defer w.mu.Unlock()
	return paint.NewViewport(w.width, w.height)
}

func (w *Window) program() *session {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.session
}
