package guard

import (
	"io"
	"time"
)

// sweepEvery is the precision of the limits: what is due within this time is done
// together.
const sweepEvery = time.Second

// sweep enforces the limits of time until there are no connections any more. One goroutine
// costs less than a timer for each limit; it sleeps until the first one can be reached.
func (g *Guard) sweep(done <-chan struct{}) {
	every, horizon := sweepEvery, g.cfg.shortest()
	every = min(every, max(horizon/8, time.Millisecond))
	t := time.NewTimer(every)
	defer t.Stop()
	var a agenda
	for {
		select {
		case a.now = <-t.C:
		case <-g.alarm:
			a.now = time.Now()
		case <-done:
			return
		}
		// Nothing that begins after this moment is due before it.
		a.next = a.now.Add(horizon)
		g.mu.Lock()
		for c := range g.conns {
			c.check(&a)
		}
		g.mu.Unlock()
		for _, do := range a.todo {
			do()
		}
		clear(a.todo)
		a.todo = a.todo[:0]
		t.Reset(max(a.next.Sub(a.now), every))
	}
}

// shortest returns the shortest time in which a new connection can reach a limit.
func (c *Config) shortest() time.Duration {
	shortest := min(c.StartupTimeout, c.StallTimeout, hostKeyQuestion)
	for _, d := range []time.Duration{c.IdleTimeout, c.SessionTimeout} {
		if d > noticeBefore {
			d -= noticeBefore
		}
		shortest = min(shortest, d)
	}
	return shortest
}

// wake makes the sweeper look now.
func (g *Guard) wake() {
	select {
	case g.alarm <- struct{}{}:
	default: // it has been woken already
	}
}

// agenda collects what a sweep has to do, and when the next one has to be.
type agenda struct {
	now, next time.Time
	todo      []func()
}

func (a *agenda) do(f func()) { a.todo = append(a.todo, f) }

// due reports whether t has come. If not, the next sweep is at t at the latest.
func (a *agenda) due(t time.Time) bool {
	if !a.now.Before(t) {
		return true
	}
	if t.Before(a.next) {
		a.next = t
	}
	return false
}

// stalled reports whether a write that began at since, in ns of Unix time, takes longer
// than limit. A zero since means that there is none.
func (a *agenda) stalled(since int64, limit time.Duration) bool {
	return since != 0 && a.due(time.Unix(0, since).Add(limit))
}

// check adds to the agenda what is due for a connection. The caller holds guard.mu.
func (c *conn) check(a *agenda) {
	cfg := &c.guard.cfg
	switch {
	case a.stalled(c.writing.Load(), cfg.StallTimeout):
		a.do(func() { c.end(Unread) })
		return
	case c.running == 0 && a.due(c.startBy()):
		a.do(func() { c.end(Startup) })
		return
	}
	for _, s := range c.sessions {
		s.check(a)
	}
}

// startBy returns the time at which the connection must have a session. The caller holds
// guard.mu.
func (c *conn) startBy() time.Time {
	if !c.asked.IsZero() {
		return c.asked.Add(hostKeyQuestion)
	}
	if c.delivering() {
		return c.since.Add(max(c.guard.cfg.StartupTimeout, deliverWithin))
	}
	return c.since.Add(c.guard.cfg.StartupTimeout)
}

// check adds to the agenda what is due for a channel.
func (s *Session) check(a *agenda) {
	c, cfg := s.conn, &s.conn.guard.cfg
	if a.stalled(s.writing.Load(), cfg.StallTimeout) {
		a.do(func() { c.end(Unread) })
		return
	}
	if !s.drains && s.channel != nil && c.read.Load() > drainFrom {
		// A visitor who only types never gets here, which saves a goroutine.
		s.drains = true
		a.do(func() { go func() { _, _ = io.Copy(io.Discard, &s.stderr) }() })
	}
	switch {
	case s.ended:
		return
	case s.started.IsZero():
		s.checkStart(a)
		return
	case s.why != None:
		if why := s.why; a.due(s.endsAt) {
			a.do(func() { c.end(why) })
		}
		return
	}
	s.checkLimits(a)
}

// checkLimits adds to the agenda the end of a session at a limit of time, or the notice
// before it. The caller holds guard.mu.
func (s *Session) checkLimits(a *agenda) {
	c, cfg := s.conn, &s.conn.guard.cfg
	for i, limit := range [2]struct {
		why   Reason
		at    time.Time
		total time.Duration
	}{
		{Idle, time.Unix(0, s.typed.Load()).Add(cfg.IdleTimeout), cfg.IdleTimeout},
		{SessionTime, s.started.Add(cfg.SessionTimeout), cfg.SessionTimeout},
	} {
		if a.due(limit.at) {
			s.why, s.endsAt = limit.why, a.now.Add(farewellWithin)
			c.guard.refused.add(limit.why)
			a.due(s.endsAt)
			a.do(s.over(limit.why))
			return
		}
		at := limit.at.UnixNano()
		if limit.total > noticeBefore && s.noticed[i] != at && a.due(limit.at.Add(-noticeBefore)) {
			s.noticed[i] = at
			if f := s.notice; f != nil {
				left := limit.at.Sub(a.now)
				a.do(func() { go f(limit.why, left) })
			}
		}
	}
}

// checkStart closes a channel that starts no session beside one that has; if none has, the
// connection itself is due. The time is long because the client may first have to receive
// the output of the other channel. The caller holds guard.mu.
func (s *Session) checkStart(a *agenda) {
	c := s.conn
	if c.running > 0 && s.why == None && s.channel != nil && a.due(s.opened.Add(max(c.guard.cfg.StartupTimeout, deliverWithin))) {
		s.why = Startup
		c.guard.refused.add(Startup)
		ch := s.channel
		a.do(func() { go func() { _ = ch.Close() }() })
	}
}

// over returns a function that ends the session. The caller holds guard.mu.
func (s *Session) over(why Reason) func() {
	if end := s.end; end != nil {
		return func() { go end(why) }
	}
	return func() {
		go func() {
			s.finish()
			_ = s.channel.Close()
		}()
	}
}
