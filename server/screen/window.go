package screen

import (
	"encoding/binary"
	"sync"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

const (
	// A terminal that does not say how large it is, such as that of `ssh -tt`
	// from a pipe, is taken for 80 columns by 24 rows.
	defaultWidth, defaultHeight = 80, 24
	// What a client claims beyond this is cut, before anything is allocated for
	// it: a pty request can name 2³¹ by 2³¹ cells.
	maxWidth, maxHeight = 500, 200
)

// clampSize makes a size that a client has sent fit to be drawn on.
func clampSize(width, height int) (int, int) {
	if width <= 0 {
		width = defaultWidth
	}
	if height <= 0 {
		height = defaultHeight
	}
	return min(width, maxWidth), min(height, maxHeight)
}

// Window is the newest size of one session channel's terminal. It takes the
// window-change requests off the channel for as long as that lives, so that
// none ever waits for a program that has not started or has ended: requests
// that nobody takes block the whole connection, and its goroutines, for ever.
type Window struct {
	mu            sync.Mutex
	width, height int    // 0 before the first request
	changed       func() // called after a change, or nil
}

type windowKey struct{}

// NewWindow returns a Window and a context that carries it to [Middleware]. It
// is for a channel handler that looks at the requests of a channel anyway and
// hands them to [Window.Take]; others use [WindowChanges].
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

// Take reports whether req is a window-change request, and has then dealt with
// it: it must not be passed on. The newest size wins.
func (w *Window) Take(req *gossh.Request) bool {
	if req.Type != "window-change" {
		return false
	}
	// RFC 4254, section 6.7: columns, rows, and the size in pixels.
	if p := req.Payload; len(p) >= 8 {
		w.set(int(binary.BigEndian.Uint32(p)), int(binary.BigEndian.Uint32(p[4:])))
	}
	_ = req.Reply(true, nil) // not asked for, as a rule; a broken connection shows elsewhere
	return true
}

func (w *Window) set(width, height int) {
	w.mu.Lock()
	w.width, w.height = clampSize(width, height)
	changed := w.changed
	w.mu.Unlock()
	if changed != nil {
		changed()
	}
}

// size returns the newest size, or what the pty request said if there was no
// other since.
func (w *Window) size(pty ssh.Window) (width, height int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.width == 0 {
		return clampSize(pty.Width, pty.Height)
	}
	return w.width, w.height
}

// watch has changed called after each change, nobody if it is nil.
func (w *Window) watch(changed func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.changed = changed
}

// WindowChanges wraps the handler of session channels, such as
// [ssh.DefaultSessionHandler], so that window-change requests are taken off the
// channel from its first to its last moment:
//
//	server.ChannelHandlers = map[string]ssh.ChannelHandler{
//		"session": screen.WindowChanges(ssh.DefaultSessionHandler),
//	}
//
// Without it [Middleware] still drains them once it runs, but a client that
// sends two of them before it asks for a shell blocks its connection.
//
// Once the session has started, window changes are the only requests that it
// has any use for: others, such as signals, are refused from then on, and the
// goroutine that would wait for them for the rest of the visit ends.
func WindowChanges(next ssh.ChannelHandler) ssh.ChannelHandler {
	return func(srv *ssh.Server, conn *gossh.ServerConn, nc gossh.NewChannel, ctx ssh.Context) {
		w, ctx := NewWindow(ctx)
		next(srv, conn, windowChannel{nc, w}, ctx)
	}
}

type windowChannel struct {
	gossh.NewChannel
	window *Window
}

// Accept accepts the channel and passes on its requests up to the one that
// starts the session, but those that Window takes.
func (c windowChannel) Accept() (gossh.Channel, <-chan *gossh.Request, error) {
	ch, reqs, err := c.NewChannel.Accept()
	if err != nil {
		return nil, nil, err
	}
	rest := make(chan *gossh.Request)
	go func() {
		started := false
		for req := range reqs {
			switch {
			case c.window.Take(req):
			case started:
				_ = req.Reply(false, nil)
			default:
				starts := req.Type == "shell" || req.Type == "exec" || req.Type == "subsystem"
				rest <- req
				if starts {
					started = true
					close(rest)
				}
			}
		}
		if !started {
			close(rest)
		}
	}()
	return ch, rest, nil
}

// windowOf returns the Window of a session. If no channel handler has made one,
// it drains the session's own channel of sizes for as long as the SSH channel
// lives, whether or not the program still runs.
func windowOf(sess ssh.Session, sizes <-chan ssh.Window) *Window {
	if w, ok := sess.Context().Value(windowKey{}).(*Window); ok {
		return w
	}
	w := new(Window)
	go func() {
		for size := range sizes {
			w.set(size.Width, size.Height)
		}
	}()
	return w
}
