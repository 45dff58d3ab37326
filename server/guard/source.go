package guard

import (
	"container/list"
	"net"
	"net/netip"
	"slices"
	"time"

	"golang.org/x/time/rate"
)

// source is a network that connections come from.
type source struct {
	prefix netip.Prefix
	scale  int // of all limits: 1, or 4 for an IPv6 /48
	open   int // connections
	cfg    *Config
	doors  []atDoor      // by index; as many as it has used
	input  *bucket       // bytes that its connections send after authentication; see budget
	output *bucket       // bytes that they are sent after it; see conn.afford
	little *rate.Limiter // output that Guard.output does not pay for
	knock  *rate.Limiter // refused connections that are admitted to be told so
	tell   *rate.Limiter // sessions that are told of a refusal
	silent *rate.Limiter // connections without a word
	places chan struct{} // holds an element for each subsystem under way
	work   *bucket       // microseconds of a core; see Work
	rest   time.Duration
	until  time.Time     // of the rest
	seen   *list.Element // in sources.order; nil for the crowd
}

// atDoor is the state of a source at one door.
type atDoor struct {
	waiting int           // connections without a session so far
	fresh   *rate.Limiter // new connections, and further sessions of one
}

// at returns the state at a door. The result is valid until the next call.
func (s *source) at(d *Door) *atDoor {
	for len(s.doors) <= d.index {
		s.doors = append(s.doors, atDoor{fresh: limiter(float64(s.scale)*s.cfg.RatePerSource, float64(s.scale*s.cfg.BurstPerSource))})
	}
	return &s.doors[d.index]
}

// A refused visitor is told so in a session. A source may have some of these at once, and
// as many connections again that never open one, because each costs a key exchange.
const (
	toldRate    = 0.2 // a second
	toldBurst   = 16
	knocksBurst = 2 * toldBurst
)

func newSource(p netip.Prefix, scale int, cfg *Config) *source {
	n := float64(scale)
	input := n * float64(cfg.InputPerSource)
	output := outputShare * input
	return &source{
		prefix: p, scale: scale, cfg: cfg, places: make(chan struct{}, scale*maxSubsystems),
		input:  newBucket(input, inputBurst*input),
		output: newBucket(output, outputBurst*output),
		little: limiter(output/outputLittle, outputBurst*output/outputLittle),
		work:   newBucket(n*float64(cfg.WorkPerSource)*1e4, n*1e6),
		knock:  limiter(n*toldRate, n*knocksBurst),
		tell:   limiter(n*toldRate, n*toldBurst),
		silent: limiter(n*silentRate, n*silentBurst),
	}
}

// over reports whether the source is at one of its limits, which it would escape if it
// were forgotten.
func (s *source) over(now time.Time) bool {
	over := s.open > 0 || now.Before(s.until)
	for _, b := range []*bucket{s.input, s.output, s.work} {
		over = over || b.TokensAt(now) < 1
	}
	for i := range s.doors {
		over = over || s.doors[i].fresh.TokensAt(now) < 1
	}
	return over
}

func knocksOf(s *source) *rate.Limiter  { return s.knock }
func tellsOf(s *source) *rate.Limiter   { return s.tell }
func silenceOf(s *source) *rate.Limiter { return s.silent }

// has reports whether each of the sources has a token in a limiter of its own.
func has(from []*source, now time.Time, of func(*source) *rate.Limiter) bool {
	return !slices.ContainsFunc(from, func(s *source) bool { return of(s).TokensAt(now) < 1 })
}

// take takes these tokens if they are there.
func take(from []*source, now time.Time, of func(*source) *rate.Limiter) bool {
	ok := has(from, now, of)
	for _, s := range from {
		if ok {
			of(s).AllowN(now, 1)
		}
	}
	return ok
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

// punish turns the source away for a minute, and for twice as long each further time, up
// to ten minutes.
func (s *source) punish(now time.Time) {
	if s.seen == nil || now.Before(s.until) {
		return // a crowd is not punished, nor what was under way when the rest began
	}
	if s.rest == 0 || now.Sub(s.until) > longestRest {
		s.rest = firstRest
	} else {
		s.rest = min(2*s.rest, longestRest)
	}
	s.until = now.Add(s.rest)
}

// sources is a table of the networks seen last. It has a bounded size and never forgets a
// source that is at a limit. If all of them are, further ones share an entry, the crowd,
// so that they can still connect.
type sources struct {
	cfg   *Config
	max   int
	known map[netip.Prefix]*source
	order list.List // of *source, the newest first
	crowd *source
}

func newSources(cfg *Config, limit int) *sources {
	return &sources{cfg: cfg, max: limit, known: make(map[netip.Prefix]*source), crowd: newSource(netip.Prefix{}, 16, cfg)}
}

// get returns the source with that prefix, and adds it to the table.
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

// forget removes the source seen longest ago that is within its limits. It looks at a
// few only, and moves those that it has to keep to the front.
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
	if !ip.Is6() { // a connection without an address, such as a pipe, has a source too
		return []*source{nearest}
	}
	site, _ := ip.Prefix(48)
	return []*source{nearest, t.get(site, 4, now)}
}

// Source returns the network that an address is counted for: the IPv4 address, or the
// IPv6 /64, which is what a household gets.
func Source(ip netip.Addr) netip.Prefix {
	bits := ip.BitLen()
	if ip.Is6() {
		bits = 64
	}
	p, _ := ip.Prefix(bits)
	return p
}

// Address returns the IP address of a, or the zero Addr if it has none. An IPv4-mapped
// IPv6 address is returned as IPv4.
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
