package screen_test

import (
	"fmt"
	"image/color"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// TestViewFields asks for one thing after the other and checks what reaches the
// terminal, at once and when the visitor leaves.
func TestViewFields(t *testing.T) {
	for name, test := range map[string]struct {
		set      func(*tea.View)
		on, left string
	}{
		"title":       {func(v *tea.View) { v.WindowTitle = "CV\a of\x1b W" }, "\x1b]2;CV of W\a", "\x1b]2;\a"},
		"mouse":       {func(v *tea.View) { v.MouseMode = tea.MouseModeCellMotion }, "\x1b[?1002h\x1b[?1006h", "\x1b[?1002l\x1b[?1003l\x1b[?1006l"},
		"all motion":  {func(v *tea.View) { v.MouseMode = tea.MouseModeAllMotion }, "\x1b[?1003h\x1b[?1006h", "\x1b[?1002l\x1b[?1003l\x1b[?1006l"},
		"focus":       {func(v *tea.View) { v.ReportFocus = true }, "\x1b[?1004h", "\x1b[?1004l"},
		"no paste":    {func(v *tea.View) { v.DisableBracketedPasteMode = true }, "\x1b[?2004l", ""},
		"background":  {func(v *tea.View) { v.BackgroundColor = color.Black }, "\x1b]11;#000000\a", "\x1b]111\a"},
		"foreground":  {func(v *tea.View) { v.ForegroundColor = color.White }, "\x1b]10;#ffffff\a", "\x1b]110\a"},
		"keyboard":    {func(v *tea.View) { v.KeyboardEnhancements.ReportEventTypes = true }, "\x1b[>3u\x1b[?u", "\x1b[<1u"},
		"progress":    {func(v *tea.View) { v.ProgressBar = tea.NewProgressBar(tea.ProgressBarDefault, 50) }, "\x1b]9;4;1;50\a", "\x1b]9;4;0\a"},
		"cursor":      {func(v *tea.View) { v.Cursor = tea.NewCursor(3, 4) }, "\x1b[5;4H\x1b[?25h", "\x1b[?25h"},
		"cursor bar":  {func(v *tea.View) { v.Cursor = &tea.Cursor{Shape: tea.CursorBar} }, "\x1b[6 q", "\x1b[0 q"},
		"main screen": {func(v *tea.View) { v.AltScreen = false; v.Content = "a\nb" }, "\x1b[?1049l", "\r\n\x1b[J"},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, func() tea.Model {
				return page{view: func(p page, v *tea.View) {
					if p.top > 0 {
						test.set(v)
					}
				}}
			}, true)
			c := s.dial(t, dialOptions{})
			c.await("quit")
			c.out.Reset()
			c.send("j")
			c.await(test.on)
			c.out.Reset()
			c.send("q")
			c.status()
			c.await(test.left)
			if name != "main screen" {
				c.await(restored)
			}
		})
	}
}

// TestCommands has a model ask for output by command.
func TestCommands(t *testing.T) {
	for name, test := range map[string]struct {
		cmd  tea.Cmd
		want string
	}{
		"clipboard":  {tea.SetClipboard("me@example.org"), "\x1b]52;c;bWVAZXhhbXBsZS5vcmc=\a"},
		"primary":    {tea.SetPrimaryClipboard("x"), "\x1b]52;p;eA==\a"},
		"raw":        {tea.Raw("\x1b]9;hello\a"), "\x1b]9;hello\a"},
		"clear":      {tea.ClearScreen, "\x1b[H\x1b[2J"},
		"background": {tea.RequestBackgroundColor, "\x1b]11;?\a"},
		"version":    {tea.RequestTerminalVersion, "\x1b[>q"},
		"capability": {tea.RequestCapability("RGB"), "\x1bP+q524742\x1b\\"},
		"sequence":   {tea.Sequence(tea.Raw("<1>"), tea.Raw("<2>"), tea.Raw("<3>")), "<1><2><3>"},
		"suspend":    {tea.Sequence(tea.Suspend, tea.Raw("still here")), "still here"},
		"exec":       {tea.Sequence(tea.Exec(nil, nil), tea.Raw("still here")), "still here"},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, func() tea.Model {
				return page{update: func(_ page, msg tea.Msg) tea.Cmd {
					if k, ok := msg.(tea.KeyPressMsg); ok && k.String() == "x" {
						return test.cmd
					}
					return nil
				}}
			}, true)
			c := s.dial(t, dialOptions{})
			c.await("quit")
			c.out.Reset()
			c.send("x")
			if name == "sequence" { // frames may come in between
				c.await("<1>")
				c.await("<2>")
				c.await("<3>")
			} else {
				c.await(test.want)
			}
			time.Sleep(20 * time.Millisecond)
			c.send("q")
			c.status()
			if n := strings.Count(c.out.String(), test.want); name != "sequence" && n != 1 {
				t.Errorf("written %d times", n)
			}
		})
	}
}

