package guard

import (
	"math"
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// limit is a rate that every source must keep. A new one takes a line here and one in
// [Config.rates].
type limit int

const (
	sshConnections     limit = iota // new connections by SSH, and further sessions of one
	otherConnections                // new connections to other doors
	refusedConnections              // refused connections that are admitted to be told so
	refusedSessions                 // sessions that are told of a refusal
	silentConnections               // connections that send nothing
	input                           // bytes that its connections send after authentication; see budget
	output                          // bytes that they receive after it; see conn.payOutput
	freeOutput                      // of these, the bytes that [Guard.output] does not pay for
	work                            // microseconds of a core; see Work
	numLimits
)

// rates returns how much each limit allows a source per second, and at once.
func (c *Config) rates() [numLimits]struct{ perSecond, burst float64 } {
	in := float64(c.InputPerSource)
	out := outputShare * in
	return [numLimits]struct{ perSecond, burst float64 }{
		sshConnections:   {c.RatePerSource, float64(c.BurstPerSource)},
		otherConnections: {c.RatePerSource, float64(c.BurstPerSource)},
		// Refused visitors are told so in a session. Only as many connections again may
		// open none, because each costs a key exchange.
		refusedConnections: {toldRate, 2 * toldBurst},
		refusedSessions:    {toldRate, toldBurst},
		silentConnections:  {silentRate, silentBurst},
		input:              {in, inputBurst * in},
		output:             {out, outputBurst * out},
		freeOutput:         {out / outputLittle, outputBurst * out / outputLittle},
		work:               {1e4 * float64(c.WorkPerSource), 1e6},
	}
}

// bucket is a token bucket. It reads the clock under its lock: a [rate.Limiter] counts the
// time between two calls twice if they come in the wrong order.
type bucket struct {
	*rate.Limiter
	mu sync.Mutex
}

// newBucket returns a full bucket.
func newBucket(perSecond, burst float64) *bucket {
	return &bucket{Limiter: rate.NewLimiter(rate.Limit(perSecond), int(min(burst, math.MaxInt32)))}
}

// spend takes cost tokens, and returns the time until the bucket has them.
func (b *bucket) spend(cost int) (owes time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	return b.ReserveN(now, min(cost, b.Burst())).DelayFrom(now)
}

// take takes a token if there is one.
func (b *bucket) take() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.AllowN(time.Now(), 1)
}

// source is a network that connections come from. Any goroutine may use its buckets;
// guard.mu protects the rest.
type source struct {
	prefix  netip.Prefix // none for the crowd
	scale   int          // of all limits: 1, or 4 for an IPv6 /48
	buckets [numLimits]*bucket
	open    int  // connections, and what counts as one; see conn.keep
	proxy   bool // it has spoken for itself (LOCAL or UNKNOWN), maybe for a stranger
	rest    time.Duration
	until   time.Time // of the rest
}

func newSource(p netip.Prefix, scale int, cfg *Config) *source {
	s := &source{prefix: p, scale: scale}
	for l, r := range cfg.rates() {
		s.buckets[l] = newBucket(float64(scale)*r.perSecond, float64(scale)*r.burst)
	}
	return s
}

// over reports whether the source is at a limit, which it would escape if the table forgot
// it.
func (s *source) over() bool {
	return s.open > 0 || s.rests() ||
		slices.ContainsFunc(s.buckets[:], func(b *bucket) bool { return b.Tokens() < 1 })
}

// rests reports whether the source has recently sent garbage.
func (s *source) rests() bool { return time.Now().Before(s.until) }

// punish rejects the source for a minute, and for twice as long each further time, up to
// ten minutes. The source is nil if a proxy has not named its client.
func (s *source) punish() {
	now := time.Now()
	if s == nil || !s.prefix.IsValid() || s.proxy || now.Before(s.until) {
		return // neither the crowd, nor a proxy, nor a source that rests already
	}
	if s.rest == 0 || now.Sub(s.until) > longestRest {
		s.rest = firstRest
	} else {
		s.rest = min(2*s.rest, longestRest)
	}
	s.until = now.Add(s.rest)
}

// sources are the networks that a connection counts for, the nearest first.
type sources []*source

// count adds n to the connections of each source. The caller holds guard.mu.
func (all sources) count(n int) {
	for _, s := range all {
		s.open += n
	}
}

// has reports whether n more are within the limit of each source.
func (all sources) has(l limit, n int) bool {
	return !slices.ContainsFunc(all, func(s *source) bool { return s.buckets[l].Tokens() < float64(n) })
}

// take takes n from each source if that is within the limits.
func (all sources) take(l limit, n int) bool {
	ok := all.has(l, n)
	if ok {
		all.spend(l, n)
	}
	return ok
}

// spend takes cost from each source, and returns the time until all have paid.
func (all sources) spend(l limit, cost int) (owes time.Duration) {
	for _, s := range all {
		owes = max(owes, s.buckets[l].spend(cost))
	}
	return owes
}

// table holds the networks seen recently. It is bounded, and never forgets a source at a
// limit. If all are at a limit, new ones share an entry, the crowd, so that they can still
// connect.
type table struct {
	cfg   *Config
	max   int
	known map[netip.Prefix]*source
	crowd *source
}

func newTable(cfg *Config, limit int) *table {
	return &table{cfg: cfg, max: limit, known: make(map[netip.Prefix]*source), crowd: newSource(netip.Prefix{}, 16, cfg)}
}

// of returns the sources that an address counts for: the IPv4 address, or the IPv6 /64 and
// /48 (of a household and a site).
func (t *table) of(ip netip.Addr) sources {
	nearest := t.get(Source(ip), 1)
	if !ip.Is6() { // a connection without an address, such as a pipe, has a source too
		return sources{nearest}
	}
	site, _ := ip.Prefix(48)
	return sources{nearest, t.get(site, 4)}
}

// get returns the source with that prefix, and adds it to the table.
func (t *table) get(p netip.Prefix, scale int) *source {
	if s, ok := t.known[p]; ok {
		return s
	}
	if len(t.known) >= t.max && !t.forget() {
		return t.crowd
	}
	s := newSource(p, scale, t.cfg)
	t.known[p] = s
	return s
}

// forget removes a source that is within its limits. It tries only a few, at random.
func (t *table) forget() bool {
	tries := 32
	for p, s := range t.known {
		if !s.over() {
			delete(t.known, p)
			return true
		}
		if tries--; tries == 0 {
			break
		}
	}
	return false
}

// Source returns the network that an address counts for: the IPv4 address, or the IPv6 /64,
// the network of a household.
func Source(ip netip.Addr) netip.Prefix {
	bits := ip.BitLen()
	if ip.Is6() {
		bits = 64
	}
	p, _ := ip.Prefix(bits)
	return p
}

// Address returns the IP address of a, or the zero Addr if it has none. It returns an
// IPv4-mapped IPv6 address as IPv4.
func Address(a net.Addr) netip.Addr {
	if a == nil {
		return netip.Addr{}
	}
	ap, _ := netip.ParseAddrPort(a.String())
	return ap.Addr().Unmap().WithZone("")
}
