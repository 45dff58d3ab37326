package screen_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// A model that is slow does not have to answer all that somebody has typed at
// once: they can leave after it, and before long.
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
	}, true)
	c := s.dial(t, dialOptions{})
	c.await("quit")
	begun := time.Now()
	c.send(strings.Repeat("j", keys))
	c.send("q")
	if got := c.status(); got != 0 {
		t.Errorf("exit status %d", got)
	}
	s.wait(t)
	// All of them would take as long by the clock, and twenty times that by the
	// budget.
	if d := time.Since(begun); d > keys*each {
		t.Errorf("it took %s", d)
	}
	if n := len(answered); n < maxKept || n > keys/2 {
		t.Errorf("%d of %d keys were answered", n, keys)
	}
}

// maxKept is how many keys are kept at the least.
const maxKept = 64
