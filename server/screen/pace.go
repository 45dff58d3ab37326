package screen

import (
	"context"
	"sync"
	"time"

	"charm.land/ssh"
)

// What the programs of one connection may make the machine work: a twentieth of
// the time, after half a second at once. A key costs less than a millisecond of
// it, and nobody types a thousand.
const (
	workShare = 20
	workBurst = 500 * time.Millisecond
)

// budget is the work that the programs of one connection may still make, in time
// on the clock, so that all get less where the machine is busy. Below zero their
// input waits.
type budget struct {
	mu    sync.Mutex
	spent time.Duration // that has not been earned back
	at    time.Time     // when that was so
}

type budgetKey struct{}

// budgetOf returns the budget of a session's connection.
func budgetOf(sess ssh.Session) *budget {
	ctx := sess.Context()
	ctx.Lock()
	defer ctx.Unlock()
	b, ok := ctx.Value(budgetKey{}).(*budget)
	if !ok {
		b = new(budget)
		ctx.SetValue(budgetKey{}, b)
	}
	return b
}

// spend takes the time since begun off the budget.
func (b *budget) spend(begun time.Time) {
	now := time.Now()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.earn(now)
	b.spent += now.Sub(begun)
}

// earn is what time brings. The caller holds mu.
func (b *budget) earn(now time.Time) {
	b.spent = max(0, b.spent-now.Sub(b.at)/workShare)
	b.at = now
}

// owes is how long to wait before there is more work.
func (b *budget) owes(now time.Time) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.earn(now)
	return max(0, b.spent-workBurst) * workShare
}

// wait waits until there may be more work, or ctx is done.
func (b *budget) wait(ctx context.Context) {
	d := b.owes(time.Now())
	if d == 0 {
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
