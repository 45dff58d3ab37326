package screen

import (
	"testing"
	"time"
)

// Work is earned back slowly, and what was not used is not kept.
func TestBudget(t *testing.T) {
	now := time.Now()
	var b budget
	for _, step := range []struct{ after, work, owes time.Duration }{
		{0, workBurst, 0},
		{0, 10 * time.Millisecond, workShare * 10 * time.Millisecond},
		{workShare * 10 * time.Millisecond, 0, 0},
		{time.Hour, workBurst, 0},
		{time.Second, time.Second/workShare + time.Millisecond, workShare * time.Millisecond},
	} {
		now = now.Add(step.after)
		b.earn(now)
		b.spent += step.work
		if got := b.owes(now); got != step.owes {
			t.Errorf("%s after %s of work: %s to wait, want %s", step.after, step.work, got, step.owes)
		}
	}
}
