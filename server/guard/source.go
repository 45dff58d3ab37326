package guard

import (
	"container/list"
	"math"
	"net"
	"net/netip"
	"time"

	"golang.org/x/time/rate"
)

// source is one network that connections come from.
type source struct {
	prefix netip.Prefix
	scale  int // of all limits: 1, or 4 for an IPv6 /48
	open   int // connections
	cfg    *Config
	doors  []atDoor      // by their index, those that it has come to
	input  *bucket       // what connections send after authentication; see budget
	output *bucket       // what they are sent then; see conn.afford
	little *rate.Limiter // of that, what is not paid from the budget of all
	knocks *rate.Limiter // connections that may hear of a refusal; nil as long as none has been refused
	told   *rate.Limiter // refusals that are said, likewise
	silent *rate.Limiter // connections without a word; nil before the first
	places chan struct{} // holds an element for each subsystem under way
	work   work
	rest   time.Duration
	until  time.Time     // of the rest
	seen   *list.Element // in sources.order
	crowd  bool          // all who are not known one by one
}

// atDoor is what a source does at one door.
type atDoor struct {
	waiting int           // connections without a session so far
	fresh   *rate.Limiter // new connections, and further sessions of one
}

// at returns what the source does at a door. The result is valid until the next call.
func (s *source) at(d *Door) *atDoor {
	for len(s.doors) <= d.index {
		s.doors = append(s.doors, atDoor{fresh: limiter(float64(s.scale)*s.cfg.RatePerSource, s.scale*s.cfg.BurstPerSource)})
	}
	return &s.doors[d.index]
}

// Somebody who is refused is told so in a session. A source may have some of these
// at once, and as many connections again that never open one: each costs a key
// exchange.
const (
	toldRate    = 0.2 // a second
	toldBurst   = 16
	knocksBurst = 2 * toldBurst
)

func newSource(p netip.Prefix, scale int, cfg *Config) *source {
	s := &source{prefix: p, scale: scale, cfg: cfg, places: make(chan struct{}, scale*maxSubsystems)}
	perSecond := float64(scale) * float64(cfg.InputPerSource)
	s.input = newBucket(perSecond, perSecond*inputBurst)
	perSecond *= outputShare
	s.output = newBucket(perSecond, perSecond*outputBurst)
	s.little = limiter(perSecond/outputLittle, int(min(perSecond*outputBurst/outputLittle, math.MaxInt32)))
	return s
}

// over reports whether the source is at one of its limits, so that to forget it
// would be to let it off.
func (s *source) over(now time.Time) bool {
	over := s.open > 0 || now.Before(s.until) || s.input.TokensAt(now) < 1 || s.output.TokensAt(now) < 1 || s.work.spend(0, now, s.share()) > 0
	for i := range s.doors {
		over = over || s.doors[i].fresh.TokensAt(now) < 1
	}
	return over
}

// mayHear reports whether one more connection of the source may be let in to be
// told that it is refused.
func (s *source) mayHear(now time.Time) bool {
	if s.knocks == nil {
		s.knocks = limiter(float64(s.scale)*toldRate, s.scale*knocksBurst)
		s.told = limiter(float64(s.scale)*toldRate, s.scale*toldBurst)
	}
	return s.knocks.TokensAt(now) >= 1 && s.told.TokensAt(now) >= 1
}

// refuses returns the limit that the source has reached at a door, or None.
func (s *source) refuses(at *Door, now time.Time) Reason {
	switch {
	case now.Before(s.until):
		return Resting
	case s.open >= s.scale*s.cfg.MaxPerSource:
		return PerSource
	case s.at(at).fresh.TokensAt(now) < 1:
		return Rate
	}
	return None
}

// punish has the source rest for a minute, and twice as long each time that it
// did not help, up to ten.
func (s *source) punish(now time.Time) {
	if s.crowd || now.Before(s.until) {
		return // nobody answers for a crowd, nor for what was under way when the rest began
	}
	if s.rest == 0 || now.Sub(s.until) > longestRest {
		s.rest = firstRest
	} else {
		s.rest = min(2*s.rest, longestRest)
	}
	s.until = now.Add(s.rest)
}

// sources remembers the networks seen last, a bounded number of them. One that
// is at a limit is not forgotten. Should all of them be, the others share one
// entry, the crowd, so that they can still come in.
type sources struct {
	cfg   *Config
	max   int
	known map[netip.Prefix]*source
	order list.List // of *source, the newest first
	crowd *source
}

func newSources(cfg *Config, limit int) *sources {
	t := &sources{cfg: cfg, max: limit, known: make(map[netip.Prefix]*source), crowd: newSource(netip.Prefix{}, 16, cfg)}
	t.crowd.crowd = true
	return t
}

// get returns the source with that prefix, and remembers it.
func (t *sources) get(p netip.Prefix, scale int, now time.Time) *source {
	if s, ok := t.known[p]; ok {
		t.order.MoveToFront(s.seen)
		return s
	}
	if len(t.known) >= t.max && !t.forget(now) {
		return t.crowd
	}
	s := newSource(p, scale, t.cfg)
	s.seen = t.order.PushFront(s)
	t.known[p] = s
	return s
}

// forget drops the source seen longest ago that is within its limits. It looks
// at a few only; those that it has to keep go to the front.
func (t *sources) forget(now time.Time) bool {
	for range 32 {
		s := t.order.Back().Value.(*source)
		if !s.over(now) {
			t.order.Remove(s.seen)
			delete(t.known, s.prefix)
			return true
		}
		t.order.MoveToFront(s.seen)
	}
	return false
}

// of returns the sources that an address counts for: the IPv4 address, or the
// IPv6 /64 and /48 (what one household and one site get).
func (t *sources) of(ip netip.Addr, now time.Time) []*source {
	nearest := t.get(Source(ip), 1, now)
	if !ip.Is6() { // no address at all, as of a pipe, is a source too
		return []*source{nearest}
	}
	site, _ := ip.Prefix(48)
	return []*source{nearest, t.get(site, 4, now)}
}

// Source is what counts as one source of connections: an IPv4 address, or an IPv6
// /64, what one household gets.
func Source(ip netip.Addr) netip.Prefix {
	bits := ip.BitLen()
	if ip.Is6() {
		bits = 64
	}
	p, _ := ip.Prefix(bits)
	return p
}

// Address is the IP address of a, the zero Addr if it has none. An IPv4 address
// in IPv6's form is one of IPv4.
func Address(a net.Addr) netip.Addr {
	if t, ok := a.(*net.TCPAddr); ok {
		return t.AddrPort().Addr().Unmap().WithZone("")
	}
	if a != nil {
		if ap, err := netip.ParseAddrPort(a.String()); err == nil {
			return ap.Addr().Unmap().WithZone("")
		}
	}
	return netip.Addr{}
}
