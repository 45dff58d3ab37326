package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// A file that appears while cv init asks its questions is kept. A file that is overwritten
// keeps its mode.
func TestInitKeepsFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cv.yaml")
	if err := canCreate(path, false); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := createFile(path, []byte("new")); err == nil {
		t.Error("createFile over a new file: got no error")
	}
	if got, err := os.ReadFile(path); string(got) != "mine" {
		t.Errorf("got content %q, %v, want mine", got, err)
	}
	var stdout, stderr bytes.Buffer
	if status := run([]string{"init", "--force", path}, &stdout, &stderr); status != 0 {
		t.Fatalf("got status %d, want 0: %s", status, stderr.String())
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 || info.Size() < 100 {
		t.Errorf("got %v, %v, want a CV with mode 0600", info, err)
	}
}
