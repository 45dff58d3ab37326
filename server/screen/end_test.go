package screen_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"go.uber.org/goleak"
	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/server/screen"
)

func newPage() tea.Model { return page{} }

const (
	restored = "\x1b[?1049l"
	atLeave  = "\x1b[?2004l\x1b[m\x1b[9999;1H\r\n\x1b[?1049l\x1b[?25h" // the line below the frame is for terminals without an alternate screen
)

// checkLeaks fails the test if goroutines are left after the cleanups of serve
// and dial.
func checkLeaks(t *testing.T) {
	t.Helper()
	ignore := goleak.IgnoreCurrent()
	t.Cleanup(func() {
		var err error
		for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
			if err = goleak.Find(ignore); err == nil {
				return
			}
		}
		t.Error(err)
	})
}

func TestQuit(t *testing.T) {
	checkLeaks(t)
	s := serve(t, newPage)
	for _, keys := range []string{"q", "qjjjjjjjjjj", "jjq\x1b[A\x1b", "\x03"} {
		c := s.dial(t, dialOptions{})
		c.await("quit")
		c.send(keys)
		if got := c.status(); got != 0 {
			t.Errorf("%q: got exit status %d, want 0", keys, got)
		}
		s.wait(t)
		if out := c.out.String(); !strings.HasSuffix(out, atLeave+"\x1b[1mGoodbye\x1b[m\r\nand thanks\r\n") {
			t.Errorf("%q: output ends in %q, want the screen restored and the farewell", keys, out[max(0, len(out)-100):])
		}
	}
	if n := s.end("bye"); n != 0 {
		t.Errorf("got %d sessions ended, want 0", n)
	}
}

func TestCutConnection(t *testing.T) {
	checkLeaks(t)
	s := serve(t, newPage)
	for range 3 {
		s.dial(t, dialOptions{}).tcp.Close() // before or during the first frame
		c := s.dial(t, dialOptions{})
		c.await("quit")
		c.send("\x1b")
		c.tcp.Close()
		s.wait(t)
	}
}

func TestClosedChannel(t *testing.T) {
	checkLeaks(t)
	s := serve(t, newPage)
	c := s.dial(t, dialOptions{})
	c.await("quit")
	if err := c.ch.Close(); err != nil {
		t.Fatal(err)
	}
	s.wait(t) // while the connection stays open
	if _, _, err := c.conn.SendRequest("keepalive@openssh.com", true, nil); err != nil {
		t.Fatal(err)
	}
}

func TestEndOfInput(t *testing.T) {
	checkLeaks(t)
	s := serve(t, newPage)
	c := s.dial(t, dialOptions{})
	c.await("quit")
	c.send("jj")
	if err := c.ch.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if got := c.status(); got != 0 {
		t.Errorf("got exit status %d, want 0", got)
	}
	c.await(restored)
	c.await("Goodbye")
}

func TestEndedByServer(t *testing.T) {
	checkLeaks(t)
	s := serve(t, newPage)
	var clients []*client
	for range 3 {
		c := s.dial(t, dialOptions{})
		c.await("quit")
		clients = append(clients, c)
	}
	if n := s.end("The server restarts:\nplease come again."); n != 3 {
		t.Errorf("got %d sessions ended, want 3", n)
	}
	for _, c := range clients {
		if got := c.status(); got != 0 {
			t.Errorf("got exit status %d, want 0", got)
		}
		if out := c.out.String(); !strings.HasSuffix(out, atLeave+"The server restarts:please come again.\r\n") {
			t.Errorf("output ends in %q, want the reason", out[max(0, len(out)-100):])
		}
	}
}

func TestEndOneSession(t *testing.T) {
	checkLeaks(t)
	var keys counter
	s := serve(t, func() tea.Model { return page{update: keys.count} })
	c := s.dial(t, dialOptions{})
	c.await("quit")
	other := s.dial(t, dialOptions{})
	other.await("quit")
	s.mu.Lock()
	w := s.windows[0]
	s.mu.Unlock()
	before := keys.Load()
	w.Send(tea.KeyPressMsg{Code: 'x', Text: "x"})
	keys.await(t, before+1)
	if !w.End("Time is up.") {
		t.Error("End reports no program")
	}
	c.status()
	c.await("Time is up.")
	s.wait(t)
	if w.Send(nil); w.End("again") {
		t.Error("the window still has a program")
	}
	other.send("q")
	if got := other.status(); got != 0 {
		t.Errorf("another session: got exit status %d, want 0", got)
	}
}

