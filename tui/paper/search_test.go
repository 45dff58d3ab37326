package paper

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"wenkaiyue.com/cv/data"
)

// The first search in a shape takes about as much memory as the text, and each reader's
// matches a few bytes: otherwise a few readers of a long CV, each with a width of their own,
// would take gigabytes.
func TestSearchMemory(t *testing.T) {
	var src strings.Builder
	src.WriteString("basics: {name: Jane Doe}\npublications:\n")
	for i := range 500 {
		fmt.Fprintf(&src, "  - {name: Bounds for sparse models, summary: '%d %s'}\n", i, strings.Repeat("transport sparse entropy ", 20))
	}
	cv, err := data.Load("cv.yaml", strings.NewReader(src.String()))
	if err != nil {
		t.Fatal(err)
	}
	l := New(cv, Shape{Width: 76})
	text := 0
	for _, line := range l.Lines {
		text += len(line.String())
	}
	heap := func() int {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int(m.HeapAlloc)
	}
	before := heap()
	found := l.Search("e")
	if used := heap() - before; used > 3*text {
		t.Errorf("a search in %d bytes took %d bytes, want at most three times as much", text, used)
	}
	runtime.KeepAlive(found)
	runtime.KeepAlive(l)
}
