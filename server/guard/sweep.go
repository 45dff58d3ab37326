package guard

import (
	"io"
	"time"
)

// sweepEvery is how exactly limits are kept: two things that are due within this
// time are done at once.
const sweepEvery = time.Second

// sweep ends what has outlived its limits, until there are no connections any
// more. One goroutine for all costs less than timers of each, and it sleeps until
// the first limit that can be reached.
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

// shortest is the time within which nothing that begins can be due.
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

// wake has the clock be looked at now.
func (g *Guard) wake() {
	select {
	case g.alarm <- struct{}{}:
	default: // it is on its way
	}
}

// agenda is what there is to do at one look at the clock, and when to look again.
type agenda struct {
	now, next time.Time
	todo      []func()
}

func (a *agenda) do(f func()) { a.todo = append(a.todo, f) }

// due reports whether t has come; if not, it will be looked at again then.
func (a *agenda) due(t time.Time) bool {
	if !a.now.Before(t) {
		return true
	}
	if t.Before(a.next) {
		a.next = t
	}
	return false
}

// stalled reports whether a write has been under way for too long that began at
// since, in ns of Unix time, or 0 if there is none.
func (a *agenda) stalled(since int64, limit time.Duration) bool {
	return since != 0 && a.due(time.Unix(0, since).Add(limit))
}

// check puts on the agenda what there is to do about a connection. The caller
// holds guard.mu.
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

// startBy is when a connection must have a session. The caller holds guard.mu.
func (c *conn) startBy() time.Time {
	if !c.asked.IsZero() {
		return c.asked.Add(hostKeyQuestion)
	}
	if c.delivering() {
		return c.since.Add(max(c.guard.cfg.StartupTimeout, deliverWithin))
	}
	return c.since.Add(c.guard.cfg.StartupTimeout)
}

// check puts on the agenda what there is to do about a channel.
func (s *Session) check(a *agenda) {
	c, cfg := s.conn, &s.conn.guard.cfg
	if a.stalled(s.writing.Load(), cfg.StallTimeout) {
		a.do(func() { c.end(Unread) })
		return
	}
	if !s.drains && s.channel != nil && c.read.Load() > drainFrom {
		// Someone who only types never gets here, and saves a goroutine.
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

// checkLimits puts on the agenda the ends that a session under way may come to, and
// the notices before. The caller holds guard.mu.
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

// checkStart closes a channel that has no session for too long, beside one that
// has; without, its connection ends. Its client may have to wait for what the other
// is sent before it learns that the channel is open. The caller holds guard.mu.
func (s *Session) checkStart(a *agenda) {
	c := s.conn
	if c.running > 0 && s.why == None && s.channel != nil && a.due(s.opened.Add(max(c.guard.cfg.StartupTimeout, deliverWithin))) {
		s.why = Startup
		c.guard.refused.add(Startup)
		ch := s.channel
		a.do(func() { go func() { _ = ch.Close() }() })
	}
}

// over returns what ends the session. The caller holds guard.mu.
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
