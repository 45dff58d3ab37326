package guard

import (
	"io"
	"maps"
	"math"
	"net"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Guard limits what a server accepts. It holds all state.
type Guard struct {
	cfg     Config
	made    time.Time // with the monotonic clock, which nobody sets
	ssh     *Door
	output  *bucket // of all sources together; see conn.payOutput
	refused [numReasons]atomic.Uint64

	mu       sync.Mutex
	conns    map[*conn]struct{}
	told     int // connections that are only open to be told of a refusal
	leaving  int // connections that have been told to leave
	further  int // sum of conn.further
	admitted uint64
	silent   uint64 // of them, connections that ended without sending anything
	failures map[string]uint64
	table    *table
}

// New returns a Guard, or a [*ConfigError].
func New(cfg Config) (*Guard, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	g := &Guard{cfg: cfg, made: time.Now(), conns: make(map[*conn]struct{})}
	g.failures = map[string]uint64{Closed: 0, Goodbye: 0, Algorithms: 0, Auth: 0, NotSSH: 0}
	g.table = newTable(&g.cfg, maxSources)
	one := cfg.rates()[output]
	g.output = newBucket(outputSources*one.perSecond, one.burst)
	g.ssh = &Door{guard: g, rate: sshConnections, most: math.MaxInt}
	return g, nil
}

// Listener wraps l for an SSH server. Accept returns admitted connections only; the guard
// closes all others.
func (g *Guard) Listener(l net.Listener) net.Listener { return g.ssh.Listener(l) }

// admit admits a new connection, or closes it and returns nil. A connection from a proxy
// counts for no source until its header has named the client; see [conn.identify].
func (d *Door) admit(raw net.Conn) *conn {
	g, ip := d.guard, Address(raw.RemoteAddr())
	c := &conn{Conn: raw, raw: raw, guard: g, door: d}
	c.proxied = slices.ContainsFunc(g.cfg.ProxyFrom, func(p netip.Prefix) bool { return p.Contains(ip) })
	g.mu.Lock()
	var from sources
	if !c.proxied {
		from = g.table.of(ip)
	}
	if why := g.count(c, from); why != None {
		g.mu.Unlock()
		g.refused[why].Add(1)
		if d == g.ssh && ip.IsLoopback() { // shown by a health check on this machine
			_, _ = io.WriteString(raw, RefusalLine+why.String()+"\r\n")
		}
		_ = raw.Close()
		return nil
	}
	var oldest *conn
	if len(d.pending) >= g.cfg.MaxPending {
		oldest = d.victim()
		oldest.stopWaiting()
	}
	c.gone, c.since = make(chan struct{}), time.Now()
	c.moved = c.since
	c.requests = newBucket(maxRequests/requestsIn.Seconds(), maxRequests)
	c.exchanges = newBucket(1/rekeyEvery.Seconds(), rekeyBurst)
	c.clock = time.AfterFunc(g.cfg.StartupTimeout, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		c.schedule()
	})
	c.stall = time.AfterFunc(g.cfg.StallTimeout, func() { c.end(Unread) })
	c.stall.Stop()
	d.pending = append(d.pending, c)
	g.conns[c] = struct{}{}
	d.open++
	g.admitted++
	g.mu.Unlock()
	if oldest != nil {
		oldest.end(Pending)
	}
	return c
}

// count counts a connection for sources. It returns the limit that the connection exceeds,
// or None if it is admitted. Only a few are admitted to be told of a limit, because each
// costs a key exchange. The caller holds mu.
func (g *Guard) count(c *conn, from sources) Reason {
	why := g.limit(c, from)
	search := why == Total && c.door == g.ssh // it looks at all connections
	if !c.local && (why == None || search) {
		from.take(c.door.rate, 1)
	}
	if search && g.displace(from) {
		why = None
	}
	if why != None {
		if g.told >= maxTold || why == Resting && g.told >= maxTold/2 || !from.has(refusedSessions, 1) || !from.take(refusedConnections, 1) {
			return why
		}
		if c.door != g.ssh { // each connection there has a session
			from.take(refusedSessions, 1)
		}
		c.refusal = why
		g.told++
		g.refused[why].Add(1)
	}
	c.sources = from
	from.count(1)
	return None
}

// limit returns the limit that a further connection exceeds, or None. The caller holds mu.
func (g *Guard) limit(c *conn, from sources) Reason {
	full := g.full(from)
	_, counted := g.conns[c] // before its proxy named the client
	switch {
	case slices.ContainsFunc(from, (*source).rests):
		return Resting
	case full == PerSource:
		return PerSource
	case !c.local && !from.has(c.door.rate, 1):
		return Rate
	case !counted && (full == Total || c.door.open >= c.door.most):
		return Total
	}
	return None
}

// full returns the number that one more connection of sources, or a further session,
// exceeds: PerSource, Total or None. The caller holds mu.
func (g *Guard) full(from sources) Reason {
	if slices.ContainsFunc(from, func(s *source) bool { return s.open >= s.scale*g.cfg.MaxPerSource }) {
		return PerSource
	}
	if len(g.conns)-g.told-g.leaving+g.further >= g.cfg.MaxConnections {
		return Total
	}
	return None
}

// displace tells a connection to leave, to make room for a new one of sources: of the source
// that has the most, the one that has been inactive for longest. It reports false if that
// source has no more than the new one would have then, or if too many are leaving. So nobody
// who is alone must leave, and sources displace each other only until they are equal. The
// caller holds mu.
func (g *Guard) displace(from sources) bool {
	if g.leaving >= maxLeaving {
		return false
	}
	own := 1
	if len(from) > 0 { // otherwise a proxy has not named it
		own += from[0].open
	}
	crowd := func(c *conn) int {
		if s := c.nearest(); s != nil && s.prefix.IsValid() && c.door == g.ssh && c.refusal == None && !c.leaving {
			return s.open
		}
		return 0
	}
	c := oldest(slices.Collect(maps.Keys(g.conns)), crowd)
	if crowd(c) <= own {
		return false
	}
	g.refused[Total].Add(1)
	g.leaving++
	c.leaving, c.why = true, Total
	c.sources.count(-1)
	c.stop(Total, 0)
	return true
}

// CloseWaiting closes the connections that have had no session for too long, and returns
// the number of connections that remain. It is for a server that shuts down.
func (g *Guard) CloseWaiting() int {
	now := time.Now()
	g.mu.Lock()
	defer g.mu.Unlock()
	left := len(g.conns)
	for c := range g.conns {
		grace := lastHandshake
		if c.begun.Load() {
			grace = lastSession
		}
		if c.running == 0 && !c.delivering() && now.Sub(c.since) > grace {
			left--
			go func() { _ = c.Close() }()
		}
	}
	return left
}

// EndSessions ends, for Restart, all sessions that are not busy and whose client has sent
// nothing for the time quiet; if quiet is 0, it ends all sessions. It is for a server that
// shuts down.
func (g *Guard) EndSessions(quiet time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for c := range g.conns {
		c.stop(Restart, quiet)
	}
}

// stop ends the sessions of a connection as [Guard.EndSessions] does. The caller holds
// guard.mu.
func (c *conn) stop(why Reason, quiet time.Duration) {
	now := time.Now()
	for _, s := range c.sessions {
		still := s.busy.Load() == 0 && now.Sub(s.lastTyped()) >= quiet
		if (still || quiet == 0) && !s.accepted.IsZero() && !s.ended && s.why == None {
			s.stop(why, now)
		}
	}
	c.schedule()
}
