package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/creack/pty"
)

// A file that is there is replaced as a whole and keeps its mode; a link stays one.
func TestSaveFile(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "cv.pdf"), filepath.Join(dir, "link")
	if err := os.Symlink("cv.pdf", link); err != nil {
		t.Skip(err)
	}
	for i, content := range []string{"new", "a longer one", "x"} {
		if err := saveFile(link, []byte(content)); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(file)
		if err != nil || string(got) != content {
			t.Errorf("the file holds %q, %v; want %q", got, err, content)
		}
		info, _ := os.Stat(file)
		if i > 0 && info.Mode().Perm() != 0o640 {
			t.Errorf("the mode has become %v", info.Mode())
		}
		if err := os.Chmod(file, 0o640); err != nil {
			t.Fatal(err)
		}
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link has become %v, %v", info.Mode(), err)
	}

	// Who has the old file open reads it to its end.
	old, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	if err := saveFile(file, []byte("y")); err != nil {
		t.Fatal(err)
	}
	if got, _ := io.ReadAll(old); string(got) != "x" {
		t.Errorf("a reader of the old file gets %q", got)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 2 {
		t.Errorf("files are left behind: %v", entries)
	}
}

// A directory in which nothing can be made, and a disk that is full.
func TestSaveFileFails(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("needs /dev/full")
	}
	if err := saveFile("/dev/full", []byte("x")); err == nil {
		t.Error("a full disk is no error")
	}
	if err := saveFile(filepath.Join(t.TempDir(), "none", "cv.pdf"), nil); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

// A terminal or a pipe is written to, and stays what it is.
func TestSaveToTerminal(t *testing.T) {
	terminal, tty, err := pty.Open()
	if err != nil {
		t.Skip(err)
	}
	defer terminal.Close()
	defer tty.Close()
	if err := saveFile(tty.Name(), []byte("hello\n")); err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 100)
	n, err := terminal.Read(line)
	if got := string(line[:n]); err != nil || !strings.HasPrefix(got, "hello") {
		t.Errorf("the terminal shows %q, %v", got, err)
	}
	if info, err := os.Stat(tty.Name()); err != nil || info.Mode().IsRegular() {
		t.Errorf("the terminal has become %v, %v", info.Mode(), err)
	}
}
