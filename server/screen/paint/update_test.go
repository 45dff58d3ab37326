package paint

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
)

var xterm = terminal{class: "xterm", profile: colorprofile.ANSI256}

// document returns a frame of a scrolled document, with a header and a footer.
func document(top, width, height int) frame {
	var b strings.Builder
	b.WriteString("\x1b[1mA document\x1b[m\n\n")
	for i := range height - 3 {
		n := top + i
		fmt.Fprintf(&b, "\x1b[1m%4d\x1b[m %s \x1b[3m%x\x1b[m\n", n, strings.Repeat("lorem ipsum ", 2+n%3), n*n)
	}
	fmt.Fprintf(&b, "\x1b[2m↑↓ scroll  q quit\x1b[m %d%%", top%100)
	return newFrame(b.String(), NewViewport(width, height))
}

// An update must not depend on the earlier use of its bench, since the cache serves it
// to other sessions.
func TestUpdateDependsOnFramesOnly(t *testing.T) {
	busy := NewUpdates(0, 1)
	for i := range 200 {
		width, height := 80, 24
		if i%7 == 0 {
			width, height = 100, 30
		}
		from, to := document(i*i%50, width, height), document(i*i%50+i%3-1, width, height)
		if i%5 == 0 {
			from = frame{}
		}
		got := busy.between(from, to, xterm)
		if want := new(bench).compute(from, to, xterm); !bytes.Equal(got, want) {
			t.Fatalf("update %d: got\n%q\nwant, as on a new bench,\n%q", i, got, want)
		}
	}
}

func TestMemoryIsBounded(t *testing.T) {
	u := NewUpdates(64<<10, 1)
	to := document(0, 80, 24)
	for i := range 1000 {
		key := updateKey{to: to, term: terminal{class: strconv.Itoa(i)}}
		u.remember(key, make([]byte, i%3000))
		if _, ok := u.known[key]; !ok {
			t.Fatal("the newest update is forgotten")
		}
		size := 0
		for _, update := range u.known {
			size += len(update) + entryOverhead + len(to.text.Value())
		}
		if size > u.limit || size != u.size {
			t.Fatalf("got %d bytes, counted as %d, after %d updates, want at most %d", size, u.size, i, u.limit)
		}
	}
}

func TestBenchesAreShared(t *testing.T) {
	u := NewUpdates(1<<20, 2)
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			a, b := document(i, 80, 24), document(i+1, 80, 24)
			u.between(a, b, xterm)
		})
	}
	wg.Wait()
	if len(u.benches) != cap(u.benches) {
		t.Errorf("got %d benches returned, want %d", len(u.benches), cap(u.benches))
	}
}

func TestUpdateSizes(t *testing.T) {
	u := NewUpdates(1<<20, 2)
	a, b, far := document(10, 80, 24), document(11, 80, 24), document(60, 80, 24)
	full := len(u.between(frame{}, a, xterm))
	line := len(u.between(a, b, xterm))
	jump := len(u.between(a, far, xterm))
	if line > 140 || jump > full+full/10 {
		t.Errorf("got %d bytes for a full frame, %d for a line, %d for a jump, want at most 140 for a line and %d for a jump", full, line, jump, full+full/10)
	}
}

func BenchmarkUpdate(b *testing.B) {
	u := NewUpdates(8<<20, 1)
	for _, size := range []struct{ width, height int }{{80, 24}, {120, 40}, {250, 100}, {500, 200}} {
		from, line, jump := document(10, size.width, size.height), document(11, size.width, size.height), document(500, size.width, size.height)
		for _, kind := range []struct {
			name     string
			from, to frame
		}{{"full", frame{}, from}, {"line", from, line}, {"jump", from, jump}} {
			name := fmt.Sprintf("%s/%dx%d", kind.name, size.width, size.height)
			b.Run(name+"/miss", func(b *testing.B) {
				b.ReportAllocs()
				bn := new(bench)
				n := 0
				for b.Loop() {
					n = len(bn.compute(kind.from, kind.to, xterm))
				}
				b.ReportMetric(float64(n), "bytes")
			})
			b.Run(name+"/hit", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					u.between(kind.from, kind.to, xterm)
				}
			})
		}
	}
}

// BenchmarkPaint measures the cost of a key without its model, with an interned view and a
// remembered update.
func BenchmarkPaint(b *testing.B) {
	p := Painter{updates: NewUpdates(8<<20, 1), term: xterm}
	views := []string{document(10, 80, 24).text.Value(), document(11, 80, 24).text.Value()}
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		p.Paint(tea.NewView(views[i%2]), NewViewport(80, 24))
		i++
	}
}
