package screen_test

import (
	"bytes"
	"flag"
	"fmt"
	"image/color"
	"io"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/vt"
)

// TestMain runs more parallel tests than there are processors, since they mostly wait.
func TestMain(m *testing.M) {
	_ = flag.Set("test.parallel", "8") // -parallel on the command line still counts
	os.Exit(m.Run())
}

// TestEquivalence sends the same random keys and sizes to a model under Bubble Tea's own
// renderer and to one on a session, and compares the two terminals cell by cell, with
// styles and links.
func TestEquivalence(t *testing.T) {
	steps := 40
	if testing.Short() {
		steps = 10
	}
	for name, view := range map[string]func(page, *tea.View){
		"alt screen": nil,
		"cursor": func(p page, v *tea.View) {
			if p.top%3 > 0 {
				v.Cursor = tea.NewCursor(p.top%max(p.width, 1), p.top%max(p.height, 1))
			}
		},
		"backgrounds": func(p page, v *tea.View) {
			v.Content = background(p)
		},
	} {
		t.Run(name, func(t *testing.T) {
			// No terminals without ICH: they need insert mode, which x/vt lacks.
			for _, term := range []string{"xterm-256color", "xterm-kitty", "linux", "screen-256color"} {
				t.Run(term, func(t *testing.T) {
					t.Parallel()
					equivalent(t, term, page{view: view}, steps)
				})
			}
		})
	}
}

// background fills the screen with colours, so that erased cells are visible.
func background(p page) string {
	var b bytes.Buffer
	for y := range p.height {
		fmt.Fprintf(&b, "\x1b[48;5;%dm", (p.top+y)%256)
		for x := range p.width {
			if (x+y+p.top)%7 == 0 {
				b.WriteByte("abc "[(p.top+y)%4])
			} else {
				b.WriteByte(' ')
			}
		}
		b.WriteString("\x1b[m")
		if y < p.height-1 {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func equivalent(t *testing.T, term string, model page, steps int) {
	var oursSeen, theirsSeen counter
	over := model
	over.update, model.update = oursSeen.count, theirsSeen.count
	s := serve(t, func() tea.Model { return over })
	c := s.dial(t, dialOptions{term: term, deaf: true})
	ours := newDisplay(80, 24, c.ch)
	theirs := newDisplay(80, 24, nil)
	env := []string{"TERM=" + term}
	prog := tea.NewProgram(model, tea.WithInput(nil), tea.WithOutput(mapNewlines{theirs}), tea.WithEnvironment(env),
		tea.WithColorProfile(colorprofile.Env(env)), tea.WithWindowSize(80, 24), tea.WithoutSignalHandler(), tea.WithFPS(120))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = prog.Run()
	}()
	defer func() { prog.Quit(); <-ended }()

	rnd := rand.New(rand.NewPCG(1, 2))
	width, height := 80, 24
	keys := []tea.KeyPressMsg{
		{Code: 'j', Text: "j"}, {Code: 'j', Text: "j"}, {Code: 'k', Text: "k"}, {Code: 'x', Text: "x"}, {Code: ' ', Text: " "},
	}
	walk := fmt.Sprintf("%d by %d", width, height)
	sent := int64(1) // the first size
	for step := range steps {
		oursSeen.await(t, sent)
		theirsSeen.await(t, sent)
		compare(t, ours, theirs, walk)
		if t.Failed() {
			t.Fatalf("after step %d: %s", step, walk)
		}
		if rnd.IntN(10) == 0 {
			width, height = 20+rnd.IntN(120), 5+rnd.IntN(45)
			walk = fmt.Sprintf("resized to %d by %d", width, height)
			ours.resize(width, height)
			theirs.resize(width, height)
			c.resize(width, height)
			prog.Send(tea.WindowSizeMsg{Width: width, Height: height})
			sent++
			continue
		}
		walk = ""
		for range 1 + rnd.IntN(3) {
			k := keys[rnd.IntN(len(keys))]
			walk += k.String() + " "
			c.send(k.Text)
			prog.Send(k)
			sent++
		}
	}
}

// counter counts the keys and sizes that a model has seen.
type counter struct{ atomic.Int64 }

func (c *counter) count(_ page, msg tea.Msg) tea.Cmd {
	switch msg.(type) {
	case tea.KeyPressMsg, tea.WindowSizeMsg:
		c.Add(1)
	}
	return nil
}

func (c *counter) await(t *testing.T, n int64) {
	for deadline := time.Now().Add(patience); c.Load() < n; {
		if time.Now().After(deadline) {
			t.Fatalf("the model has seen %d messages, want %d", c.Load(), n)
		}
		time.Sleep(time.Millisecond)
	}
}

// mapNewlines maps newlines like the emulated pty.
type mapNewlines struct{ w io.Writer }

func (m mapNewlines) Write(p []byte) (int, error) {
	_, err := m.w.Write(bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n")))
	return len(p), err
}

// display is a terminal. The lock of vt.SafeEmulator does not cover the cells
// that it returns.
type display struct {
	mu sync.Mutex
	vt *vt.Emulator
}

// newDisplay returns a terminal that shows what it reads from r.
func newDisplay(width, height int, r io.Reader) *display {
	s := &display{vt: vt.NewEmulator(width, height)}
	if r != nil {
		go func() { _, _ = io.Copy(s, r) }()
	}
	return s
}

func (s *display) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.vt.Write(p)
}

func (s *display) resize(width, height int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.vt.Resize(width, height)
}

func (s *display) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.vt.Render()
}

// cells returns a string for each cell of a terminal, and its modes and cursor.
func (s *display) cells() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var cells []string
	for y := range s.vt.Height() {
		for x := range s.vt.Width() {
			if c := s.vt.CellAt(x, y); c != nil {
				st := c.Style
				content := c.Content
				if content == "" {
					content = " "
				}
				cells = append(cells, fmt.Sprintf("%d,%d %q fg=%s bg=%s ul=%v attrs=%x link=%s",
					x, y, content, hex(st.Fg), hex(st.Bg), st.Underline, st.Attrs, c.Link.URL))
			}
		}
	}
	cells = append(cells, fmt.Sprintf("hidden=%v alt=%v", s.vt.CursorHidden(), s.vt.IsAltScreen()))
	if !s.vt.CursorHidden() {
		cells = append(cells, fmt.Sprintf("cursor=%v", s.vt.CursorPosition()))
	}
	return cells
}

func hex(c color.Color) string {
	if c == nil {
		return "-"
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("%02x%02x%02x", r>>8, g>>8, b>>8)
}

// compare checks that two terminals come to show the same.
func compare(t *testing.T, ours, theirs *display, after string) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for settled := false; ; {
		a, b := ours.cells(), theirs.cells()
		diff := 0
		for i := range min(len(a), len(b)) {
			if a[i] != b[i] {
				diff++
			}
		}
		if diff == 0 && len(a) == len(b) {
			if settled {
				return
			}
			settled = true
			time.Sleep(15 * time.Millisecond) // more than a tick of Bubble Tea's
			continue
		}
		settled = false
		if time.Now().Before(deadline) {
			time.Sleep(2 * time.Millisecond)
			continue
		}
		t.Errorf("%d cells differ after %s", diff, after)
		shown := 0
		for i := range min(len(a), len(b)) {
			if a[i] != b[i] && shown < 5 {
				shown++
				t.Errorf("\nours   %s\ntheirs %s", a[i], b[i])
			}
		}
		t.Logf("ours\n%s\ntheirs\n%s", ours, theirs)
		return
	}
}
