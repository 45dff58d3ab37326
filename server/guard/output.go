package guard

import (
	"time"

	"golang.org/x/time/rate"
)

// What the connections of a source are sent has a budget as well: a few bytes of
// SFTP ask for 32 KiB, and a client that takes packets of 9 bytes only has that cut
// into thousands.
const (
	outputShare = 32      // times what the source may send
	outputBurst = 2       // seconds of output that may come at once
	outputCost  = 2 << 10 // bytes that a packet costs at least
)

// afford waits until the sources have paid for a packet of n bytes that the
// connection is sent after authentication. It reports false if the connection has
// gone.
func (c *conn) afford(n int) bool {
	if !c.authenticated.Load() {
		return true
	}
	now, owes := time.Now(), time.Duration(0)
	for _, s := range c.sources {
		owes = max(owes, spend(s.output, max(n, outputCost), now).Sub(now))
	}
	return owes <= 0 || c.wait(owes)
}

// spend takes a cost from a budget, and returns when it will have been earned.
func spend(budget *rate.Limiter, cost int, now time.Time) time.Time {
	return now.Add(budget.ReserveN(now, min(cost, budget.Burst())).DelayFrom(now))
}
