package screen_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// A slow model drops keys of a flood, so that the visitor can soon leave.
func TestLeaveAfterFlood(t *testing.T) {
	checkLeaks(t)
	const keys, each = 5000, 2 * time.Millisecond
	answered := make(chan struct{}, 2*keys)
	s := serve(t, func() tea.Model {
		return page{update: func(_ page, msg tea.Msg) tea.Cmd {
			if _, ok := msg.(tea.KeyPressMsg); ok {
				time.Sleep(each)
				answered <- struct{}{}
			}
			return nil
		}}
	})
	s.source = new(debtor)
	c := s.dial(t, dialOptions{})
	c.await("quit")
	c.send(strings.Repeat("j", keys))
	c.send("q")
	if got := c.status(); got != 0 {
		t.Errorf("got exit status %d, want 0", got)
	}
	s.wait(t)
	if n := len(answered); n < maxKept || n > keys/2 {
		t.Errorf("got %d keys answered, want %d to %d", n, maxKept, keys/2)
	}
}

// debtor is a source that waits ten times as long as it has worked.
type debtor struct {
	mu    sync.Mutex
	until time.Time
}

func (d *debtor) Spend(work time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.until = time.Now().Add(10 * work)
}

func (d *debtor) Spent() time.Duration { return d.Wait() }

func (d *debtor) Wait() time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	return max(0, time.Until(d.until))
}

// A visitor can leave at once while the source has to wait.
func TestLeaveWhileThrottled(t *testing.T) {
	checkLeaks(t)
	source := &debtor{}
	s := serve(t, newPage)
	s.source = source
	for name, leave := range map[string]func(*client){
		"hangs up":       func(c *client) { _ = c.tcp.Close() },
		"closes":         func(c *client) { _ = c.ch.Close() },
		"ends its input": func(c *client) { _ = c.ch.CloseWrite() },
		"is ended":       func(*client) { s.end("bye") },
	} {
		t.Run(name, func(t *testing.T) {
			c := s.dial(t, dialOptions{})
			c.await("quit")
			source.Spend(time.Hour)
			c.send("j")
			time.Sleep(20 * time.Millisecond)
			leave(c)
			s.wait(t) // for less than the source must
		})
	}
}

// maxKept is the least number of keys that are kept.
const maxKept = 64
