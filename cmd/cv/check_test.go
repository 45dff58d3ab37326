package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
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
