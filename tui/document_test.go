package tui

import (
	"sync/atomic"
	"testing"
	"time"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/tui/paper"
)

// A reader does not wait for a layout that another one needs.
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
			t.Error("the layout was made again")
		}
	case <-time.After(10 * time.Second):
		t.Error("a layout waits for another one")
	}
	close(done)
}

// A frame asks for the card once, and encodes it only if it has changed.
func TestCodeIsMadeOnce(t *testing.T) {
	var asked atomic.Int32
	doc := NewDocument(&data.CV{Basics: data.Basics{Name: "A", Email: "a@example.org"}})
	m := New(doc, Options{Width: 80, Height: 40, Card: func() string { asked.Add(1); return "BEGIN:VCARD" }})
	m = press(m, "c")
	asked.Store(0)
	first := doc.code
	m.View()
	if n := asked.Load(); n != 1 {
		t.Errorf("asked for the card %d times", n)
	}
	m.View()
	if doc.code == nil || first != nil && doc.code != first {
		t.Error("encoded again")
	}
	if code := doc.encoded("another"); code == nil || code == first {
		t.Error("another card has the same code")
	}
}
