package screen

import (
	"slices"
	"sync"
	"time"
)

// Source is what work is counted for, such as one address. All sessions that come
// from it share it.
type Source interface {
	// Spend counts work that took d, on the clock.
	Spend(d time.Duration)
	// Spent returns the work of late that still counts. Of sessions that wait, the
	// one whose source has spent least goes first.
	Spent() time.Duration
	// Wait returns how long more work has to wait; 0 if it has not.
	Wait() time.Duration
}

// gate limits how many sessions update and paint at once. Of those that wait,
// first frames go before all others, then the source that has spent least, then the oldest.
type gate struct {
	mu    sync.Mutex
	free  int
	queue []*waiter
}

type waiter struct {
	first  bool // its first frame
	source Source
	ready  chan struct{} // closed when it may go
}

func newGate(slots int) *gate { return &gate{free: slots} }

// enter waits for a place, which leave gives back. It reports false, with no
// place taken, if done or gone is closed before.
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
	if !g.abandon(w) {
		g.leave() // it was let in meanwhile
	}
	return false
}

// abandon removes w from the queue, and reports whether w was in it.
func (g *gate) abandon(w *waiter) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	i := slices.Index(g.queue, w)
	if i >= 0 {
		g.queue = slices.Delete(g.queue, i, i+1)
	}
	return i >= 0
}

// leave gives a place back, or on to the next one.
func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.queue) == 0 {
		g.free++
		return
	}
	next, least := 0, g.queue[0].source.Spent()
	for i, w := range g.queue[1:] {
		if g.queue[next].first && !w.first {
			continue
		}
		spent := w.source.Spent()
		if w.first && !g.queue[next].first || spent < least {
			next, least = i+1, spent
		}
	}
	close(g.queue[next].ready)
	g.queue = slices.Delete(g.queue, next, next+1)
}
