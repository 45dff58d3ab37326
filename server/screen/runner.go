package screen

import (
	"errors"
	"log/slog"
	"runtime"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/server/screen/paint"
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
	// FirstFrame is called when the first frame of a session has been handed to
	// SSH. It delays the next frame.
	FirstFrame func(sess ssh.Session)
	// KeyFrame is called with the time from reading input to the end of writing
	// what it has changed on the screen; of input that is answered together, with
	// the time of the oldest. It delays the next frame.
	KeyFrame func(d time.Duration)
}

// Why a program has ended that has not quit, or has not run at all.
var (
	ErrEnded    = errors.New("ended by the server") // by Window.End
	ErrGone     = errors.New("the client has gone")
	ErrPanicked = errors.New("the program has panicked")
	ErrRefused  = errors.New("refused")

	errNoTerminal = refusedError("a terminal is needed: ssh -t")
	errTooMany    = refusedError("this connection shows the CV twice already; close one of them and try again")
)

// refusedError is an [ErrRefused] with a line for the visitor.
type refusedError string

func (e refusedError) Error() string        { return string(e) }
func (e refusedError) Is(target error) bool { return target == ErrRefused }

// Runner runs models on SSH sessions. It holds all that sessions share.
type Runner struct {
	cfg     Config
	updates *paint.Updates
	gate    *gate

	mu       sync.Mutex
	programs map[gossh.Conn]int // that run, of each connection
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
		updates:  paint.NewUpdates(cacheBytes, slots),
		gate:     newGate(slots),
		programs: make(map[gossh.Conn]int),
	}
}

// Run runs a model on a session, whose terminal is window, until its program ends. It
// returns nil if the model has quit, else an error that is [ErrEnded], [ErrGone] or
// [ErrPanicked]. A session without an emulated pty, and the third program of a
// connection, get an [ErrRefused] and nothing else.
func (r *Runner) Run(sess ssh.Session, window *Window, source Source, model tea.Model) error {
	s, err := r.start(sess, window, source, model)
	if err != nil {
		return err
	}
	return s.run()
}

// start is a function of its own to keep the stack of Run small, which waits for hours.
func (r *Runner) start(sess ssh.Session, window *Window, source Source, model tea.Model) (*session, error) {
	pty, _, ok := sess.Pty()
	if !ok || !sess.EmulatedPty() {
		return nil, errNoTerminal
	}
	s := newSession(r, sess, window, source, model, pty)
	if !r.add(s.conn) {
		return nil, errTooMany
	}
	window.attach(s, pty.Window)
	return s, nil
}

// add reports whether the connection may run one more program.
func (r *Runner) add(conn gossh.Conn) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.programs[conn] >= maxPerConnection {
		return false
	}
	r.programs[conn]++
	return true
}

func (r *Runner) remove(conn gossh.Conn) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.programs[conn]--; r.programs[conn] == 0 {
		delete(r.programs, conn)
	}
}
