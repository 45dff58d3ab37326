package guard

import (
	"slices"
	"sync"
	"time"
)

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
