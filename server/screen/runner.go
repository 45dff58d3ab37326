package screen

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	"charm.land/wish/v2"
	gossh "golang.org/x/crypto/ssh"
)

const (
	// cacheBytes bounds the screen updates that all sessions share.
	cacheBytes = 8 << 20
	// maxPerConnection is how many programs one connection may run at once.
	maxPerConnection = 2
)

// Config configures a [Runner]. The zero value is valid.
type Config struct {
	// Log takes panics of programs; [slog.Default] if nil. Nothing that a visitor
	// has typed or seen is logged.
	Log *slog.Logger
	// Source returns the source that the work of a session counts for. If nil,
	// work is not limited.
	Source func(sess ssh.Session) Source
	// Ended is called when a program has ended, before the next handler: with nil
	// if the model has quit, else with an error that is [ErrEnded], [ErrGone] or
	// [ErrPanicked].
	Ended func(sess ssh.Session, why error)
	// FirstFrame is called when the first frame of a session has been handed to
	// SSH. It delays the next frame.
	FirstFrame func(sess ssh.Session)
	// KeyFrame is called with the time from reading input to the end of writing
	// what it has changed on the screen; of input that is answered together, with
	// the time of the oldest. It delays the next frame.
	KeyFrame func(d time.Duration)
}

// Why a program has ended that has not quit.
var (
	ErrEnded    = errors.New("ended by the server") // by Runner.End
	ErrGone     = errors.New("the client has gone")
	ErrPanicked = errors.New("the program has panicked")
)

var (
	errNoTerminal = errors.New("a terminal is needed: ssh -t")
	errTooMany    = errors.New("this connection shows the CV twice already; close one of them and try again")
	errNoWindow   = errors.New("screen: the session's requests do not go to a Window")
)

// Handler returns the model of a session. A nil model leaves the session to the
// next handler.
type Handler func(sess ssh.Session) tea.Model

// Runner runs models on SSH sessions. It holds all that sessions share.
type Runner struct {
	cfg     Config
	updates *updates
	gate    *gate

	mu       sync.Mutex
	sessions map[*session]struct{}
	programs map[gossh.Conn]int // of each connection
}

// New returns a Runner.
func New(cfg Config) *Runner {
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	// One core stays for everything else, such as the handshakes of others.
	slots := max(runtime.GOMAXPROCS(0)-1, 1)
	return &Runner{
		cfg:      cfg,
		updates:  newUpdates(cacheBytes, slots),
		gate:     newGate(slots),
		sessions: make(map[*session]struct{}),
		programs: make(map[gossh.Conn]int),
	}
}

// Middleware runs the models that handler returns and calls the next handler when
// they have ended. A session without an emulated pty, and the third program of a
// connection, are refused with a line on stderr and exit status 1.
func (r *Runner) Middleware(handler Handler) wish.Middleware {
	return func(next ssh.Handler) ssh.Handler {
		return func(sess ssh.Session) {
			s, err := r.start(sess, handler)
			if err != nil {
				wish.Fatalln(sess, err)
				return
			}
			if s != nil {
				s.run()
			}
			next(sess)
		}
	}
}

// start returns the session of the model that handler returns, or nil if that is
// nil. It is a function of its own to keep the stack of the handler small, which
// waits for hours.
func (r *Runner) start(sess ssh.Session, handler Handler) (*session, error) {
	model := handler(sess)
	if model == nil {
		return nil, nil
	}
	pty, _, ok := sess.Pty()
	if !ok || !sess.EmulatedPty() {
		return nil, errNoTerminal
	}
	window := windowOf(sess.Context())
	if window == nil {
		return nil, errNoWindow
	}
	s := newSession(r, sess, model, pty, window)
	if !r.add(s) {
		return nil, errTooMany
	}
	window.attach(s)
	return s, nil
}

// End ends the program of the session with that context, restores the terminal
// and prints reason, one line, in the main screen. It does not wait for that. It
// reports whether a program was running.
func (r *Runner) End(ctx context.Context, reason string) bool {
	s := windowOf(ctx).program()
	if s == nil {
		return false
	}
	s.end(endedError{reason})
	return true
}

// Send sends msg to the model of the session with that context. It reports
// whether a program was running.
func (r *Runner) Send(ctx context.Context, msg tea.Msg) bool {
	s := windowOf(ctx).program()
	if s == nil {
		return false
	}
	s.send(msg)
	return true
}

// EndAll ends all programs, as [Runner.End] does, and returns their number. It asks for
// the reason with the context of each session; reason must not call the Runner.
func (r *Runner) EndAll(reason func(ctx context.Context) string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	for s := range r.sessions {
		s.end(endedError{reason(s.ssh.Context())})
	}
	return len(r.sessions)
}

// add reports whether the connection may run one more program.
func (r *Runner) add(s *session) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.programs[s.conn] >= maxPerConnection {
		return false
	}
	r.programs[s.conn]++
	r.sessions[s] = struct{}{}
	return true
}

func (r *Runner) remove(s *session) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.sessions, s)
	if r.programs[s.conn]--; r.programs[s.conn] == 0 {
		delete(r.programs, s.conn)
	}
}
