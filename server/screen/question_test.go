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

// answerTime is how long a session waits for an answer, after the question.
const answerTime = time.Second

// A session waits for the answer of a slow terminal, which would go to the visitor's shell
// otherwise. It waits briefly for a terminal that never answers. It does not wait for one
// that has answered, was not asked or has closed its input.
func TestAnswerAfterQuit(t *testing.T) {
	checkLeaks(t)
	s := serve(t, asking)
	early := false // the session ended before the answer
	for name, test := range map[string]struct {
		after string
		leave func(c *client)
		waits bool
	}{
		"answers late": {"\x1b]11;?\a", func(c *client) {
			c.send("q")
			c.await("and thanks") // the visitor reads it meanwhile
			select {
			case <-c.closed:
				early = true
			case <-time.After(answerTime / 5):
				c.send("\x1b]11;rgb:0000/0000")
				c.send("/0000\x1b\\")
			}
		}, false},
		"never answers":  {"\x1b]11;?\a", func(c *client) { c.send("q") }, true},
		"has answered":   {"\x1b]11;?\a", func(c *client) { c.send("\x1b]11;rgb:0000/0000/0000\aq") }, false},
		"leaves at once": {"q quit", func(c *client) { c.send("q") }, false},
		"ends its input": {"\x1b]11;?\a", func(c *client) { c.send("q"); _ = c.ch.CloseWrite() }, false},
	} {
		for tries := 1; ; tries++ {
			begun := time.Now()
			c := s.dial(t, dialOptions{})
			c.await(test.after)
			test.leave(c)
			if got := c.status(); got != 0 {
				t.Errorf("%s: got exit status %d, want 0", name, got)
			}
			s.wait(t)
			took := time.Since(begun)
			asked := name == "leaves at once" && strings.Contains(c.out.String(), "\x1b]11")
			if test.waits == (took >= answerTime) && !early && !asked {
				break
			}
			// Otherwise a busy machine was late, but not every time.
			if test.waits || early && took < answerTime || tries == 20 {
				t.Errorf("%s: the session ends after %v, asked %v; want %v if it waits", name, took, asked, answerTime)
				break
			}
			early = false
		}
	}
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
