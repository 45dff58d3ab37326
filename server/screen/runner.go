package screen

import (
	"errors"
	"log/slog"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	"charm.land/wish/v2"
)

const (
	cacheBytes          = 8 << 20 // of screen updates that all sessions share
	defaultStallTimeout = 15 * time.Second
)

// Handler makes the model of a session, and options for its program. A nil
// model leaves the session to the next handler.
//
// The options that connect a program with a terminal are the Runner's own:
// input, output, environment, window size, colour profile, filter, frame rate,
// signal handling, context and renderer. It sets them after those of the
// handler.
type Handler func(sess ssh.Session) (tea.Model, []tea.ProgramOption)

// Middleware runs the models that handler makes, with a Runner of their own.
// It takes the place of the function of the same name in wish/bubbletea.
func Middleware(handler Handler, opts ...Option) wish.Middleware {
	return New(opts...).Middleware(handler)
}

// Option configures a [Runner].
type Option func(*Runner)

// WithLogger has the Runner log to logger, not to [slog.Default]. Nothing that
// a visitor has sent or seen is logged.
func WithLogger(logger *slog.Logger) Option {
	return func(r *Runner) { r.logger = logger }
}

// WithStallTimeout sets how long a client may leave a write of at most 1 KiB
// untaken before its connection is closed; 15 seconds if not given.
func WithStallTimeout(d time.Duration) Option {
	return func(r *Runner) { r.stall = d }
}

// WithEnded has f told when a program has ended, and why: nil if its model has
// quit, or else an error that is one of [ErrEnded], [ErrGone], [ErrStalled] and
// [ErrPanicked]. It is called before the next handler.
func WithEnded(f func(sess ssh.Session, why error)) Option {
	return func(r *Runner) { r.ended = f }
}

// Why a program has ended that has not quit.
var (
	ErrEnded    = errors.New("ended by the server") // by Runner.End
	ErrGone     = errors.New("the client has gone")
	ErrStalled  = errors.New("the client has stopped reading")
	ErrPanicked = errors.New("the program has panicked")
)

// errNoTerminal is for a session without an emulated pty.
var errNoTerminal = errors.New("a terminal is needed: ssh -t")

// Runner runs Bubble Tea programs on SSH sessions. All state that sessions
// share is in it.
type Runner struct {
	logger  *slog.Logger
	stall   time.Duration
	updates *updates
	ended   func(ssh.Session, error)
	latency latency

	mu       sync.Mutex
	sessions map[ssh.Session]*session // under way
}

// New returns a Runner.
func New(opts ...Option) *Runner {
	r := &Runner{
		stall:    defaultStallTimeout,
		ended:    func(ssh.Session, error) {},
		latency:  latency{epoch: time.Now()},
		sessions: make(map[ssh.Session]*session),
	}
	for _, opt := range opts {
		opt(r)
	}
	if r.logger == nil {
		r.logger = slog.Default()
	}
	r.updates = newUpdates(cacheBytes)
	return r
}

// Middleware runs the models that handler makes and calls the next handler when
// they have ended. A session without an emulated pty is refused with a line on
// its stderr and exit status 1.
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

// start makes the session of the model that handler makes, or none if it makes
// none. It is apart from where the session runs, to keep the stack of a handler
// that waits for hours small.
func (r *Runner) start(sess ssh.Session, handler Handler) (*session, error) {
	model, opts := handler(sess)
	if model == nil {
		return nil, nil
	}
	pty, sizes, ok := sess.Pty()
	if !ok || !sess.EmulatedPty() {
		return nil, errNoTerminal
	}
	s := newSession(r, sess, model, opts, pty, windowOf(sess, sizes))
	r.add(sess, s)
	return s, nil
}

// End ends the session's program, restores the terminal and prints reason, one
// line, in the main screen. It does not wait for that, and reports whether a
// program was running.
func (r *Runner) End(sess ssh.Session, reason string) bool {
	r.mu.Lock()
	s, ok := r.sessions[sess]
	r.mu.Unlock()
	if ok {
		s.end(endedError{reason})
	}
	return ok
}

// Send sends msg to the session's program, and reports whether one was running.
// It waits while the program is busy.
func (r *Runner) Send(sess ssh.Session, msg tea.Msg) bool {
	r.mu.Lock()
	s, ok := r.sessions[sess]
	r.mu.Unlock()
	if ok {
		s.program.Send(msg)
	}
	return ok
}

// EndAll ends every program under way, as [Runner.End] does, and returns how
// many that were.
func (r *Runner) EndAll(reason string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range r.sessions {
		s.end(endedError{reason})
	}
	return len(r.sessions)
}

// Sessions returns how many programs are under way, those that are being ended
// included.
func (r *Runner) Sessions() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.sessions)
}

func (r *Runner) add(sess ssh.Session, s *session) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sessions[sess] = s
}

func (r *Runner) remove(sess ssh.Session) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.sessions, sess)
}
