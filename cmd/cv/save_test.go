package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// An existing file is replaced as a whole and keeps its mode. A link stays a link.
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
			t.Errorf("got content %q, %v; want %q", got, err, content)
		}
		info, _ := os.Stat(file)
		if i > 0 && info.Mode().Perm() != 0o640 {
			t.Errorf("got mode %v, want 0640", info.Mode())
		}
		if err := os.Chmod(file, 0o640); err != nil {
			t.Fatal(err)
		}
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("got %v, %v, want a link", info.Mode(), err)
	}

	// A reader that has the old file open still reads it.
	old, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	if err := saveFile(file, []byte("y")); err != nil {
		t.Fatal(err)
	}
	if got, _ := io.ReadAll(old); string(got) != "x" {
		t.Errorf("a reader of the old file: got %q, want x", got)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 2 {
		t.Errorf("got files %v, want only the file and the link", entries)
	}
}

// A server may read the file by its group alone.
func TestSaveFileKeepsTheGroup(t *testing.T) {
	groups, err := os.Getgroups()
	if os.Getuid() == 0 {
		groups = append(groups, 12345)
	}
	i := slices.IndexFunc(groups, func(g int) bool { return g != os.Getgid() })
	if err != nil || i < 0 {
		t.Skip("this user has one group")
	}
	file := filepath.Join(t.TempDir(), "cv.yaml")
	if err := errors.Join(os.WriteFile(file, []byte("x"), 0o640), os.Chown(file, -1, groups[i])); err != nil {
		t.Fatal(err)
	}
	if err := saveFile(file, []byte("y")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := int(info.Sys().(*syscall.Stat_t).Gid); got != groups[i] {
		t.Errorf("the group is %d, want %d", got, groups[i])
	}
}

// Saving to a full disk or a missing directory is an error.
func TestSaveFileFails(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("needs /dev/full")
	}
	if err := saveFile("/dev/full", []byte("x")); err == nil {
		t.Error("a full disk: got no error")
	}
	if err := saveFile(filepath.Join(t.TempDir(), "none", "cv.pdf"), nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing directory: got error %v, want os.ErrNotExist", err)
	}
}

// A pipe is opened once: its reader leaves when it is closed.
func TestSaveToPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	for range 20 {
		got := make(chan string, 1)
		go func() {
			b, _ := os.ReadFile(pipe)
			got <- string(b)
		}()
		done := make(chan error, 1)
		go func() { done <- saveFile(pipe, []byte("content")) }()
		select {
		case err := <-done:
			if b := <-got; err != nil || b != "content" {
				t.Fatalf("got %q, %v, want the content", b, err)
			}
		case <-time.After(30 * time.Second):
			t.Fatal("a pipe whose reader has left is waited for")
		}
	}
}

// A terminal is written to, not replaced.
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
		t.Errorf("got %q, %v on the terminal, want hello", got, err)
	}
	if info, err := os.Stat(tty.Name()); err != nil || info.Mode().IsRegular() {
		t.Errorf("got %v, %v, want a terminal", info.Mode(), err)
	}
}
