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

// gate limits the sessions that update and paint at once. Of those that wait, first frames
// go before all others, then the source that has spent least, then the oldest.
type gate struct {
	mu    sync.Mutex
	free  int
	queue []*waiter
}

type waiter struct {
	first  bool // waits for its first frame
	source Source
	ready  chan struct{} // closed when it may go
}

func newGate(slots int) *gate { return &gate{free: slots} }

// enter waits for a place, which leave gives back. It reports false, and takes no place, if
// done or gone is closed first.
func (g *gate) enter(first bool, source Source, done, gone <-chan struct{}) bool {
	g.mu.Lock()
	if g.free > 0 {
		g.free--
		g.mu.Unlock()
		return true
	}
	w := &waiter{first: first, source: source, ready: make(chan struct{})}
	g.queue = append(g.queue, w)
	g.mu.Unlock()
	select {
	case <-w.ready:
		return true
	case <-done:
	case <-gone:
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
		switch {
		case a.first == b.first:
			return cmp.Compare(a.source.Spent(), b.source.Spent())
		case a.first:
			return -1
		}
		return 1
	})
	close(next.ready)
	g.remove(next)
}
