package guard

import "sync/atomic"

// Reason says why a connection or a session was refused or ended.
type Reason uint8

// Reasons, in the order in which they may come up.
const (
	None        Reason = iota
	Total              // too many connections in all
	PerSource          // too many connections from one source
	Rate               // too many new connections from one source
	Resting            // the source has sent garbage lately
	Proxy              // a PROXY header was missing, late or wrong
	Pending            // gave way to others while it had no session
	Startup            // started no session in time
	Garbage            // what was sent is not SSH, or too much of it before a session
	Channels           // a channel too many, or of a type that is not served
	Requests           // too many requests
	Request            // a request that is not granted
	Command            // a command that is too long
	Unread             // did not read what it was sent
	Idle               // nothing was typed
	SessionTime        // the session was as long as one may be
	Restart            // the server shuts down, which is no refusal and not counted
	numReasons
)

// String returns the reason as a word for metrics.
func (r Reason) String() string {
	return [numReasons]string{
		"none", "total", "per-source", "rate", "resting", "proxy", "pending", "startup",
		"garbage", "channels", "requests", "request", "command", "unread", "idle", "session-time", "restart",
	}[min(r, numReasons-1)]
}

// counters count what was refused.
type counters [numReasons]atomic.Uint64

func (c *counters) add(r Reason) { c[r].Add(1) }

// Stats is what a Guard has to do and has done.
type Stats struct {
	Connections int                // open now
	Pending     int                // of them, not yet in a session
	Sessions    int                // under way
	Sources     int                // remembered
	Admitted    uint64             // connections since the start, those to be told of a refusal included
	Silent      uint64             // of them, those that have ended without a word, as the check of a balancer does
	Refused     map[Reason]uint64  // connections, channels, requests and sessions refused or ended, by every reason
	Failed      map[Failure]uint64 // handshakes, by every kind of failure
}

// Stats returns the numbers of this moment.
func (g *Guard) Stats() Stats {
	refused := make(map[Reason]uint64, numReasons)
	for r := None + 1; r < Restart; r++ {
		refused[r] = g.refused[r].Load()
	}
	failed := make(map[Failure]uint64, numFailures)
	for f := range numFailures {
		failed[f] = g.failures[f].Load()
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	pending := 0
	for _, d := range g.doors {
		pending += d.pending.Len()
	}
	return Stats{
		Connections: len(g.conns), Pending: pending, Sessions: g.sessions, Sources: len(g.sources.known), Admitted: g.admitted, Silent: g.silent, Refused: refused, Failed: failed,
	}
}
