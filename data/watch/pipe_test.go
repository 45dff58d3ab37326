//go:build unix

package watch

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"
)

// A pipe is read once and not watched.
func TestWatchLeavesPipesAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	var writer sync.WaitGroup
	writer.Go(func() {
		p, err := os.OpenFile(path, os.O_WRONLY, 0) // waits for a reader, which must be Load
		if err != nil {
			t.Error(err)
			return
		}
		defer p.Close()
		_, _ = p.WriteString(cvOf("piped"))
	})
	defer writer.Wait()
	defer func() { // ends the writer if Load has not read
		if p, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0); err == nil {
			p.Close()
		}
	}()
	f := NewFile(path)
	if v := f.Load(); v.Err != nil || v.CV.Basics.Name != "piped" {
		t.Fatalf("got %+v, want the CV from the pipe", v)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	f.Watch(ctx, 10*time.Millisecond, nil, func(v Version) { t.Errorf("got the report %+v, want none", v) }, nil)
}