// TestPrintln prints above an inline frame, which moves down.
func TestPrintln(t *testing.T) {
	s := serve(t, func() tea.Model {
		return page{
			view: func(p page, v *tea.View) {
				v.AltScreen, v.Content = false, "one\ntwo "+p.last
			},
			update: func(_ page, msg tea.Msg) tea.Cmd {
				if k, ok := msg.(tea.KeyPressMsg); ok && k.String() == "x" {
					return tea.Println("above")
				}
				return nil
			},
		}
	}, true)
	c := s.dial(t, dialOptions{deaf: true})
	scr := newDisplay(40, 6, c.ch)
	await := func(want string) {
		t.Helper()
		for deadline := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
			var lines []string
			for _, line := range strings.Split(ansi.Strip(scr.String()), "\n") {
				lines = append(lines, strings.TrimRight(line, " \r"))
			}
			got := strings.TrimRight(strings.Join(lines, "|"), "|")
			if got == want {
				return
			}
			if time.Now().After(deadline) {
				t.Fatalf("screen %q, want %q", got, want)
			}
		}
	}
	await("one|two")
	c.send("x")
	await("above|one|two x")
	c.send("xx")
	await("above|above|above|one|two x")
	c.send("q")
	await("above|one|two q|Goodbye|and thanks") // two lines have scrolled away
}

// TestFirstFrame checks that a model is told all it needs to know before its
// first view, which is the only one, and that the frame is one burst.
func TestFirstFrame(t *testing.T) {
	t.Setenv("COLORTERM", "truecolor") // the server's, which must not count
	for _, test := range []struct {
		term string
		env  []string
		want colorprofile.Profile
	}{
		{"xterm-256color", nil, colorprofile.ANSI256},
		{"xterm-256color", []string{"COLORTERM=truecolor"}, colorprofile.TrueColor},
		{"xterm-kitty", nil, colorprofile.TrueColor},
		{"xterm-kitty", []string{"NO_COLOR=yes"}, colorprofile.ASCII},
		{"vt100", nil, colorprofile.ANSI},
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
						t.Errorf("%s %v: %v, want %v", test.term, test.env, p.Profile, test.want)
					}
					if e, ok := msg.(tea.EnvMsg); ok && (e.Getenv("TERM") != test.term || e.Getenv("HOME") != "") {
						t.Errorf("environment %q", e)
					}
					return nil
				},
				view: func(page, *tea.View) {
					mu.Lock()
					defer mu.Unlock()
					views++
				},
			}
		}, true)
		c := s.dial(t, dialOptions{term: test.term, env: test.env, cols: 100, rows: 30})
		c.await("quit")
		time.Sleep(50 * time.Millisecond)
		mu.Lock()
		if want := "[tea.ColorProfileMsg tea.EnvMsg tea.WindowSizeMsg]"; fmt.Sprint(got) != want || views != 1 {
			t.Errorf("told %v and viewed %d times", got, views)
		}
		mu.Unlock()
		if out := c.out.String(); !strings.HasPrefix(out, "\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[H\x1b[2J\x1b[1mPage of 100 by 30") {
			t.Errorf("first frame %q", out)
		}
	}
}

// TestAnswers asks the terminal for its colours and sends an answer.
func TestAnswers(t *testing.T) {
	s := serve(t, func() tea.Model {
		return page{update: func(_ page, msg tea.Msg) tea.Cmd {
			switch msg := msg.(type) {
			case tea.WindowSizeMsg:
				return tea.RequestBackgroundColor
			case tea.BackgroundColorMsg:
				return tea.Raw("<background " + msg.String() + ">")
			case tea.ColorProfileMsg:
				return tea.Raw("<" + msg.String() + ">")
			}
			return nil
		}}
	}, true)
	c := s.dial(t, dialOptions{})
	c.await("\x1b]11;?\a")
	if i, j := strings.Index(c.out.String(), "quit"), strings.Index(c.out.String(), "\x1b]11;?\a"); i > j {
		t.Error("asked before the first frame")
	}
	c.send("\x1b]11;rgb:ffff/ff")
	c.send("ff/0000\x1b\\")
	c.await("<background #ffff00>")
	c.send("\x1bP1+r524742\x1b\\")
	c.await("<TrueColor>")
	c.await("\x1b[38;2;0;90;160mSection 0") // painted anew
}

func TestInputInPackets(t *testing.T) {
	s := serve(t, newPage, true)
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
