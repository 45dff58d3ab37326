package guard

import (
	"io"
	"math"
	"net"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Guard limits what a server accepts. All state is in it.
type Guard struct {
	cfg     Config
	ssh     *Door
	output  *bucket // of all sources together; see conn.afford
	refused [numReasons]atomic.Uint64

	mu       sync.Mutex
	conns    map[*conn]struct{}
	doors    []*Door
	told     int // connections that are only there to be told of a refusal
	sessions int
	admitted uint64
	silent   uint64 // of them, connections that have ended without a word
	failures map[string]uint64
	table    *table
}

// New returns a Guard, or a [*ConfigError].
func New(cfg Config) (*Guard, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	g := &Guard{cfg: cfg, conns: make(map[*conn]struct{})}
	g.failures = map[string]uint64{Closed: 0, Goodbye: 0, Algorithms: 0, Auth: 0, NotSSH: 0}
	g.table = newTable(&g.cfg, maxSources)
	one := cfg.rates()[output]
	g.output = newBucket(outputSources*one.perSecond, one.burst)
	g.ssh = g.newDoor(fresh, math.MaxInt)
	return g, nil
}

// Listener wraps l for an SSH server. Rejected connections are closed and never
// returned by Accept.
func (g *Guard) Listener(l net.Listener) net.Listener { return g.ssh.Listener(l) }

// admit admits a new connection, or closes it and returns nil. A connection from a
// proxy is counted later, by [Guard.settle], when its header has named the client.
func (d *Door) admit(raw net.Conn) *conn {
	g, ip := d.guard, Address(raw.RemoteAddr())
	c := &conn{Conn: raw, raw: raw, guard: g, door: d}
	c.proxied = slices.ContainsFunc(g.cfg.ProxyFrom, func(p netip.Prefix) bool { return p.Contains(ip) })
	g.mu.Lock()
	why := None
	if !c.proxied {
		why = g.count(c, ip)
	}
	if why == None && c.refusal == None && d.full() {
		why = g.refuse(c, Total, c.sources)
	}
	if why != None {
		c.leave()
		g.mu.Unlock()
		g.refused[why].Add(1)
		if d == g.ssh && ip.IsLoopback() { // a health check of this machine shows it
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

// count counts a connection for the sources of an address. It returns the limit that they
// have reached, or None if the connection is admitted, be it only to be told of one. The
// caller holds mu.
func (g *Guard) count(c *conn, ip netip.Addr) Reason {
	from := g.table.of(ip)
	if why := g.limit(c, from); why != None {
		if why = g.refuse(c, why, from); why != None {
			return why
		}
	}
	c.sources = from
	for _, s := range from {
		s.open++
	}
	if c.refusal == None && !c.local {
		from.take(c.door.fresh, 1)
	}
	return None
}

// limit returns the limit that a further connection would exceed, or None. The caller holds
// mu.
func (g *Guard) limit(c *conn, from sources) Reason {
	for _, s := range from {
		switch {
		case time.Now().Before(s.until):
			return Resting
		case s.open >= s.scale*g.cfg.MaxPerSource:
			return PerSource
		}
	}
	if !c.local && !from.has(c.door.fresh, 1) {
		return Rate
	}
	return None
}

// refuse returns why a connection is refused, or None if it is admitted to be told so,
// which only some are: each costs a key exchange. The caller holds mu.
func (g *Guard) refuse(c *conn, why Reason, from sources) Reason {
	if g.told >= maxTold || why == Resting && g.told >= maxTold/2 || !from.has(tell, 1) || !from.take(knock, 1) {
		return why
	}
	if c.door != g.ssh { // where each connection has a session
		from.take(tell, 1)
	}
	c.refusal = why
	g.told++
	g.refused[why].Add(1)
	return None
}

// settle counts a connection from a proxy for the client behind it, or for the proxy
// itself if it speaks for none (local). It reports false if it has closed the connection.
func (g *Guard) settle(c *conn, from net.Addr, local bool) bool {
	g.mu.Lock()
	c.local = local
	why := None
	if c.closed {
		why = Proxy
	} else if c.refusal == None { // otherwise it is refused as it is
		why = g.count(c, Address(from))
	}
	g.mu.Unlock()
	if why != None {
		c.end(why)
	}
	return why == None
}

// punish turns the source of a connection away for a while, for what it has sent.
func (g *Guard) punish(c *conn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(c.sources) > 0 {
		c.sources[0].punish() // the nearest; a site does not answer for a household
	}
}

// leave removes the connection from all counts. The caller holds guard.mu.
func (c *conn) leave() {
	g := c.guard
	c.closed = true
	if _, ok := g.conns[c]; ok {
		delete(g.conns, c)
		c.door.open--
		c.clock.Stop()
		c.stall.Stop()
	}
	c.stopWaiting()
	if c.refusal != None {
		g.told--
	}
	g.sessions -= c.running
	c.running, c.sessions = 0, nil
	for _, s := range c.sources {
		s.open--
	}
}

// CloseWaiting closes the connections that have been without a session for too long, and
// returns the number of connections that are left. It is for a server that shuts down.
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

// EndSessions ends, because of Restart, the sessions whose client has sent nothing for that
// long and is being sent nothing; with 0 it ends all of them. It is for a server that shuts
// down.
func (g *Guard) EndSessions(quiet time.Duration) {
	now := time.Now()
	g.mu.Lock()
	defer g.mu.Unlock()
	for c := range g.conns {
		for _, s := range c.sessions {
			still := s.busy.Load() == 0 && now.Sub(time.Unix(0, s.typed.Load())) >= quiet
			if (still || quiet == 0) && !s.accepted.IsZero() && !s.ended && s.why == None {
				s.stop(Restart, now)
			}
		}
		c.schedule()
	}
}
