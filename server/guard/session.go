package guard

import (
	"cmp"
	"io"
	"math"
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
	read     int64 // bytes that the connection had received when little was unread
	refusal  Reason
	accepted time.Time // its channel; zero before
	started  time.Time // zero before shell, exec or subsystem
	ended    bool
	why      Reason // reason for which it has to end, by endsAt
	endsAt   time.Time
	noticed  [2]time.Time // the ends of which notice has been given
	notice   func(Reason, time.Duration)
	end      func(Reason)
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
	go func() { _, _ = io.Copy(io.Discard, s.channel) }()
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
	g.mu.Lock()
	defer g.mu.Unlock()
	if s.why != None {
		return false
	}
	s.started = time.Now()
	s.typed.Store(s.started.UnixNano())
	c.begun.Store(true)
	if !c.closed {
		c.stopWaiting()
		c.running++
		g.sessions++
		c.schedule()
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
	if !c.closed {
		c.guard.sessions--
		c.running--
		c.since = time.Now()
		c.schedule()
	}
}

// close removes a channel that the client has closed, or that was never opened.
func (s *Session) close() {
	c := s.conn
	c.guard.mu.Lock()
	defer c.guard.mu.Unlock()
	s.endLocked()
	c.sessions = slices.DeleteFunc(c.sessions, func(other *Session) bool { return other == s })
	if s.ended {
		c.since = time.Now() // the client has all of it
	}
	c.schedule()
}

// schedule acts on the deadlines of the connection and its sessions that have passed, and
// sets the clock to the next one. The caller holds guard.mu.
func (c *conn) schedule() {
	if c.closed {
		return
	}
	now, next := time.Now(), never
	if c.running == 0 {
		if next = c.startBy().Sub(now); next <= 0 {
			go c.end(Startup)
			return
		}
	}
	for _, s := range c.sessions {
		next = min(next, s.due(now))
	}
	c.clock.Reset(next)
}

// startBy returns the time at which the connection must have a session. The caller holds
// guard.mu.
func (c *conn) startBy() time.Time {
	switch {
	case !c.asked.IsZero():
		return c.asked.Add(hostKeyQuestion)
	case c.delivering():
		return c.since.Add(max(c.guard.cfg.StartupTimeout, deliverWithin))
	}
	return c.since.Add(c.guard.cfg.StartupTimeout)
}

// delivering reports whether there is an ended session whose channel the client has not
// closed yet: the last bytes are on their way. The caller holds guard.mu.
func (c *conn) delivering() bool {
	return slices.ContainsFunc(c.sessions, func(s *Session) bool { return s.ended })
}

// never is a time that does not come.
const never = time.Duration(math.MaxInt64)

// due acts on the deadlines of the session, and returns the time until the next one.
// The caller holds guard.mu.
func (s *Session) due(now time.Time) time.Duration {
	c, g := s.conn, s.conn.guard
	if s.started.IsZero() {
		if s.accepted.IsZero() || s.why != None || c.running == 0 { // it has the time of its connection
			return never
		}
		// The client may first have to receive what another channel was sent.
		left := s.accepted.Add(max(g.cfg.StartupTimeout, deliverWithin)).Sub(now)
		if left <= 0 {
			g.refused[Startup].Add(1)
			s.stop(Startup, now)
			return never
		}
		return left
	}
	switch left := s.endsAt.Sub(now); {
	case s.ended:
		return never
	case s.why != None && left <= 0:
		go c.end(s.why)
		return never
	case s.why != None:
		return left
	}
	next := never
	for i, limit := range [...]struct {
		why   Reason
		total time.Duration
		at    time.Time
	}{
		{Idle, g.cfg.IdleTimeout, time.Unix(0, s.typed.Load()).Add(g.cfg.IdleTimeout)},
		{SessionTime, g.cfg.SessionTimeout, s.started.Add(g.cfg.SessionTimeout)},
	} {
		left := limit.at.Sub(now)
		switch {
		case left <= 0:
			g.refused[limit.why].Add(1)
			s.stop(limit.why, now)
			return farewellWithin
		case limit.total > noticeBefore && left > noticeBefore:
			left -= noticeBefore
		case limit.total > noticeBefore && s.notice != nil && !s.noticed[i].Equal(limit.at):
			s.noticed[i] = limit.at
			go s.notice(limit.why, left)
			return time.Millisecond // the notice of the other limit comes behind it
		}
		next = min(next, left)
	}
	return next
}

// stop ends the session, which has a few seconds to do so. The caller holds guard.mu.
func (s *Session) stop(why Reason, now time.Time) {
	s.why, s.endsAt = why, now.Add(farewellWithin)
	if s.end != nil {
		go s.end(why)
	} else {
		go func() { _ = s.channel.Close() }()
	}
}
