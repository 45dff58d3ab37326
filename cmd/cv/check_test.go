package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

// A long list of problems ends with the number of those left out. The same problem in many
// entries is printed once.
func TestCheckManyProblems(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cv.yaml")
	check := func(src string) string {
		t.Helper()
		if err := os.WriteFile(path, []byte("basics: {name: A, email: a@example.com}\nwork:\n"+src), 0o600); err != nil {
			t.Fatal(err)
		}
		var stdout, stderr bytes.Buffer
		if status := run([]string{"check", path}, &stdout, &stderr); status != 0 || stderr.Len() > 0 {
			t.Errorf("got status %d and stderr %q, want 0 and none", status, stderr.String())
		}
		return stdout.String()
	}
	got := check(strings.Repeat("  - {position: P, startDate: 2021-13}\n", 300))
	if !strings.Contains(got, "is not a day or month of the calendar (and 299 more like it)\n") || !strings.HasSuffix(got, "\n0 errors, 1 warning\n") {
		t.Errorf("got %q, want one warning and 299 more like it", got)
	}
	var keys strings.Builder
	keys.WriteString("  - position: P\n")
	for i := range mostProblems + 7 {
		key := "x-" + strings.Repeat(string(rune('a'+i%26)), 1+i/26)
		keys.WriteString("    &a " + key + ": 1\n")
	}
	got = check(keys.String())
	if !strings.HasSuffix(got, "\nand 7 more\n0 errors, 207 warnings\n") || strings.Count(got, "`&a` is not shown") != mostProblems {
		t.Errorf("got an end %q, want %d problems and 7 more", got[max(0, len(got)-200):], mostProblems)
	}
}

// The name of a file may be hostile too, so it is printed without control characters.
func TestNameOfFileIsShown(t *testing.T) {
	t.Chdir(t.TempDir())
	const name = "a\x1b[31m\u202e\n.yaml"
	for _, args := range [][]string{{"check", name}, {"render", "text", name}, {"init", name}, {"check", name}, {"init", name}, {"init", "no\x1b/" + name}} {
		var stdout, stderr bytes.Buffer
		run(args, &stdout, &stderr)
		for line := range strings.Lines(stdout.String() + stderr.String()) {
			if strings.ContainsFunc(strings.TrimSuffix(line, "\n"), func(r rune) bool { return !unicode.IsPrint(r) }) || strings.HasPrefix(line, ".yaml") {
				t.Errorf("cv %q: got line %q, want only printable characters", args, line)
			}
		}
	}
}
