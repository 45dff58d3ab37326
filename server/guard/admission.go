package guard

import (
	"io"
	"math"
	"net"
	"slices"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Guard limits what a server accepts. All state is in it.
type Guard struct {
	cfg      Config
	ssh      *Door
	output   *bucket // of all sources together; see conn.afford
	refused  counters
	failures failures

	mu       sync.Mutex
	conns    map[*conn]struct{}
	doors    []*Door
	told     int // connections that are only there to be told of a refusal
	sessions int
	admitted uint64
	silent   uint64 // of them, connections that have ended without a word
	sources  *sources
	sweeper  chan struct{} // closed when the last connection has gone; nil without any
	alarm    chan struct{} // wakes the sweeper before its time
}

// New returns a Guard, or a [*ConfigError].
func New(cfg Config) (*Guard, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	g := &Guard{cfg: cfg, conns: make(map[*conn]struct{}), alarm: make(chan struct{}, 1)}
	g.sources, g.output = newSources(&g.cfg, maxSources), newOutput(&g.cfg)
	g.ssh = g.newDoor(math.MaxInt)
	return g, nil
}

// Listener wraps l for an SSH server. Rejected connections are closed and never
// returned by Accept. The guard keeps the time of connections: their deadlines cannot
// be set.
func (g *Guard) Listener(l net.Listener) net.Listener { return g.ssh.Listener(l) }

// admit admits a new connection, or closes it and returns nil. A connection from a
// proxy is counted later, by [Guard.settle], when its header has named the client.
func (d *Door) admit(raw net.Conn) *conn {
	g, ip := d.guard, Address(raw.RemoteAddr())
	c := &conn{Conn: raw, raw: raw, guard: g, gone: make(chan struct{}), door: d}
	for _, p := range g.cfg.ProxyFrom {
		c.proxied = c.proxied || p.Contains(ip)
	}
	now := time.Now()
	g.mu.Lock()
	var why Reason
	if !c.proxied {
		why = g.count(c, g.sources.of(ip, now), now)
	}
	if why == None && c.refusal == None && d.full() {
		if why = Total; g.mayTell(c, c.sources, now) {
			why, c.refusal = None, Total
			g.told++
		}
	}
	if why != None {
		c.leave()
		g.mu.Unlock()
		g.refused.add(why)
		if d == g.ssh && ip.IsLoopback() { // a health check of this machine shows it
			_, _ = io.WriteString(raw, RefusalLine+why.String()+"\r\n")
		}
		_ = raw.Close()
		return nil
	}
	var oldest *conn
	if d.pending.Len() >= g.cfg.MaxPending {
		oldest = d.victim()
		oldest.stopWaiting()
	}
	c.since = now
	c.startWaiting()
	g.conns[c] = struct{}{}
	d.open++
	g.admitted++
	if g.sweeper == nil {
		g.sweeper = make(chan struct{})
		go g.sweep(g.sweeper)
	}
	g.mu.Unlock()
	if c.refusal != None {
		g.refused.add(c.refusal)
	}
	if oldest != nil {
		oldest.end(Pending)
	}
	return c
}

// full reports whether the limit of connections is reached, in all or at this door.
// The caller holds mu.
func (d *Door) full() bool {
	return len(d.guard.conns)-d.guard.told >= d.guard.cfg.MaxConnections || d.open >= d.most
}

// victim returns the pending connection to close for a new one: the oldest one of the
// source with the most of them, so that a crowd displaces itself and not a visitor whose
// handshake is under way. The caller holds mu.
func (d *Door) victim() *conn {
	var victim *conn
	most := -1
	for e := d.pending.Front(); e != nil; e = e.Next() {
		c, waiting := e.Value.(*conn), 0
		if len(c.sources) > 0 {
			waiting = c.sources[0].at(d).waiting
		}
		if waiting > most {
			victim, most = c, waiting
		}
	}
	return victim
}

// count counts a connection for its sources. It returns the limit that they have
// reached, or None. With None, c.refusal may still name a limit: the connection is
// admitted only to be told of it. The caller holds mu.
func (g *Guard) count(c *conn, from []*source, now time.Time) Reason {
	why := None
	for _, s := range from {
		if why = s.refuses(c.door, now); why == Rate && c.local {
			why = None
		}
		if why != None {
			break
		}
	}
	if why != None {
		if why == Resting && g.told >= maxTold/2 || !g.mayTell(c, from, now) {
			return why
		}
		c.refusal = why
		g.told++
	}
	c.sources, c.charged = from, why == None && !c.local
	for _, s := range from {
		s.open++
		if c.waits != nil { // behind a proxy
			s.at(c.door).waiting++
		}
		if c.charged {
			s.at(c.door).fresh.AllowN(now, 1)
		}
	}
	return None
}

// mayTell reports whether a connection may be admitted to be told that it is refused.
// The caller holds mu.
func (g *Guard) mayTell(c *conn, from []*source, now time.Time) bool {
	if g.told >= maxTold || slices.ContainsFunc(from, func(s *source) bool { return !s.mayHear(now) }) {
		return false
	}
	for _, s := range from {
		s.knocks.AllowN(now, 1)
		if c.door != g.ssh { // where each connection has a session
			s.told.AllowN(now, 1)
		}
	}
	return true
}

// tells reports whether the session of a refused connection may be told so. The caller
// holds mu.
func (c *conn) tells(now time.Time) bool {
	return takeAll(c.sources, func(s *source) *rate.Limiter { return s.told }, now)
}

// again reports whether a connection that has had a session may have another one. The
// caller holds mu.
func (c *conn) again(now time.Time) bool {
	return takeAll(c.sources, func(s *source) *rate.Limiter { return s.at(c.door).fresh }, now)
}

// takeAll takes a token from each of the sources if all have one.
func takeAll(from []*source, bucket func(*source) *rate.Limiter, now time.Time) bool {
	if slices.ContainsFunc(from, func(s *source) bool { return bucket(s).TokensAt(now) < 1 }) {
		return false
	}
	for _, s := range from {
		bucket(s).AllowN(now, 1)
	}
	return true
}

// settle counts a connection from a proxy for the client behind it, or for the proxy
// itself if it speaks for none (local).
func (g *Guard) settle(c *conn, from net.Addr, local bool) bool {
	now := time.Now()
	g.mu.Lock()
	c.local = local
	why := None
	if c.closed {
		why = Proxy
	} else if c.refusal == None { // otherwise it is refused as it is
		why = g.count(c, g.sources.of(Address(from), now), now)
	}
	tell := c.refusal
	g.mu.Unlock()
	if why != None {
		c.end(why)
		return false
	}
	if tell != None {
		g.refused.add(tell)
	}
	return true
}

// punish turns the source of a connection away for a while, for what it has sent.
func (g *Guard) punish(c *conn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(c.sources) > 0 {
		c.sources[0].punish(time.Now()) // the nearest; a site does not answer for a household
	}
}
