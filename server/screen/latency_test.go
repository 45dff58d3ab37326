package screen_test

import (
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"

	"wenkaiyue.com/cv/server/screen"
)

// stopwatch keeps the latencies that a Runner reports.
type stopwatch struct {
	mu     sync.Mutex
	first  map[ssh.Session]int
	inputs []time.Duration
}

func (w *stopwatch) start(c *screen.Config) {
	w.first = map[ssh.Session]int{}
	c.FirstFrame = func(sess ssh.Session) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.first[sess]++
	}
	c.KeyFrame = func(d time.Duration) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.inputs = append(w.inputs, d)
	}
}

// await waits until so many sessions have had one first frame each, and so many inputs a
// frame.
func (w *stopwatch) await(t *testing.T, sessions, inputs int) {
	t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		w.mu.Lock()
		frames := 0
		for _, n := range w.first {
			frames += n
		}
		ok := len(w.first) == sessions && frames == sessions && len(w.inputs) == inputs
		if !ok && time.Now().After(end) {
			t.Fatalf("got %d sessions with %d first frames, inputs %v; want %d, %d inputs", len(w.first), frames, w.inputs, sessions, inputs)
		}
		w.mu.Unlock()
		if ok {
			return
		}
	}
}

func TestLatency(t *testing.T) {
	checkLeaks(t)
	const slow = 50 * time.Millisecond
	var w stopwatch
	s := serve(t, func() tea.Model {
		return page{update: func(_ page, msg tea.Msg) tea.Cmd {
			if k, ok := msg.(tea.KeyPressMsg); ok && k.String() == "z" {
				time.Sleep(slow)
			}
			return nil
		}}
	}, w.start)
	start := time.Now()
	c := s.dial(t, dialOptions{})
	c.await("quit")
	w.await(t, 1, 0)

	c.send("k") // changes the line with the last key
	w.await(t, 1, 1)
	c.resize(100, 30) // is no key
	c.await("Page of 100 by 30")
	c.send("k") // changes nothing
	c.send("z")
	w.await(t, 1, 2)
	w.mu.Lock()
	if total := time.Since(start); w.inputs[0] <= 0 || w.inputs[1] < slow || w.inputs[0]+w.inputs[1] > total {
		t.Errorf("got latencies %v in %s, want the second at least %s", w.inputs, total, slow)
	}
	w.mu.Unlock()

	d := s.dial(t, dialOptions{})
	d.await("quit")
	w.await(t, 2, 2)
	for _, c := range []*client{c, d} {
		_ = c.conn.Close()
		s.wait(t)
	}
	w.await(t, 2, 2) // the output at the end is no frame
}
