package screen_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// asking returns a page that asks for the background when it knows its environment.
func asking() tea.Model {
	return page{update: func(_ page, msg tea.Msg) tea.Cmd {
		switch msg := msg.(type) {
		case tea.EnvMsg:
			return tea.RequestBackgroundColor
		case tea.KeyPressMsg:
			if msg.String() == "ctrl+l" {
				return tea.ClearScreen
			}
		}
		return nil
	}}
}

// A session waits for the answer of a slow terminal, which would go to the visitor's shell
// otherwise.
func TestAnswerAfterQuit(t *testing.T) {
	checkLeaks(t)
	s := serve(t, asking)
	c := s.dial(t, dialOptions{})
	c.await("\x1b]11;?\a")
	c.send("q")
	c.await("and thanks") // the visitor reads it meanwhile
	select {
	case <-c.closed:
		t.Error("the session ends before the answer")
	case <-time.After(200 * time.Millisecond):
	}
	answered := time.Now()
	c.send("\x1b]11;rgb:0000/0000")
	c.send("/0000\x1b\\")
	if got := c.status(); got != 0 || time.Since(answered) > 500*time.Millisecond {
		t.Errorf("got exit status %d, %v after the answer, want 0 within 500ms", got, time.Since(answered))
	}
	s.wait(t)

	// A session waits briefly for a terminal that never answers. It does not wait for one that
	// has answered, was not asked or has closed its input.
	for _, test := range []struct {
		keys  string
		after string
		eof   bool
		waits bool
	}{
		{"q", "\x1b]11;?\a", false, true},
		{"\x1b]11;rgb:0000/0000/0000\aq", "\x1b]11;?\a", false, false},
		{"q", "q quit", false, false},
		{"q", "\x1b]11;?\a", true, false},
	} {
		c := s.dial(t, dialOptions{})
		c.await(test.after)
		begun := time.Now()
		c.send(test.keys)
		if test.eof {
			_ = c.ch.CloseWrite()
		}
		if got := c.status(); got != 0 {
			t.Errorf("%+v: got exit status %d, want 0", test, got)
		}
		if took := time.Since(begun); (took > 600*time.Millisecond) != test.waits || took > 3*time.Second {
			t.Errorf("%+v: the session ends after %v, want 0.6s to 3s if it waits", test, took)
		}
		if test.after == "q quit" && strings.Contains(c.out.String(), "\x1b]11") {
			t.Error("a visitor who leaves at once is asked")
		}
	}
	s.wait(t)
}

// A model can have its frame repainted.
func TestRepaint(t *testing.T) {
	s := serve(t, asking)
	c := s.dial(t, dialOptions{})
	c.await("q quit")
	c.out.Reset()
	c.send("\x0c")
	c.await("Section 5")
	c.await("q quit")
	c.send("q")
	c.status()
}
