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

// Session is the guard's state of a session channel, or of a connection to a [Door].
type Session struct {
	conn    *conn
	channel *channel                // nil at a Door
	resized func(width, height int) // or nil
	typed   atomic.Int64            // when the visitor last sent something, in ns after guard.made
	busy    atomic.Int32            // calls of [Session.Busy] that are not done, and writes under way

	// Under guard.mu.
	read     int64 // bytes that the connection had received when little was unread
	refusal  Reason
	accepted time.Time // its channel; zero before
	started  time.Time // zero before shell, exec or subsystem
	ended    bool
	why      Reason // why it must end by endsAt
	endsAt   time.Time
	noticed  [2]time.Time // the ends that notice has announced
	notice   func(Reason, time.Duration)
	end      func(Reason)
}

// OnResize sets the function that receives each new size of the client's terminal, in
// cells, at most 20 times a second, for as long as the channel lives. Call it in
// [Config.Visit].
func (s *Session) OnResize(f func(width, height int)) { s.resized = f }

// Refusal returns the limit for which this session is refused, or None. The handler should
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

// OnEnd sets two functions, each called in a goroutine of its own. notice announces the end
// of the session, unless the visitor types (Idle) or in any case (SessionTime). end has 5 s
// to end the session; then the guard closes the connection. Without end, it closes the
// channel at once.
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

// hasTyped records that the visitor has sent something.
func (s *Session) hasTyped(at time.Time) { s.typed.Store(int64(at.Sub(s.conn.guard.made))) }

// lastTyped returns when the visitor last sent something.
func (s *Session) lastTyped() time.Time {
	return s.conn.guard.made.Add(time.Duration(s.typed.Load()))
}

// Begin marks the session as started, so that its connection no longer waits for one. It
// reports whether the session started in time.
func (s *Session) Begin() bool {
	c, g := s.conn, s.conn.guard
	g.mu.Lock()
	defer g.mu.Unlock()
	if s.why != None {
		return false
	}
	s.started = time.Now()
	s.hasTyped(s.started)
	c.begun.Store(true)
	if !c.closed {
		c.stopWaiting()
		c.running++
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
		c.running--
		c.since = time.Now()
		c.schedule()
	}
}

// schedule acts on the expired deadlines of the connection and its sessions, and sets the
// clock to the next one. The caller holds guard.mu.
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

// startBy returns the time by which the connection must have a session. The caller holds
// guard.mu.
func (c *conn) startBy() time.Time {
	switch {
	case c.leaving:
		return c.since.Add(farewellWithin)
	case !c.asked.IsZero():
		return c.asked.Add(hostKeyQuestion)
	case c.delivering():
		return c.since.Add(max(c.guard.cfg.StartupTimeout, deliverWithin))
	}
	return c.since.Add(c.guard.cfg.StartupTimeout)
}

// delivering reports whether the client has not yet closed the channel of an ended session,
// because the last bytes are on their way. The caller holds guard.mu.
func (c *conn) delivering() bool {
	return slices.ContainsFunc(c.sessions, func(s *Session) bool { return s.ended })
}

// never is the time until the next deadline if there is none.
const never = time.Duration(math.MaxInt64)

// due acts on the deadlines of the session, and returns the time until the next one.
// The caller holds guard.mu.
func (s *Session) due(now time.Time) time.Duration {
	c, g := s.conn, s.conn.guard
	if s.started.IsZero() {
		if s.accepted.IsZero() || s.why != None || c.running == 0 { // the deadline of the connection applies
			return never
		}
		// The client may first have to receive the output of another channel.
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
		{Idle, g.cfg.IdleTimeout, s.lastTyped().Add(g.cfg.IdleTimeout)},
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
			return time.Millisecond // then the notice of the other limit
		}
		next = min(next, left)
	}
	return next
}

// stop gives the session a few seconds to end. The caller holds guard.mu.
func (s *Session) stop(why Reason, now time.Time) {
	s.why, s.endsAt = why, now.Add(farewellWithin)
	if s.end != nil {
		go s.end(why)
	} else {
		go func() { _ = s.channel.Close() }()
	}
}
