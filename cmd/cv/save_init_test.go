package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// A file that comes up while the questions are open stays, and one that is written
// over keeps its mode.
func TestInitKeepsFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cv.yaml")
	if err := canCreate(path, false); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := createFile(path, []byte("new")); err == nil {
		t.Error("the file that came up is written over")
	}
	if got, err := os.ReadFile(path); string(got) != "mine" {
		t.Errorf("content = %q, %v", got, err)
	}
	var stdout, stderr bytes.Buffer
	if status := run(t.Context(), []string{"init", "--force", path}, &stdout, &stderr); status != 0 {
		t.Fatalf("status %d: %s", status, stderr.String())
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 || info.Size() < 100 {
		t.Errorf("%v, %v", info, err)
	}
}
