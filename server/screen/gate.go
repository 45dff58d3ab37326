package screen

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

// Source is the origin that work is charged to, such as an address. All sessions from it
// share it.
type Source interface {
	// Spend counts work that took d, on the clock.
	Spend(d time.Duration)
	// Spent returns the recent work that still counts. Of the sessions that wait, the one
	// whose source has spent least goes first.
	Spent() time.Duration
	// Wait returns how long further work must wait, or 0.
	Wait() time.Duration
}

// gate limits the sessions that update and paint at once. Of those that wait, the source
// that has spent least goes first, then first frames, then the oldest. The first frame of a
// long CV takes as long as hundreds of keys, so it must not go before the keys of others.
type gate struct {
	mu    sync.Mutex
	free  int
	queue []*waiter
}

type waiter struct {
	rank   int // 0 if it waits for its first frame, else 1
	source Source
	ready  chan struct{} // closed when it may go
}

func newGate(slots int) *gate { return &gate{free: slots} }

// enter waits for a place, which leave gives back. It reports false, and takes no place, if
// done is closed first.
func (g *gate) enter(first bool, source Source, done <-chan struct{}) bool {
	g.mu.Lock()
	if g.free > 0 {
		g.free--
		g.mu.Unlock()
		return true
	}
	w := &waiter{rank: 1, source: source, ready: make(chan struct{})}
	if first {
		w.rank = 0
	}
	g.queue = append(g.queue, w)
	g.mu.Unlock()
	select {
	case <-w.ready:
		return true
	case <-done:
	}
	g.mu.Lock()
	waits := g.remove(w)
	g.mu.Unlock()
	if !waits {
		g.leave() // it got a place in the meantime
	}
	return false
}

// remove removes w from the queue, and reports whether w was in it. The caller holds mu.
func (g *gate) remove(w *waiter) bool {
	before := len(g.queue)
	g.queue = slices.DeleteFunc(g.queue, func(other *waiter) bool { return other == w })
	return len(g.queue) < before
}

// leave gives a place back, or to the next waiter.
func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.queue) == 0 {
		g.free++
		return
	}
	next := slices.MinFunc(g.queue, func(a, b *waiter) int {
		more := a.source.Spent() - b.source.Spent()
		more = more.Round(time.Millisecond) // what is spent shrinks between two calls
		return cmp.Or(cmp.Compare(more, 0), cmp.Compare(a.rank, b.rank))
	})
	close(next.ready)
	g.remove(next)
}
