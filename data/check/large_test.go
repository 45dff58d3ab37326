package check

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wenkaiyue.com/cv/data/problem"
)

// The time to check a file grows linearly with its keys and characters. The limit is
// far above the present time (under a second), and far below that of a quadratic check
// (half a minute).
func TestLargeFiles(t *testing.T) {
	const head = "basics:\n  name: A\n  email: a@example.com\nwork:\n  - position: A\n"
	var keys, characters strings.Builder
	for i := range 60_000 {
		fmt.Fprintf(&keys, "    _k%dx: 1\n", i)
	}
	characters.WriteString("skills:\n")
	for i := range 2000 {
		characters.WriteString("  - name: ")
		for j := range 120 {
			characters.WriteRune(rune(0x20000 + (i*120+j)%40_000))
		}
		characters.WriteString("\n")
	}
	var lists strings.Builder
	for i := range 70_000 {
		fmt.Fprintf(&lists, "k%d: []\n", i)
	}
	nulls := "{\"skills\": [" + strings.Repeat(`{"name": "a", "keywords": [`+strings.Repeat(`null, "a b", `, 20)+`""]}, `, 1500) + "null]}"
	for name, tt := range map[string]struct {
		src      string
		problems int
	}{
		"keys":       {head + keys.String(), 0},
		"characters": {head + characters.String(), 1},
		"root keys":  {lists.String(), 2},
		"one line":   {nulls, 1},
		"one key":    {head + strings.Repeat("    _k: 1\n", 100_000), 1},
		"long key":   {head + "    k" + strings.Repeat("x", 900_000) + ": 1\n", 1},
	} {
		start := time.Now()
		r := mustCheck(t, "a.yaml", tt.src)
		if took := time.Since(start); took > 30*time.Second {
			t.Errorf("%s: took %s, want at most 30s", name, took)
		}
		if n := r.Count(problem.Warning) + r.Count(problem.Error); n != tt.problems {
			t.Errorf("%s: got %d problems, want %d", name, n, tt.problems)
		}
		if n := len(r.Problems); n > 400 {
			t.Errorf("%s: got %d problems in the report, want at most 400", name, n)
		}
	}
}
