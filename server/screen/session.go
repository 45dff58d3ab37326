package screen

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	"github.com/charmbracelet/colorprofile"
	gossh "golang.org/x/crypto/ssh"
)

// A Farewell is a model that leaves something to read behind.
type Farewell interface {
	// Farewell returns a few lines, which may be styled, to be printed in the
	// main screen after the visitor has quit.
	Farewell() string
}

// tickerDelay is when the ticker of a Bubble Tea program is stopped, after its
// start. A visit that is shorter never has to.
const tickerDelay = 300 * time.Millisecond

// apology is the line for a visitor whose program has panicked.
const apology = "Something went wrong here, and the session had to end."

// endedError is why a session ends that the server has ended.
type endedError struct{ reason string }

func (e endedError) Error() string        { return "ended: " + e.reason }
func (e endedError) Is(target error) bool { return target == ErrEnded }

// session is one program on one SSH session.
type session struct {
	runner  *Runner
	ssh     ssh.Session
	env     []string
	pty     ssh.Pty
	window  *Window
	output  *output
	budget  *budget
	typing  typing
	program *tea.Program
	ctx     context.Context // done when the program has to end; its cause says why
	cancel  context.CancelCauseFunc
	resized atomic.Bool // a resize message is on its way
	ticker  *time.Timer // stops the program's ticker
}

func newSession(r *Runner, sess ssh.Session, model tea.Model, opts []tea.ProgramOption, pty ssh.Pty, window *Window) *session {
	s := &session{runner: r, ssh: sess, pty: pty, window: window, budget: budgetOf(sess)}
	s.ctx, s.cancel = context.WithCancelCause(sess.Context())
	s.env = environ(sess, pty)
	term := terminal{class: termClass(pty.Term), profile: colorProfile(s.env)}
	s.output = newOutput(sess, painter{updates: r.updates, term: term, budget: s.budget}, r.stall, s.end, s.written)
	m := &program{session: s, inner: model, profile: term.profile}
	width, height := s.size()
	s.program = tea.NewProgram(m, slices.Concat(opts, []tea.ProgramOption{
		tea.WithContext(s.ctx),
		tea.WithInput(nil),
		tea.WithOutput(io.Discard),
		tea.WithoutRenderer(),
		tea.WithoutSignalHandler(), // SIGTERM is for the server
		tea.WithFilter(m.filter),
		tea.WithFPS(1), // of the ticker that is stopped before its first tick
		tea.WithEnvironment(s.env),
		tea.WithColorProfile(term.profile),
		tea.WithWindowSize(width, height),
	})...)
	return s
}

// run runs the program and gives the terminal back.
func (s *session) run() {
	defer s.runner.remove(s.ssh)
	s.window.watch(s.resize)
	defer s.window.watch(nil)
	in := newInput(s.ssh, s.typed, s.hungUp)
	go in.run()
	defer in.stop()
	defer s.cancel(nil) // or input that has to wait would be waited for

	// The program has a goroutine of its own. On the handler's, below the frames
	// of the SSH server and of all middleware, it would keep a stack of twice
	// the size while it waits for a key.
	var final tea.Model
	var err error
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		final, err = s.program.Run()
	}()
	<-ended
	if s.ticker != nil {
		s.ticker.Stop()
	}
	s.leave(final, err)
}

// written is told of each frame that has been written.
func (s *session) written(first bool, asked time.Duration) {
	s.runner.latency.written(s.ssh, first, asked)
}

// size is the size of the terminal, in columns and rows.
func (s *session) size() (width, height int) { return s.window.size(s.pty.Window) }

// resize tells the program that the size has changed. However many changes come
// in meanwhile, one message is on its way.
func (s *session) resize() {
	if s.resized.CompareAndSwap(false, true) {
		go func() {
			s.budget.wait(s.ctx)
			s.program.Send(resizeMsg{})
		}()
	}
}

// end has the program end because of err. The first reason counts. The log has
// it before the visitor can see the end.
func (s *session) end(err error) {
	defer s.cancel(err)
	if p := (*panicError)(nil); errors.As(err, &p) {
		s.runner.logger.Error("program panicked", "where", p.where, "panic", p.value, "stack", p.stack)
	}
	if errors.Is(err, ErrStalled) {
		// Nothing can be sent any more, not even that the channel is closed.
		s.runner.logger.Info("client has stopped reading", "timeout", s.runner.stall)
		if conn, ok := s.ssh.Context().Value(ssh.ContextKeyConn).(gossh.Conn); ok {
			_ = conn.Close()
		}
	}
}

// leave restores the terminal and prints the last lines.
func (s *session) leave(final tea.Model, runErr error) {
	var ended endedError
	var panicked *panicError
	lines, failed := "", false
	cause := context.Cause(s.ctx)
	switch {
	case errors.As(cause, &ended):
		lines = printable(ended.reason)
	case errors.As(cause, &panicked), cause == nil && errors.Is(runErr, tea.ErrProgramPanic):
		lines, failed = apology, true
	case cause == nil:
		lines, failed = s.farewell(final)
	}
	if lines != "" {
		lines = strings.TrimRight(lines, "\n") + "\n"
	}
	err := s.output.finish(lines)
	if err == nil && failed {
		_ = s.ssh.Exit(1)
	}
	s.runner.ended(s.ssh, whyEnded(cause, err, failed))
}

// whyEnded is what [WithEnded] tells: cause is why the program had to end, if it
// had to, err whether the last lines were written.
func whyEnded(cause, err error, failed bool) error {
	switch {
	case errors.Is(cause, ErrEnded), errors.Is(cause, ErrStalled), errors.Is(cause, ErrPanicked):
		return cause
	case failed:
		return ErrPanicked
	case cause != nil, err != nil:
		return ErrGone
	}
	return nil
}

// farewell returns the model's last lines in the visitor's colours.
func (s *session) farewell(final tea.Model) (lines string, failed bool) {
	defer func() {
		if r := recover(); r != nil {
			s.end(newPanicError("farewell", r))
			lines, failed = apology, true
		}
	}()
	m, ok := final.(*program)
	if !ok {
		return "", false
	}
	f, ok := m.inner.(Farewell)
	if !ok {
		return "", false
	}
	var b strings.Builder
	w := colorprofile.Writer{Forward: &b, Profile: m.profile}
	_, _ = w.WriteString(f.Farewell())
	return b.String(), false
}
