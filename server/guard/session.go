package guard

import (
	"cmp"
	"io"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Session is what the guard knows of a session channel, or of a connection to a
// [Door].
type Session struct {
	conn    *conn
	channel *channel                // nil at a Door
	resized func(width, height int) // nil: nobody
	typed   atomic.Int64            // when the visitor last sent something, in ns of Unix time
	busy    atomic.Int32            // calls of [Session.Busy] that are not done, and writes under way

	// Under guard.mu.
	read    int64 // bytes that the connection had received when little was unread
	refusal Reason
	started time.Time // zero before shell, exec or subsystem
	ended   bool
	why     Reason // reason for which it has to end, by endsAt
	endsAt  time.Time
	clock   *time.Timer // calls tick; nil before the channel is accepted
	noticed time.Time   // the end of which notice has been given
	notice  func(Reason, time.Duration)
	end     func(Reason)
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
	return cmp.Or(s.refusal, s.conn.refusal)
}

// Ended returns why the guard has ended this session, or its connection, or None.
func (s *Session) Ended() Reason {
	s.conn.guard.mu.Lock()
	defer s.conn.guard.mu.Unlock()
	return cmp.Or(s.why, s.conn.why)
}

// OnEnd sets the functions that are called, each in a goroutine of its own, some time before
// the session ends, if nothing is typed (Idle) or in any case (SessionTime), and to end it.
// The latter has 5 s; after that the connection is closed. Without it the channel is closed
// at once.
func (s *Session) OnEnd(notice func(why Reason, left time.Duration), end func(why Reason)) {
	s.conn.guard.mu.Lock()
	defer s.conn.guard.mu.Unlock()
	s.notice, s.end = notice, end
}

// Drain reads and drops all further input of the session, which x/crypto would keep. It is
// for handlers that read nothing.
func (s *Session) Drain() {
	s.conn.guard.mu.Lock()
	defer s.conn.guard.mu.Unlock()
	go func(from io.Reader) { _, _ = io.Copy(io.Discard, from) }(s.channel)
}

// Busy marks the session as busy until the returned function is called. A server that
// shuts down waits for busy sessions, however slowly the client receives.
func (s *Session) Busy() (done func()) {
	s.busy.Add(1)
	return sync.OnceFunc(func() { s.busy.Add(-1) })
}

// Begin marks the session as started, and reports whether it was in time: its connection
// no longer waits for one.
func (s *Session) Begin() bool {
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
		c.clock.Stop() // so that it wakes nobody up meanwhile
		g.sessions++
	}
	return true
}

// End marks the session as ended. The connection stays open.
func (s *Session) End() {
	s.conn.guard.mu.Lock()
	defer s.conn.guard.mu.Unlock()
	s.endLocked()
}

func (s *Session) endLocked() {
	c := s.conn
	if s.started.IsZero() || s.ended {
		return
	}
	s.ended = true
	if s.clock != nil {
		s.clock.Stop()
	}
	if c.closed {
		return
	}
	c.guard.sessions--
	if c.running--; c.running == 0 {
		c.since = time.Now()
		c.rearm()
	}
}

// close removes a channel that the client has closed, or that was never opened.
func (s *Session) close() {
	c := s.conn
	c.guard.mu.Lock()
	defer c.guard.mu.Unlock()
	s.endLocked()
	if s.clock != nil {
		s.clock.Stop()
	}
	if i := slices.Index(c.sessions, s); i >= 0 {
		c.sessions = slices.Delete(c.sessions, i, i+1)
	}
	if s.ended && c.running == 0 {
		c.since = time.Now() // the client has all of it
		c.rearm()
	}
	s.ended = true
}

// tick does what is due for the session, and sets its clock to the next time.
func (s *Session) tick() {
	g := s.conn.guard
	g.mu.Lock()
	do, next := s.due(time.Now())
	if next > 0 {
		s.clock.Reset(next)
	}
	g.mu.Unlock()
	if do != nil {
		do()
	}
}

// due returns what has to be done for the session now, if anything, and the time after
// which to look again, if ever. The caller holds guard.mu.
func (s *Session) due(now time.Time) (do func(), next time.Duration) {
	c, g := s.conn, s.conn.guard
	switch {
	case s.ended, s.started.IsZero() && s.why != None: // its channel is being closed
		return nil, 0
	case s.started.IsZero() && c.running == 0: // the time of the connection itself runs
		return nil, g.cfg.StartupTimeout
	case s.started.IsZero():
		s.why = Startup
		g.refused[Startup].Add(1)
		return func() { _ = s.channel.Close() }, 0
	case s.why != None:
		if left := s.endsAt.Sub(now); left > 0 {
			return nil, left
		}
		why := s.why
		return func() { c.end(why) }, 0
	}
	why, limit, at := Idle, g.cfg.IdleTimeout, time.Unix(0, s.typed.Load()).Add(g.cfg.IdleTimeout)
	if over := s.started.Add(g.cfg.SessionTimeout); over.Before(at) {
		why, limit, at = SessionTime, g.cfg.SessionTimeout, over
	}
	switch left := at.Sub(now); {
	case left <= 0:
		g.refused[why].Add(1)
		return s.stop(why, now), farewellWithin
	case limit <= noticeBefore:
		return nil, left
	case left > noticeBefore:
		return nil, left - noticeBefore
	case s.notice != nil && !s.noticed.Equal(at):
		s.noticed = at
		do = func() { s.notice(why, left) }
		fallthrough
	default: // the visitor may type, and the other limit be due
		return do, min(left, time.Second)
	}
}

// stop returns a function that ends the session, which has a few seconds to do so. The
// caller holds guard.mu.
func (s *Session) stop(why Reason, now time.Time) func() {
	s.why, s.endsAt = why, now.Add(farewellWithin)
	if end := s.end; end != nil {
		return func() { end(why) }
	}
	return func() { _ = s.channel.Close() }
}
