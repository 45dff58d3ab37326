package screen

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"runtime"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"

	"wenkaiyue.com/cv/server/screen/paint"
)

const (
	// updateBytes limits the screen updates that all sessions share.
	updateBytes = 8 << 20
	// maxPerConnection is the number of programs that a connection may run at once.
	maxPerConnection = 2
)

// Config configures a [Runner]. The zero value is valid.
type Config struct {
	// Log receives panics of programs; [slog.Default] if nil. It receives no text that a
	// visitor has typed or seen.
	Log *slog.Logger
	// FirstFrame is called after the first frame of a session has been passed to SSH. It
	// delays the next frame.
	FirstFrame func(sess ssh.Session)
	// KeyFrame is called with the time from reading input to writing the change of the
	// screen. Input answered together counts from the oldest. It delays the next frame.
	KeyFrame func(d time.Duration)
}

// Why a program has ended without quitting.
var (
	ErrEnded    = errors.New("ended by the server") // by Window.End
	ErrGone     = errors.New("the client has gone")
	ErrPanicked = errors.New("the program has panicked")
)

// ErrTooMany is why a program has not run.
var ErrTooMany = errors.New("the connection runs too many programs")

// Runner runs models on SSH sessions. It holds everything that sessions share.
type Runner struct {
	cfg     Config
	updates *paint.Updates
	gate    *gate
}

// New returns a Runner.
func New(cfg Config) *Runner {
	cfg.Log = cmp.Or(cfg.Log, slog.Default())
	// One core stays for everything else, such as the handshakes of others.
	slots := max(runtime.GOMAXPROCS(0)-1, 1)
	return &Runner{cfg: cfg, updates: paint.NewUpdates(updateBytes, slots), gate: newGate(slots)}
}

// Run runs a model on a session with an emulated pty, whose terminal is window, until its
// program ends. It returns nil if the model has quit, else [ErrEnded], [ErrGone] or
// [ErrPanicked]. For the third program of a connection it returns [ErrTooMany], and writes
// nothing.
func (r *Runner) Run(sess ssh.Session, window *Window, source Source, model tea.Model) error {
	s, err := r.start(sess, window, source, model)
	if err != nil {
		return err
	}
	return s.run()
}

// start is a function of its own to keep the stack small in Run, which waits for hours.
func (r *Runner) start(sess ssh.Session, window *Window, source Source, model tea.Model) (*session, error) {
	if !count(sess.Context(), 1) {
		return nil, ErrTooMany
	}
	pty, _, _ := sess.Pty()
	env := append(sess.Environ(), "TERM="+pty.Term) // nothing of the server's own
	s := &session{
		runner: r, ssh: sess, source: source, window: window,
		model: model, env: env, painter: paint.New(r.updates, pty.Term, env),
		todo: todo{resized: true}, // for the first frame
		wake: make(chan struct{}, 1), settle: func() {},
	}
	s.hurry, s.hasten = context.WithCancel(sess.Context())
	s.changed.L = &s.mu
	window.attach(s, pty.Window)
	return s, nil
}

// Work calls f when source may work, with the priority of a screen that is on, and counts its
// time. It reports false, without a call, if gone is closed first.
func (r *Runner) Work(source Source, gone <-chan struct{}, f func()) bool {
	select {
	case <-time.After(source.Wait()):
	case <-gone:
		return false
	}
	if !r.gate.enter(false, source, gone) {
		return false
	}
	defer r.gate.leave()
	defer func(begun time.Time) { source.Spend(time.Since(begun)) }(time.Now())
	f()
	return true
}

// programsKey is the key of the number of programs that a connection runs, in its context.
type programsKey struct{}

// count adds n to the programs of a connection, or reports false if they would be too many.
func count(ctx ssh.Context, n int) bool {
	ctx.Lock()
	defer ctx.Unlock()
	programs, _ := ctx.Value(programsKey{}).(int)
	if programs+n > maxPerConnection {
		return false
	}
	ctx.SetValue(programsKey{}, programs+n)
	return true
}
