package screen

import (
	"cmp"
	"sync"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
)

// Window is the terminal of one session channel: its newest size, and the program
// that it shows. It lives as long as the channel, so that no change of the size waits
// for a program that has not started or has ended. The zero Window is ready; its
// methods may be called concurrently.
type Window struct {
	mu            sync.Mutex
	width, height int      // in cells, as the client claims; zero before a change
	session       *session // nil: no program runs
}

// Resize takes a new size, in cells; 0 is one that the client does not know.
func (w *Window) Resize(width, height int) {
	w.mu.Lock()
	w.setLocked(width, height)
	s := w.session
	w.mu.Unlock()
	if s != nil {
		s.resize()
	}
}

// Send sends msg to the program that runs, and reports whether one does.
func (w *Window) Send(msg tea.Msg) bool {
	s := w.program()
	if s != nil {
		s.send(msg)
	}
	return s != nil
}

// End ends the program that runs, restores the terminal and prints reason, one line,
// in the main screen. It does not wait for that. It reports whether a program was
// running.
func (w *Window) End(reason string) bool {
	s := w.program()
	if s != nil {
		s.end(endedError{reason})
	}
	return s != nil
}

// attach sets the session whose program runs, nil for none. The size is that of the
// pty request unless there has been a change since.
func (w *Window) attach(s *session, pty ssh.Window) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.width == 0 {
		w.setLocked(pty.Width, pty.Height)
	}
	w.session = s
}

func (w *Window) setLocked(width, height int) {
	w.width, w.height = cmp.Or(max(width, 0), defaultWidth), cmp.Or(max(height, 0), defaultHeight)
}

// viewport returns where programs are painted at the newest size.
func (w *Window) viewport() viewport {
	w.mu.Lock()
	defer w.mu.Unlock()
	return newViewport(w.width, w.height)
}

func (w *Window) program() *session {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.session
}
