package tui

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

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
	case <-time.After(10 * time.Second):
		t.Error("got no layout within 10s while another one is made")
	}
	close(done)
}

// A document asks for its card once for all readers of the QR code.
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
