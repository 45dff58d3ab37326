package screen_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// rows returns what a terminal shows, without styles and trailing spaces.
func (s *display) rows() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	rows := strings.Split(ansi.Strip(s.vt.Render()), "\n")
	for i := range rows {
		rows[i] = strings.TrimRight(rows[i], " \r")
	}
	return rows
}

// The middle of a large terminal is painted, and clicks are relative to that part.
func TestLargeTerminal(t *testing.T) {
	for _, size := range []struct{ cols, rows, left, top int }{
		{500, 200, 125, 50}, {251, 20, 0, 0}, {60, 131, 0, 15},
	} {
		clicked := make(chan tea.Mouse, 10)
		s := serve(t, func() tea.Model {
			return page{update: func(_ page, msg tea.Msg) tea.Cmd {
				if m, ok := msg.(tea.MouseClickMsg); ok {
					clicked <- m.Mouse()
				}
				return nil
			}}
		})
		c := s.dial(t, dialOptions{cols: size.cols, rows: size.rows, deaf: true})
		d := newDisplay(size.cols, size.rows, c.ch)
		width, height := min(size.cols, 250), min(size.rows, 100)
		plain := newDisplay(width, height, nil) // a terminal of that size
		show := func(p page) {
			t.Helper()
			p.width, p.height = width, height
			_, _ = mapNewlines{plain}.Write([]byte("\x1b[H\x1b[2J" + p.View().Content))
			want := plain.rows()
			for end := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
				wrong := ""
				for y, row := range d.rows() {
					text := ""
					if i := y - size.top; i >= 0 && i < len(want) && want[i] != "" {
						text = strings.Repeat(" ", size.left) + want[i]
					}
					if row != text {
						wrong = row + "\nwant\n" + text
					}
				}
				if wrong == "" {
					return
				}
				if time.Now().After(end) {
					t.Fatalf("%dx%d shows\n%s", size.cols, size.rows, wrong)
				}
			}
		}
		show(page{})
		c.send("j")
		show(page{top: 1, last: "j"})
		c.send(" ")
		show(page{top: 21, last: "space"})
		c.send(ansi.MouseSgr(0, size.left+3, size.top+4, false))
		if m := <-clicked; m.X != 3 || m.Y != 4 {
			t.Errorf("got a click at %d, %d, want 3, 4", m.X, m.Y)
		}
		if size.left > 0 {
			c.send(ansi.MouseSgr(0, 0, 0, false))
			c.send("k")
			show(page{top: 20, last: "k"})
			if len(clicked) > 0 {
				t.Errorf("got a click at %v, which is outside", <-clicked)
			}
		}
	}
}
