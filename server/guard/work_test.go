package guard

import (
	"net/netip"
	"testing"
	"time"
)

// Work is earned back at the rate of the source, and what was not used is not kept.
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
					t.Errorf("%s later, after %d of work: %d, want %d", step.after, step.work, got, step.spent)
				}
			}
		})
	}
}

func TestWorkOfSources(t *testing.T) {
	cfg := Defaults()
	cfg.WorkPerSource = 50
	house, site := newSource(netip.Prefix{}, 1, &cfg), newSource(netip.Prefix{}, 4, &cfg)
	w, other := Work{sources{house, site}}, Work{sources{newSource(netip.Prefix{}, 1, &cfg), site}}
	w.Spend(time.Second)
	if d := w.Wait(); d != 0 {
		t.Errorf("%s to wait for what one may do at once", d)
	}
	w.Spend(time.Second)
	if d := w.Wait(); d < 1900*time.Millisecond || d > 2*time.Second {
		t.Errorf("%s to wait for a second of work at half a core", d)
	}
	if d := other.Wait(); d != 0 {
		t.Errorf("a neighbour has to wait %s", d)
	}
	if a, b := w.Spent(), other.Spent(); a <= b || b == 0 {
		t.Errorf("spent %s, a neighbour %s", a, b)
	}
	if (Work{}).Wait() != 0 {
		t.Error("a session that no guard has seen waits")
	}
	if !house.over() {
		t.Error("a source that owes work may be forgotten")
	}
}
