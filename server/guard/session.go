package guard

import (
	"io"
	"sync/atomic"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// Session is what the guard knows of a session channel, or of a connection to a
// [Door].
type Session struct {
	conn     *conn
	channel  gossh.Channel
	resized  func(width, height int) // nil: nobody
	data     stream
	stderr   stream
	terminal atomic.Bool
	typed    atomic.Int64 // when the visitor last sent something, in ns of Unix time
	writing  atomic.Int64 // the start of the write under way, likewise; 0: none
	busy     atomic.Int32 // calls of [Session.Busy] that are not done

	// Under guard.mu.
	refusal Reason
	opened  time.Time
	started time.Time // zero before shell, exec or subsystem
	ended   bool
	why     Reason // reason for which it has to end, by endsAt
	endsAt  time.Time
	noticed [2]int64 // the deadlines of which notice has been given, in ns of Unix time
	notice  func(Reason, time.Duration)
	end     func(Reason)
	drains  bool // stderr is read
}

// newSession returns the session of a channel that the client has asked for.
func newSession(c *conn) *Session {
	s := &Session{conn: c, opened: time.Now()}
	for _, st := range []*stream{&s.data, &s.stderr} {
		st.conn = c
		st.emptied = c.read.Load()
	}
	return s
}

// OnResize sets the function that receives each new size of the client's terminal, in
// cells, for as long as the channel lives and at most 20 times a second. It has to be
// called in [Config.Visit].
func (s *Session) OnResize(f func(width, height int)) { s.resized = f }

// Refusal returns the limit that this session is refused for, or None. The handler should
// tell the visitor in one line and return.
func (s *Session) Refusal() Reason {
	s.conn.guard.mu.Lock()
	defer s.conn.guard.mu.Unlock()
	if s.refusal == None {
		return s.conn.refusal
	}
	return s.refusal
}

// Ended returns why the guard has ended this session, or its connection, or None.
func (s *Session) Ended() Reason {
	s.conn.guard.mu.Lock()
	defer s.conn.guard.mu.Unlock()
	if s.why == None {
		return s.conn.why
	}
	return s.why
}

// OnNotice sets the function that is called, in a goroutine of its own, some time before
// the session ends: if nothing is typed (Idle), or in any case (SessionTime).
func (s *Session) OnNotice(f func(why Reason, left time.Duration)) {
	s.conn.guard.mu.Lock()
	defer s.conn.guard.mu.Unlock()
	s.notice = f
}

// OnEnd sets the function that ends the session. It is called in a goroutine of its own and
// has 5 s; after that the connection is closed. Without it the channel is closed at once.
func (s *Session) OnEnd(f func(why Reason)) {
	s.conn.guard.mu.Lock()
	defer s.conn.guard.mu.Unlock()
	s.end = f
}

// Drain reads and drops all further input of the session, which x/crypto would keep. It is
// for handlers that read nothing.
func (s *Session) Drain() {
	go func() { _, _ = io.Copy(io.Discard, visitor{s}) }()
}

// visitor reads the data that a visitor sends, and records that somebody is there.
type visitor struct{ session *Session }

// Read implements [io.Reader].
func (v visitor) Read(p []byte) (int, error) {
	n, err := v.session.data.Read(p)
	if n > 0 {
		v.session.typed.Store(time.Now().UnixNano())
	}
	return n, err
}

// begin marks the session as started, and reports whether it was in time.
func (s *Session) begin() bool {
	c, g := s.conn, s.conn.guard
	now := time.Now()
	g.mu.Lock()
	defer g.mu.Unlock()
	if s.why != None {
		return false
	}
	s.typed.Store(now.UnixNano())
	c.begun.Store(true)
	s.started = now
	if !c.closed {
		c.stopWaiting()
		c.running++
		g.sessions++
	}
	return true
}

// finish marks the session as ended: the server closes its channel.
func (s *Session) finish() {
	s.conn.guard.mu.Lock()
	defer s.conn.guard.mu.Unlock()
	s.finishLocked()
}

func (s *Session) finishLocked() {
	c := s.conn
	if s.started.IsZero() || s.ended {
		return
	}
	s.ended = true
	if c.closed {
		return
	}
	c.guard.sessions--
	if c.running--; c.running == 0 {
		c.since = time.Now()
	}
}
