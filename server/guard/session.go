package guard

import (
	"context"
	"io"
	"sync/atomic"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// Session is what the guard knows of a session channel, or of a request on the
// web. All methods may be called on nil, the Session of one that no Guard has seen.
type Session struct {
	conn     *conn
	channel  gossh.Channel
	terminal atomic.Bool
	typed    atomic.Int64 // when the visitor sent something, in ns of Unix time
	writing  atomic.Int64 // since when a write is under way; 0 if none is
	taken    atomic.Int64 // bytes that the connection had received when the channel was last read

	// Under guard.mu.
	refusal Reason
	started time.Time // zero before shell, exec or subsystem
	ended   bool
	why     Reason // it is to end, since
	endsAt  time.Time
	noticed [2]int64 // the deadlines that a notice was given of, in ns of Unix time
	notice  func(Reason, time.Duration)
	end     func(Reason)
	drains  bool // its stderr
}

type sessionKey struct{}

// sessionContext is the context of one channel; an ssh.Context is that of a
// connection, which may have several.
type sessionContext struct {
	ssh.Context
	session *Session
}

func (c sessionContext) Value(key any) any {
	if key == (sessionKey{}) {
		return c.session
	}
	return c.Context.Value(key)
}

// SessionOf returns the Session of a session's context, or nil.
func SessionOf(ctx context.Context) *Session {
	s, _ := ctx.Value(sessionKey{}).(*Session)
	return s
}

// Refusal returns why this session is only there to be told that it is refused,
// or None. The handler should say so in one line and return.
func (s *Session) Refusal() Reason {
	if s == nil {
		return None
	}
	s.conn.guard.mu.Lock()
	defer s.conn.guard.mu.Unlock()
	if s.refusal == None {
		return s.conn.refusal
	}
	return s.refusal
}

// Ended returns why the guard has ended this session, or its connection, or None.
func (s *Session) Ended() Reason {
	if s == nil {
		return None
	}
	s.conn.guard.mu.Lock()
	defer s.conn.guard.mu.Unlock()
	if s.why == None {
		return s.conn.why
	}
	return s.why
}

// OnNotice has f called when the session will end in a while if nothing is typed
// (Idle), or whatever happens (SessionTime). Calls have a goroutine of their own.
func (s *Session) OnNotice(f func(why Reason, left time.Duration)) {
	if s == nil {
		return
	}
	s.conn.guard.mu.Lock()
	defer s.conn.guard.mu.Unlock()
	s.notice = f
}

// OnEnd has f end the session, in a goroutine of its own, within 5 s; after that
// the connection is closed. Without it the channel is closed at once.
func (s *Session) OnEnd(f func(why Reason)) {
	if s == nil {
		return
	}
	s.conn.guard.mu.Lock()
	defer s.conn.guard.mu.Unlock()
	s.end = f
}

// Drain has all input of the session be read and dropped from now on. It is for
// handlers that read nothing: x/crypto would keep it.
func (s *Session) Drain() {
	if s == nil {
		return
	}
	go func() { _, _ = io.Copy(io.Discard, guardedChannel{s.channel, s, nil}) }()
}

// took notes that the channel has just been read.
func (s *Session) took() { s.taken.Store(s.conn.read.Load()) }

// discard drops what has been read of a session, and notes that it has been.
type discard struct{ session *Session }

func (d discard) Write(p []byte) (int, error) {
	d.session.took()
	return len(p), nil
}

// begin marks the session as started.
func (s *Session) begin() {
	c, g := s.conn, s.conn.guard
	now := time.Now()
	s.typed.Store(now.UnixNano())
	c.begun.Store(true)
	g.mu.Lock()
	defer g.mu.Unlock()
	s.started = now
	if c.closed {
		return
	}
	c.stopWaiting()
	c.running++
	g.sessions++
}

// finish marks the session as ended: its channel is closed from here.
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
