package screen

import (
	"testing"
	"time"
)

// account is a source with fixed values.
type account struct{ spent, wait time.Duration }

func (a *account) Spend(d time.Duration) { a.spent += d }
func (a *account) Spent() time.Duration  { return a.spent }
func (a *account) Wait() time.Duration   { return a.wait }

// wait queues a session at g. The channel it returns receives the result of enter.
func (g *gate) wait(t *testing.T, first bool, spent time.Duration, done chan struct{}) <-chan bool {
	t.Helper()
	g.mu.Lock()
	before := len(g.queue)
	g.mu.Unlock()
	in := make(chan bool, 1)
	go func() { in <- g.enter(first, &account{spent: spent}, done) }()
	for end := time.Now().Add(time.Minute); ; time.Sleep(time.Millisecond) {
		g.mu.Lock()
		n := len(g.queue)
		g.mu.Unlock()
		if n > before {
			return in
		}
		if time.Now().After(end) {
			t.Fatal("the session is not queued")
		}
	}
}

// Work waits for its source and for a place, and is paid for even if it panics.
func TestWork(t *testing.T) {
	r := New(Config{})
	gone := make(chan struct{})
	close(gone)
	if r.Work(&account{wait: time.Hour}, gone, func() { t.Error("work for nobody") }) {
		t.Error("work is done for a source that must wait")
	}
	for range r.gate.free {
		r.gate.enter(true, unlimited{}, nil)
	}
	if r.Work(&account{}, gone, func() { t.Error("work without a place") }) {
		t.Error("work is done without a place")
	}
	r.gate.leave()
	a := &account{}
	func() {
		defer func() { _ = recover() }()
		r.Work(a, nil, func() { time.Sleep(time.Millisecond); panic("x") })
	}()
	if a.spent < time.Millisecond || r.gate.free != 1 {
		t.Errorf("spent %v, %d places", a.spent, r.gate.free)
	}
}

func TestGateOrder(t *testing.T) {
	g := newGate(1)
	if !g.enter(false, unlimited{}, nil) {
		t.Fatal("an empty gate admits nobody")
	}
	busy := g.wait(t, false, time.Second, nil)
	calm := g.wait(t, false, time.Microsecond, nil)
	late := g.wait(t, false, time.Microsecond, nil)
	busyFirst := g.wait(t, true, time.Second, nil)
	calmFirst := g.wait(t, true, 2*time.Microsecond, nil)
	for i, next := range []<-chan bool{calmFirst, calm, late, busyFirst, busy} {
		g.leave()
		select {
		case ok := <-next:
			if !ok {
				t.Fatalf("session %d is refused", i)
			}
		case <-time.After(time.Minute):
			t.Fatalf("session %d is not admitted", i)
		}
	}
	g.leave()
	if g.free != 1 || len(g.queue) != 0 {
		t.Errorf("got %d free, %d queued, want 1, 0", g.free, len(g.queue))
	}
}

// A session that has ended leaves the queue.
func TestGateAbandoned(t *testing.T) {
	g := newGate(1)
	g.enter(false, unlimited{}, nil)
	done := make(chan struct{})
	gone := g.wait(t, true, 0, done)
	here := g.wait(t, false, 0, nil)
	close(done)
	if <-gone {
		t.Error("an ended session is admitted")
	}
	g.leave()
	if !<-here {
		t.Error("the other session is not admitted")
	}
	g.leave()
	if g.free != 1 || len(g.queue) != 0 {
		t.Errorf("got %d free, %d queued, want 1, 0", g.free, len(g.queue))
	}
}

// unlimited is a source that has never worked.
type unlimited struct{}

func (unlimited) Spend(time.Duration)  {}
func (unlimited) Spent() time.Duration { return 0 }
func (unlimited) Wait() time.Duration  { return 0 }
