package guard

import (
	"slices"
	"sync"
	"time"
)

// Of the time that a connection may be without a session while the server shuts
// down.
const (
	lastHandshake = 2 * time.Second        // as long as one takes from the far side of the world
	lastSession   = 500 * time.Millisecond // whoever has had one has only to hang up
)

// delivering reports whether there is a session of which the client has not said
// that it has all of it: the last bytes are on their way. The caller holds guard.mu.
func (c *conn) delivering() bool {
	return slices.ContainsFunc(c.sessions, func(s *Session) bool { return s.ended })
}

// CloseWaiting closes the connections that have been without a session for too
// long to wait for, and returns how many there still are, those with a session
// among them. It is for a server that shuts down.
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

// EndSessions has the sessions ended, because of Restart, in which nothing has been
// under way for that long: whose client has sent nothing and is being sent nothing.
// With 0 it is all of them. It is for a server that shuts down.
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

// Busy says that something is under way that a server that shuts down lets end,
// however slowly its client takes it, until the returned function is called.
func (s *Session) Busy() (done func()) {
	s.busy.Add(1)
	return sync.OnceFunc(func() { s.busy.Add(-1) })
}

// quiet is how long the session's client has sent nothing, 0 while something is
// under way.
func (s *Session) quiet(now time.Time) time.Duration {
	if s.busy.Load() > 0 || s.writing.Load() != 0 {
		return 0
	}
	return now.Sub(time.Unix(0, s.typed.Load()))
}
