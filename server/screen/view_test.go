package screen_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// TestViewFields sets fields of the view and checks the output, at once and when the visitor
// leaves.
func TestViewFields(t *testing.T) {
	for name, test := range map[string]struct {
		set      func(*tea.View)
		on, left string
	}{
		"title":        {func(v *tea.View) { v.WindowTitle = "CV\a of\x1b W" }, "\x1b]2;CV of W\a", "\x1b]2;\a"},
		"mouse":        {func(v *tea.View) { v.MouseMode = tea.MouseModeCellMotion }, "\x1b[?1002h\x1b[?1006h", "\x1b[?1002l\x1b[?1006l"},
		"cursor":       {func(v *tea.View) { v.Cursor = tea.NewCursor(3, 4) }, "\x1b[5;4H\x1b[?25h", "\x1b[?25h"},
		"still cursor": {func(v *tea.View) { v.Cursor = tea.NewCursor(3, 4) }, "\x1b[2 q", "\x1b[0 q"},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, func() tea.Model {
				return page{view: func(p page, v *tea.View) {
					if p.top > 0 {
						test.set(v)
					}
				}}
			})
			c := s.dial(t, dialOptions{})
			c.await("quit")
			c.out.Reset()
			c.send("j")
			c.await(test.on)
			c.out.Reset()
			c.send("q")
			c.status()
			c.await(test.left)
			c.await(restored)
		})
	}
}

// TestCommands checks the output of a model's commands.
func TestCommands(t *testing.T) {
	for name, test := range map[string]struct {
		cmd  tea.Cmd
		want string
	}{
		"clipboard":  {tea.Raw(ansi.SetSystemClipboard("me@example.org")), "\x1b]52;c;bWVAZXhhbXBsZS5vcmc=\a"},
		"background": {tea.RequestBackgroundColor, "\x1b]11;?\a"},
		"batch":      {tea.Batch(tea.Raw("<1>"), nil, tea.Batch(tea.Raw("<2>"))), "<2>"},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, func() tea.Model {
				return page{update: func(_ page, msg tea.Msg) tea.Cmd {
					if k, ok := msg.(tea.KeyPressMsg); ok && k.String() == "x" {
						return test.cmd
					}
					return nil
				}}
			})
			c := s.dial(t, dialOptions{})
			c.await("quit")
			c.out.Reset()
			c.send("x")
			c.await(test.want)
			time.Sleep(20 * time.Millisecond)
			c.send("q")
			c.status()
			if n := strings.Count(c.out.String(), test.want); n != 1 {
				t.Errorf("got %q %d times, want once", test.want, n)
			}
		})
	}
}

// TestFirstFrame checks that a model has all its messages before its first and only view,
// and the start of the frame.
func TestFirstFrame(t *testing.T) {
	t.Setenv("COLORTERM", "truecolor") // of the server, which must not count
	for _, test := range []struct {
		term string
		env  []string
		want colorprofile.Profile
	}{
		{"xterm-256color", nil, colorprofile.ANSI256},
		{"xterm-256color", []string{"COLORTERM=truecolor"}, colorprofile.TrueColor},
		{"xterm-kitty", nil, colorprofile.TrueColor},
		{"xterm-kitty", []string{"NO_COLOR=yes"}, colorprofile.ASCII},
		{"vt100", nil, colorprofile.ASCII},
		{"vt220", []string{"COLORTERM=truecolor"}, colorprofile.ASCII},
		{"vte-256color", nil, colorprofile.ANSI256},
		{"sun", nil, colorprofile.ASCII},
		{"sun-color", nil, colorprofile.ANSI},
		{"ansi", nil, colorprofile.ANSI},
		{"linux", nil, colorprofile.ANSI},
		{"xterm-mono", nil, colorprofile.ASCII},
		{"eterm-color", nil, colorprofile.ANSI},
	} {
		var mu sync.Mutex
		var got []string
		views := 0
		s := serve(t, func() tea.Model {
			return page{
				update: func(_ page, msg tea.Msg) tea.Cmd {
					mu.Lock()
					defer mu.Unlock()
					if _, ok := msg.(tea.KeyPressMsg); !ok {
						got = append(got, fmt.Sprintf("%T", msg))
					}
					if p, ok := msg.(tea.ColorProfileMsg); ok && p.Profile != test.want {
						t.Errorf("%s %v: got %v, want %v", test.term, test.env, p.Profile, test.want)
					}
					if e, ok := msg.(tea.EnvMsg); ok && (e.Getenv("TERM") != test.term || e.Getenv("HOME") != "") {
						t.Errorf("got environment %q, want the client's TERM and no HOME", e)
					}
					return nil
				},
				view: func(page, *tea.View) {
					mu.Lock()
					defer mu.Unlock()
					views++
				},
			}
		})
		c := s.dial(t, dialOptions{term: test.term, env: test.env, cols: 100, rows: 30})
		c.await("quit")
		time.Sleep(50 * time.Millisecond)
		mu.Lock()
		if want := "[tea.ColorProfileMsg tea.EnvMsg tea.WindowSizeMsg]"; fmt.Sprint(got) != want || views != 1 {
			t.Errorf("got messages %v and %d views, want %s and 1", got, views, want)
		}
		mu.Unlock()
		if out := c.out.String(); !strings.HasPrefix(out, "\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[H\x1b[2J\x1b[1mPage of 100 by 30") {
			t.Errorf("got first frame %q", out)
		}
	}
}

// TestAnswers checks that a terminal's answer about its background reaches the model.
func TestAnswers(t *testing.T) {
	s := serve(t, func() tea.Model {
		return page{update: func(_ page, msg tea.Msg) tea.Cmd {
			switch msg := msg.(type) {
			case tea.WindowSizeMsg:
				return tea.RequestBackgroundColor
			case tea.BackgroundColorMsg:
				return tea.Raw("<background " + msg.String() + ">")
			}
			return nil
		}}
	})
	c := s.dial(t, dialOptions{})
	c.await("\x1b]11;?\a")
	if i, j := strings.Index(c.out.String(), "quit"), strings.Index(c.out.String(), "\x1b]11;?\a"); i > j {
		t.Error("asked before the first frame")
	}
	c.send("\x1b]11;rgb:ffff/ff")
	c.send("ff/0000\x1b\\")
	c.await("<background #ffff00>")
}

func TestInputInPackets(t *testing.T) {
	s := serve(t, newPage)
	c := s.dial(t, dialOptions{})
	c.await("quit")
	for _, key := range []struct{ sent, name string }{
		{"\x1b", "esc"}, {"\x1b[5~", "pgup"}, {strings.Repeat("x", 2000) + "\x1b[6~", "pgdown"},
	} {
		c.out.Reset()
		c.send(key.sent)
		c.await(key.name[len(key.name)-2:])
	}
	for _, part := range []string{"\x1b", "[", "1;", "5", "H"} {
		c.send(part)
	}
	c.await("ctrl+home")
}
