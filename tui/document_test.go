package tui

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/tui/paper"
)

// A reader does not wait for the layout of another reader.
func TestLayoutsAreSetSideBySide(t *testing.T) {
	doc := NewDocument(&data.CV{Basics: data.Basics{Name: "A"}})
	slow, started, done := paper.Shape{Width: 40}, make(chan struct{}), make(chan struct{})
	doc.layouts[slow] = func() *layout { close(started); <-done; return nil }
	go doc.layout(slow)
	<-started
	other := make(chan *layout)
	go func() { other <- doc.layout(paper.Shape{Width: 50}) }()
	select {
	case l := <-other:
		if again := doc.layout(paper.Shape{Width: 50}); again != l {
			t.Errorf("got layout %p, want %p, made once", again, l)
		}
	case <-time.After(time.Minute):
		t.Error("got no layout within a minute while another one is made")
	}
	close(done)
}

// However many shapes of terminals come by, layouts in use stay, and no reader needs more
// than the one that New shows and its own.
func TestLayoutsInUseStay(t *testing.T) {
	doc := NewDocument(&data.CV{Basics: data.Basics{Name: "A"}})
	first := New(doc, Options{}).lay
	for width := 30; width < 60; width++ {
		for _, env := range [][]string{{"TERM=linux", "LC_ALL=C"}, {"TERM=linux"}, {"TERM=xterm", "LC_ALL=C"}} {
			m, before := New(doc, Options{}), len(doc.layouts)
			if m.lay != first {
				t.Fatal("the usual layout was made again")
			}
			for _, msg := range []tea.Msg{tea.ColorProfileMsg{Profile: colorprofile.ANSI}, tea.EnvMsg(env), tea.WindowSizeMsg{Width: width, Height: 24}} {
				m = update(m, msg)
			}
			if n := len(doc.layouts); n > before+1 || n > maxLayouts {
				t.Fatalf("%d layouts after %d", n, before)
			}
		}
	}
}

// A document asks for its card once, however many readers look at the code.
func TestCodeIsMadeOnce(t *testing.T) {
	var asked atomic.Int32
	doc := NewDocument(&data.CV{Basics: data.Basics{Name: "A", Email: "a@example.org"}})
	opt := Options{Width: 80, Height: 40, Card: func(cv *data.CV) string { asked.Add(1); return "BEGIN:VCARD\r\nFN:" + cv.Basics.Name }}
	for range 2 {
		m := press(New(doc, opt), "c")
		for range 2 {
			if !strings.Contains(m.View().Content, "▀") {
				t.Error("got no QR code, want one")
			}
		}
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("asked for the card %d times, want once", n)
	}
}

// Themes and numbers of colours share the lines of a layout.
func TestColoursShareLines(t *testing.T) {
	doc := NewDocument(&data.CV{Basics: data.Basics{Name: "A"}})
	dark := doc.layout(paper.Shape{Width: 50, Terminal: paper.Terminal{Theme: paper.Dark, Rich: true}})
	light := doc.layout(paper.Shape{Width: 50, Terminal: paper.Terminal{Theme: paper.Light}})
	if &dark.Lines[0] != &light.Lines[0] {
		t.Error("each theme has lines of its own")
	}
	if dark.Theme != paper.Dark || light.Theme != paper.Light {
		t.Errorf("got themes %v and %v, want dark and light", dark.Theme, light.Theme)
	}
}
