package guard

import (
	"container/list"
	"encoding/binary"
	"net/netip"
	"testing"
	"time"
)

func ip4(i int) netip.Addr {
	return netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, uint32(10<<24+i))))
}

// Memory is bounded, and a crowd of new sources does not reset one that is over
// its limit.
func TestSourcesAreBounded(t *testing.T) {
	cfg := Defaults()
	cfg.BurstPerSource, cfg.RatePerSource = 2, 0.1
	now := time.Now()
	table := newSources(&cfg, 64)
	bad := table.of(ip4(0), now)[0]
	bad.at(new(Door)).fresh.AllowN(now, 2)
	resting := table.of(ip4(1), now)[0]
	resting.punish(now)
	for i := range 10000 {
		table.of(ip4(100+i), now)
	}
	if n := len(table.known); n > 64 || n != table.order.Len() {
		t.Errorf("%d sources, %d in order", n, table.order.Len())
	}
	if table.known[bad.prefix] != bad || table.known[resting.prefix] != resting {
		t.Error("a source over its limit is forgotten")
	}
	later := now.Add(time.Hour)
	for i := range 10000 {
		table.of(ip4(20000+i), later)
	}
	if table.known[bad.prefix] != nil || table.known[resting.prefix] != nil {
		t.Error("sources are never forgotten")
	}
}

// When all that are known are over their limits, others share one entry.
func TestCrowd(t *testing.T) {
	cfg := Defaults()
	now := time.Now()
	table := newSources(&cfg, 8)
	for i := range 8 {
		table.of(ip4(i), now)[0].open = 1
	}
	if got := table.of(ip4(99), now)[0]; got != table.crowd || len(table.known) != 8 {
		t.Errorf("%v, %d known", got.prefix, len(table.known))
	}
	if table.crowd.punish(now); table.crowd.refuses(new(Door), now) != None {
		t.Error("all of them rest for what one has sent")
	}
}

func TestRestDoubles(t *testing.T) {
	s := source{seen: new(list.Element)}
	now := time.Now()
	for _, want := range []time.Duration{1, 2, 4, 8, 10, 10} {
		s.punish(now)
		if got := s.until.Sub(now); got != want*time.Minute {
			t.Errorf("%s, want %d minutes", got, want)
		}
		s.punish(now.Add(time.Second)) // at rest already
		now = s.until.Add(time.Second)
	}
	now = now.Add(2 * longestRest)
	if s.punish(now); s.until.Sub(now) != firstRest {
		t.Errorf("after a long peace: %s", s.until.Sub(now))
	}
}