func TestPanic(t *testing.T) {
	views := func(on string) func(page, *tea.View) {
		return func(p page, _ *tea.View) {
			if p.last == on {
				panic("secret")
			}
		}
	}
	commands := func(cmd tea.Cmd) func(page, tea.Msg) tea.Cmd {
		return func(_ page, msg tea.Msg) tea.Cmd {
			if k, ok := msg.(tea.KeyPressMsg); ok && k.String() == "x" {
				return cmd
			}
			return nil
		}
	}
	nop := func() tea.Msg { return nil }
	boom := func() tea.Msg { panic(fmt.Errorf("secret %d", 1)) }
	for name, model := range map[string]page{
		"update":  {panicOn: "x"},
		"view":    {view: views("x")},
		"command": {update: commands(boom)},
		"batch":   {update: commands(tea.Batch(nop, tea.Batch(nop, boom)))},
	} {
		t.Run(name, func(t *testing.T) {
			checkLeaks(t)
			s := serve(t, func() tea.Model { return model })
			other := s.dial(t, dialOptions{})
			other.await("quit")
			c := s.dial(t, dialOptions{})
			c.await("quit")
			c.send("x")
			if got := c.status(); got != 1 {
				t.Errorf("got exit status %d, want 1", got)
			}
			c.await(restored)
			c.await(screen.ErrPanicked.Error())
			other.send("q")
			if got := other.status(); got != 0 {
				t.Errorf("another session: got exit status %d, want 0", got)
			}
			if log := s.log.String(); !strings.Contains(log, "program panicked") || strings.Contains(log, "secret") {
				t.Errorf("got log %s, want the panic without its value", log)
			}
		})
	}
}

func TestWindowChangeFloods(t *testing.T) {
	checkLeaks(t)
	s := serve(t, newPage)
	c := s.dial(t, dialOptions{before: func(ch gossh.Channel) {
		for i := range 100 {
			c := &client{TB: t, ch: ch}
			c.resize(40+i, 10)
		}
		(&client{TB: t, ch: ch}).resize(100, 30)
	}})
	c.await("Page of 100 by 30")
	c.await("quit")
	for i := range 500 {
		c.resize(60+i%50, 20)
	}
	c.resize(90, 22)
	c.await("Page of 90 by 22")
	c.resize(1<<31-1, 1<<31-1)
	c.await("Page of 250 by 100")
	c.resize(0, 0)
	c.await("Page of 80 by 24")
	c.send("q")
	for i := range 200 {
		_, _ = c.ch.SendRequest("window-change", false, gossh.Marshal(struct{ C, R, W, H uint32 }{uint32(60 + i), 20, 0, 0}))
	}
	s.wait(t)
	if _, _, err := c.conn.SendRequest("keepalive@openssh.com", true, nil); err != nil {
		t.Fatal(err)
	}
}

// A connection may show two programs. A third one is refused with a message, until one of the
// others has ended.
func TestProgramsOfAConnection(t *testing.T) {
	checkLeaks(t)
	s := serve(t, newPage)
	conn := s.connect(t)
	one, two := conn.open(dialOptions{}), conn.open(dialOptions{})
	one.await("quit")
	two.await("quit")
	three := conn.open(dialOptions{})
	if got := three.status(); got != 1 {
		t.Errorf("the third program: got exit status %d, want 1", got)
	}
	three.await(screen.ErrTooMany.Error())
	s.dial(t, dialOptions{}).await("quit") // another connection
	one.send("q")
	one.status()
	s.wait(t)
	s.wait(t)
	conn.open(dialOptions{}).await("quit")
	two.send("j")
	two.await("Hj")
}
