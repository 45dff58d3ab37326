package guard

import (
	"encoding/binary"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"
)

func ip4(i int) netip.Addr {
	return netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, uint32(10<<24+i))))
}

// The number of sources is bounded, and many new ones do not displace one that is over
// its limit.
func TestSourcesAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cfg := Defaults()
		cfg.BurstPerSource, cfg.RatePerSource = 2, 0.1
		table := newTable(&cfg, 64)
		bad := table.of(ip4(0))
		bad.spend(sshConnections, 2)
		resting := table.of(ip4(1))
		resting[0].punish()
		for i := range 10000 {
			table.of(ip4(100 + i))
		}
		if n := len(table.known); n > 64 {
			t.Errorf("got %d sources, want at most 64", n)
		}
		if table.known[bad[0].prefix] != bad[0] || table.known[resting[0].prefix] != resting[0] {
			t.Error("a source over its limit is forgotten")
		}
		time.Sleep(time.Hour)
		for i := range 10000 {
			table.of(ip4(20000 + i))
		}
		if table.known[bad[0].prefix] != nil || table.known[resting[0].prefix] != nil {
			t.Error("a source is not forgotten after an hour")
		}
	})
}

// A source that is over any of its limits is not forgotten.
func TestEveryLimitIsRemembered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cfg := Defaults()
		for l := range numLimits {
			s := newSource(netip.Prefix{}, 1, &cfg)
			if s.over() {
				t.Fatalf("a new source is over its limits")
			}
			if s.buckets[l].spend(s.buckets[l].Burst()); !s.over() {
				t.Errorf("a source at limit %d may be forgotten", l)
			}
		}
	})
}

// If no known source may be forgotten, new ones share one entry.
func TestCrowd(t *testing.T) {
	cfg := Defaults()
	table := newTable(&cfg, 8)
	for i := range 8 {
		table.of(ip4(i))[0].open = 1
	}
	if got := table.of(ip4(99))[0]; got != table.crowd || len(table.known) != 8 {
		t.Errorf("got source %v with %d known, want the crowd with 8", got.prefix, len(table.known))
	}
	if table.crowd.punish(); !table.crowd.until.IsZero() {
		t.Error("the crowd rests for the garbage of one source")
	}
}

func TestRestDoubles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := source{prefix: Source(ip4(0))}
		for _, want := range []time.Duration{1, 2, 4, 8, 10, 10} {
			s.punish()
			if got := time.Until(s.until); got != want*time.Minute {
				t.Errorf("got a rest of %s, want %d minutes", got, want)
			}
			time.Sleep(time.Second)
			s.punish() // at rest already
			time.Sleep(time.Until(s.until) + time.Second)
		}
		time.Sleep(2 * longestRest)
		if s.punish(); time.Until(s.until) != firstRest {
			t.Errorf("long after the last rest: got a rest of %s, want %s", time.Until(s.until), firstRest)
		}
	})
}
