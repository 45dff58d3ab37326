package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

// A file with more problems than anybody reads is cut, and says so.
func TestCheckManyProblems(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cv.yaml")
	src := "basics: {name: A, email: a@example.com}\nwork:\n" + strings.Repeat("  - {position: P, startDate: 2021-13}\n", mostProblems+7)
	if err := os.WriteFile(path, []byte(src), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	if status := run(t.Context(), []string{"check", path}, &stdout, &stderr); status != 0 || stderr.Len() > 0 {
		t.Errorf("status %d, stderr %q", status, stderr.String())
	}
	if !strings.HasSuffix(stdout.String(), "\nand 7 more\n0 errors, 207 warnings\n") || strings.Count(stdout.String(), "2021-13") != mostProblems {
		t.Errorf("ends with %q", stdout.String()[max(0, stdout.Len()-200):])
	}
}

// The name of a file is as foreign as what is in it.
func TestNameOfFileIsShown(t *testing.T) {
	t.Chdir(t.TempDir())
	const name = "a\x1b[31m\u202e\n.yaml"
	for _, args := range [][]string{{"check", name}, {"render", "text", name}, {"init", name}, {"check", name}, {"init", name}, {"init", "no\x1b/" + name}} {
		var stdout, stderr bytes.Buffer
		run(t.Context(), args, &stdout, &stderr)
		for line := range strings.Lines(stdout.String() + stderr.String()) {
			if strings.ContainsFunc(strings.TrimSuffix(line, "\n"), func(r rune) bool { return !unicode.IsPrint(r) }) || strings.HasPrefix(line, ".yaml") {
				t.Errorf("cv %q prints %q", args, line)
			}
		}
	}
}
