package tui

import (
	"testing"

	"wenkaiyue.com/cv/tui/paper"
)

// BenchmarkKey measures a key: the update and the frame, with a layout that is made.
func BenchmarkKey(b *testing.B) {
	for _, size := range []struct {
		name string
		w, h int
	}{{"80x24", 80, 24}, {"120x40", 120, 40}} {
		b.Run(size.name, func(b *testing.B) {
			m := newModel(b, size.w, size.h)
			keys := []string{"j", "k"}
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				m = update(m, keyOf(keys[n%2]))
				_ = m.View()
				n++
			}
		})
	}
}

// BenchmarkLayout measures the layout, which is made once for all readers of a shape.
func BenchmarkLayout(b *testing.B) {
	doc := embedded(b)
	b.ReportAllocs()
	for b.Loop() {
		paper.New(doc.cv, paper.Shape{Width: 76, Terminal: paper.Terminal{Theme: paper.Dark, Rich: true}})
	}
}
