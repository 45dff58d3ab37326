package screen

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"

	"wenkaiyue.com/cv/server/screen/paint"
)

// A Farewell is a model with a text to print at the end.
type Farewell interface {
	// Farewell returns a few lines, which may be styled, to be printed in the
	// main screen after the visitor has quit.
	Farewell() string
}

// session is one program on one SSH session.
type session struct {
	runner *Runner
	ssh    ssh.Session
	source Source
	window *Window

	// Of the goroutine that runs the program.
	model   tea.Model
	env     []string // nil once the model has started
	painter paint.Painter
	place   paint.Viewport
	raw     []byte // escape sequences of the model, to be written after the frame
	redraw  bool   // paint all of the next frame

	mu        sync.Mutex
	changed   sync.Cond // signalled when todo is taken, throttled changes, or the program ends
	todo      todo
	throttled bool // the source must wait
	hung      bool // there is no more input
	ended     bool
	cause     error           // why it has ended; nil if the model has quit
	reason    string          // the line for the visitor, if the server has ended it
	question  *time.Timer     // until the terminal is asked for its background, or nil
	answer    context.Context // done when the answer comes, is late, or cannot come; nil before the question
	settle    func()          // ends answer: it has come, or there will be no more input
	wake      chan struct{}   // has an element when todo, hung or ended may have changed
	hurry     context.Context // done when the client has gone, the visitor has hung up or the program has ended
	hasten    func()          // ends hurry
}

// run runs the program, restores the terminal, and returns why the program has ended.
func (s *session) run() error {
	defer count(s.ssh.Context(), -1)
	defer s.window.attach(nil, ssh.Window{})
	go (&input{session: s}).run()
	for s.await() {
		s.work()
	}
	return s.leave()
}

// await waits for something to do. It reports false when the program has ended.
func (s *session) await() bool {
	for {
		s.mu.Lock()
		ended, due := s.ended, !s.todo.empty() || s.hung
		s.mu.Unlock()
		if ended || due {
			return !ended
		}
		select {
		case <-s.wake:
		case <-s.ssh.Context().Done():
			s.end(ErrGone, "")
		}
	}
}

// signal wakes await.
func (s *session) signal() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// end ends the program because of err, which is nil if the model has quit, with a line for
// the visitor. The first call counts.
func (s *session) end(err error, line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return
	}
	s.ended, s.cause, s.reason, s.todo = true, err, line, todo{}
	if s.question != nil {
		s.question.Stop() // it would keep all of the session in memory
	}
	s.hasten()
	s.changed.Broadcast()
	s.signal()
}

// over reports whether there is no more input, and whether the program has ended.
func (s *session) over() (hung, ended bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hung, s.ended
}

// hangUp ends the program after the first frame and the input so far: there is no more
// input.
func (s *session) hangUp() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle()
	s.hung = true
	s.hasten()
	s.signal()
}

// safely calls f and reports whether it has returned. A panic in f ends the program, and is
// logged before the visitor can see the end. Its value may contain the visitor's input, so
// only the runtime's own errors are logged as text, and others by type.
func (s *session) safely(where string, f func()) (ok bool) {
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		value := fmt.Sprintf("%T", r)
		if err, isRuntime := r.(runtime.Error); isRuntime {
			value = err.Error()
		}
		s.runner.cfg.Log.Error("program panicked", "where", where, "panic", value, "stack", string(debug.Stack()))
		s.end(ErrPanicked, "")
	}()
	f()
	return true
}

// leave restores the terminal, prints the last lines, and returns the error of
// [Runner.Run].
func (s *session) leave() error {
	why, lines := s.cause, s.reason
	if errors.Is(why, ErrGone) {
		return why // no client is left to see anything
	}
	if f, ok := s.model.(Farewell); ok && why == nil {
		if !s.safely("farewell", func() { lines = s.painter.Colored(f.Farewell()) }) {
			why = ErrPanicked
		}
	}
	if lines != "" {
		lines = strings.TrimRight(lines, "\n") + "\n"
	}
	if _, err := s.ssh.Write(append(s.painter.Restore(), lines...)); err != nil {
		return cmp.Or(why, ErrGone)
	}
	// An answer that is due comes as input, which the visitor's shell would take for typed
	// text.
	if s.answer != nil { // it is set by this goroutine
		<-s.answer.Done()
	}
	return why
}
