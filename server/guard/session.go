package guard

import (
	"io"
	"slices"
	"sync"
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

// The time that a connection may be without a session while the server shuts down.
const (
	lastHandshake = 2 * time.Second        // a handshake from the far side of the world
	lastSession   = 500 * time.Millisecond // after its session, for the client to hang up
)

// delivering reports whether there is an ended session whose channel the client has not
// closed yet: the last bytes are on their way. The caller holds guard.mu.
func (c *conn) delivering() bool {
	return slices.ContainsFunc(c.sessions, func(s *Session) bool { return s.ended })
}

// CloseWaiting closes the connections that have been without a session for too long, and
// returns the number of connections that are left. It is for a server that shuts down.
func (g *Guard) CloseWaiting() int {
	now := time.Now()
	var waiting []*conn
	g.mu.Lock()
	for c := range g.conns {
		grace := lastHandshake
		if c.begun.Load() {
			grace = lastSession
		}
		if c.running == 0 && !c.delivering() && now.Sub(c.since) > grace {
			waiting = append(waiting, c)
		}
	}
	left := len(g.conns) - len(waiting)
	g.mu.Unlock()
	for _, c := range waiting {
		_ = c.Close()
	}
	return left
}

// EndSessions ends, because of Restart, the sessions whose client has sent nothing for that
// long and is being sent nothing; with 0 it ends all of them. It is for a server that shuts
// down.
func (g *Guard) EndSessions(quiet time.Duration) {
	a := agenda{now: time.Now()}
	g.mu.Lock()
	for c := range g.conns {
		for _, s := range c.sessions {
			if !s.started.IsZero() && !s.ended && s.why == None && s.quiet(a.now) >= quiet {
				s.why, s.endsAt = Restart, a.now.Add(farewellWithin)
				a.do(s.over(Restart))
			}
		}
	}
	g.mu.Unlock()
	for _, do := range a.todo {
		do()
	}
}

// Busy marks the session as busy until the returned function is called. A server that
// shuts down waits for busy sessions, however slowly the client receives.
func (s *Session) Busy() (done func()) {
	s.busy.Add(1)
	return sync.OnceFunc(func() { s.busy.Add(-1) })
}

// quiet returns the time for which the client has sent nothing, or 0 while the session is
// busy or writes.
func (s *Session) quiet(now time.Time) time.Duration {
	if s.busy.Load() > 0 || s.writing.Load() != 0 {
		return 0
	}
	return now.Sub(time.Unix(0, s.typed.Load()))
}
