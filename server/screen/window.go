package screen

import (
	"cmp"
	"context"
	"encoding/binary"
	"sync"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// Window is the terminal of one session channel: its newest size, and the program
// that it shows. Window changes go to it for as long as the channel lives, so that
// none waits for a program that has not started or has ended: requests that nobody
// takes block the whole connection, and its goroutines, for ever.
//
// It is also the key by which a [Runner] finds a program, as it is in the context
// of the channel and so in that of every session that wraps another.
type Window struct {
	mu            sync.Mutex
	width, height int // in cells, as the client claims
	session       *session
}

type windowKey struct{}

// NewWindow returns a Window and a context that carries it to [Runner.Middleware].
// The handler of a session channel has to pass the requests of the channel to
// [Window.Take] first.
func NewWindow(ctx ssh.Context) (*Window, ssh.Context) {
	w := new(Window)
	return w, windowContext{ctx, w}
}

// windowContext is the context of one channel; an ssh.Context is that of a
// connection, which may have several.
type windowContext struct {
	ssh.Context
	window *Window
}

func (c windowContext) Value(key any) any {
	if key == (windowKey{}) {
		return c.window
	}
	return c.Context.Value(key)
}

// windowOf returns the Window of a session's context, or nil.
func windowOf(ctx context.Context) *Window {
	w, _ := ctx.Value(windowKey{}).(*Window)
	return w
}

// Take reports whether req is a window change. If so, Take has answered it, and it
// must not be passed on.
func (w *Window) Take(req *gossh.Request) bool {
	if req.Type != "window-change" {
		return false
	}
	// RFC 4254, section 6.7: columns, rows, and the size in pixels.
	if p := req.Payload; len(p) >= 8 {
		w.set(int(binary.BigEndian.Uint32(p)), int(binary.BigEndian.Uint32(p[4:])))
	}
	_ = req.Reply(true, nil) // a broken connection shows elsewhere
	return true
}

func (w *Window) set(width, height int) {
	w.mu.Lock()
	w.setLocked(width, height)
	s := w.session
	w.mu.Unlock()
	if s != nil {
		s.resize()
	}
}

// init sets the size of the pty request, unless there has been a change since.
func (w *Window) init(pty ssh.Window) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.width == 0 {
		w.setLocked(pty.Width, pty.Height)
	}
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

// attach sets the session that the Window belongs to, nil for none.
func (w *Window) attach(s *session) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.session = s
}

// program returns the session whose program runs in the Window, or nil. It may be
// called on nil.
func (w *Window) program() *session {
	if w == nil {
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.session
}
