package guard

import (
	"net/netip"
	"testing"
	"testing/synctest"
	"time"
)

// A work budget refills at the rate of its source, and never beyond its burst.
func TestWork(t *testing.T) {
	cfg := Defaults()
	cfg.WorkPerSource = 20
	for name, scale := range map[string]int{"household": 1, "site": 4} {
		t.Run(name, func(t *testing.T) {
			bucket := newSource(netip.Prefix{}, scale, &cfg).buckets[work]
			burst := scale * 1e6
			now := time.Now()
			for _, step := range []struct {
				after       time.Duration
				work, spent int // microseconds
			}{
				{0, burst, burst},
				{time.Second, 0, burst - scale*200_000},
				{time.Hour, burst, burst},
			} {
				now = now.Add(step.after)
				bucket.ReserveN(now, step.work)
				if got := burst - int(bucket.TokensAt(now)); got < step.spent-1 || got > step.spent+1 {
					t.Errorf("%s later, after %d µs of work: got %d µs spent, want %d", step.after, step.work, got, step.spent)
				}
			}
		})
	}
}

func TestWorkOfSources(t *testing.T) { synctest.Test(t, testWorkOfSources) }

func testWorkOfSources(t *testing.T) {
	cfg := Defaults()
	cfg.WorkPerSource = 50
	house, site := newSource(netip.Prefix{}, 1, &cfg), newSource(netip.Prefix{}, 4, &cfg)
	w, other := Work{sources{house, site}}, Work{sources{newSource(netip.Prefix{}, 1, &cfg), site}}
	w.Spend(time.Second)
	if d := w.Wait(); d != 0 {
		t.Errorf("got a wait of %s within the burst, want 0", d)
	}
	w.Spend(time.Second)
	if d := w.Wait(); d != 2*time.Second {
		t.Errorf("got a wait of %s after a second of work at half a core, want 2s", d)
	}
	if d := other.Wait(); d != 0 {
		t.Errorf("got a wait of %s for a neighbour, want 0", d)
	}
	if a, b := w.Spent(), other.Spent(); a <= b || b == 0 {
		t.Errorf("got %s spent and %s for a neighbour, want more and some", a, b)
	}
	if (Work{}).Wait() != 0 {
		t.Error("work without a source waits")
	}
	if !house.over() {
		t.Error("a source that owes work may be forgotten")
	}
}
