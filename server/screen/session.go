package screen

import (
	"errors"
	"strings"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/server/screen/paint"
)

// A Farewell is a model that leaves something to read behind.
type Farewell interface {
	// Farewell returns a few lines, which may be styled, to be printed in the
	// main screen after the visitor has quit.
	Farewell() string
}

// apology is the line for a visitor whose program has panicked.
const apology = "Something went wrong here, and the session had to end."

// endedError is why a session ends that the server ends.
type endedError struct{ reason string }

func (e endedError) Error() string        { return "ended: " + e.reason }
func (e endedError) Is(target error) bool { return target == ErrEnded }

// session is one program on one SSH session.
type session struct {
	runner *Runner
	ssh    ssh.Session
	conn   gossh.Conn
	source Source
	window *Window

	question question

	// Of the goroutine that works, and of leave after the last one.
	model   tea.Model
	painter paint.Painter
	place   paint.Viewport

	mu        sync.Mutex
	changed   sync.Cond // signalled when todo is taken, work ends, or the program ends
	todo      todo
	working   bool        // a goroutine works
	throttled bool        // it waits for the source
	hung      bool        // there is no more input
	asking    *time.Timer // asks the terminal
	ended     bool
	cause     error         // why it has ended; nil if the model has quit
	hurry     chan struct{} // closed when the visitor has hung up or the program has ended
	over      chan struct{} // closed when the program has ended
}

func newSession(r *Runner, sess ssh.Session, window *Window, source Source, model tea.Model, pty ssh.Pty) *session {
	s := &session{
		runner: r, ssh: sess, source: source, window: window, model: model,
		hurry: make(chan struct{}), over: make(chan struct{}),
	}
	s.changed.L = &s.mu
	s.conn, _ = sess.Context().Value(ssh.ContextKeyConn).(gossh.Conn)
	env := append(sess.Environ(), "TERM="+pty.Term) // nothing of the server's own
	s.painter = paint.New(r.updates, pty.Term, env)
	s.todo = todo{start: true, env: env, resized: true}
	s.working = true // until run has shown the first frame
	return s
}

// run runs the program, gives the terminal back, and returns why the program has
// ended.
func (s *session) run() error {
	defer s.runner.remove(s.conn)
	defer s.window.attach(nil, ssh.Window{})
	in := &input{session: s}
	go in.run(s)
	s.work() // the first frame, in a goroutine that has the stack for it already
	select {
	case <-s.over:
	case <-s.ssh.Context().Done():
		s.end(ErrGone)
	}
	s.mu.Lock()
	for s.working {
		s.changed.Wait()
	}
	s.mu.Unlock()
	why := s.leave()
	in.stop()
	return why
}

// end ends the program because of err, nil if the model has quit. The first
// reason counts. A panic is logged before the visitor can see the end.
func (s *session) end(err error) {
	if p := (*panicError)(nil); errors.As(err, &p) {
		s.runner.cfg.Log.Error("program panicked", "where", p.where, "panic", p.value, "stack", p.stack)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return
	}
	s.ended, s.cause, s.todo = true, err, todo{}
	if s.asking != nil {
		s.asking.Stop()
	}
	if !s.hung {
		close(s.hurry)
	}
	close(s.over)
	s.changed.Broadcast()
}

// hangUp ends the program after the first frame and what has been typed before:
// there is no more input.
func (s *session) hangUp() {
	s.question.settle(false)
	s.mu.Lock()
	if s.ended || s.hung {
		s.mu.Unlock()
		return
	}
	s.hung = true
	close(s.hurry)
	idle := !s.working
	s.working = true
	s.mu.Unlock()
	if idle {
		s.work()
	}
}

// leave restores the terminal, prints the last lines, and returns what [Runner.Run]
// does.
func (s *session) leave() error {
	if errors.Is(s.cause, ErrGone) {
		return ErrGone // nobody would see anything
	}
	lines, failed := "", false
	var ended endedError
	switch {
	case errors.As(s.cause, &ended):
		lines = paint.Printable(ended.reason)
	case errors.Is(s.cause, ErrPanicked):
		lines, failed = apology, true
	case s.cause == nil:
		lines, failed = s.farewell()
	}
	if lines != "" {
		lines = strings.TrimRight(lines, "\n") + "\n"
	}
	err := s.write(append(s.painter.Restore(), lines...))
	if err == nil && failed {
		_ = s.ssh.Exit(1)
	}
	if err == nil {
		s.question.wait(s.ssh.Context().Done())
	}
	switch {
	case errors.Is(s.cause, ErrEnded), errors.Is(s.cause, ErrPanicked):
		return s.cause
	case failed:
		return ErrPanicked
	case err != nil:
		return ErrGone
	}
	return nil
}

// farewell returns the model's last lines in the visitor's colours.
func (s *session) farewell() (lines string, failed bool) {
	defer func() {
		if r := recover(); r != nil {
			s.end(newPanicError("farewell", r))
			lines, failed = apology, true
		}
	}()
	f, ok := s.model.(Farewell)
	if !ok {
		return "", false
	}
	return s.painter.Colored(f.Farewell()), false
}

// maxWrite bounds one write, in bytes: for each channel x/crypto keeps two buffers
// as large as the largest packet that it has sent. The first frame of 80 columns
// fits into one.
const maxWrite = 2 << 10

func (s *session) write(b []byte) error {
	for len(b) > 0 {
		n := min(len(b), maxWrite)
		if _, err := s.ssh.Write(b[:n]); err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}
