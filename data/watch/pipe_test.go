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

// A pipe is read once; nobody waits for more from it.
func TestWatchLeavesPipesAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	var writer sync.WaitGroup
	writer.Go(func() {
		p, err := os.OpenFile(path, os.O_WRONLY, 0) // waits for a reader, who has to be the loader
		if err != nil {
			t.Error(err)
			return
		}
		defer p.Close()
		_, _ = p.WriteString(cvOf("piped"))
	})
	defer writer.Wait()
	defer func() { // lets the writer go where nobody has read
		if p, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0); err == nil {
			p.Close()
		}
	}()
	f := NewFile(path)
	cv, err := f.Load()
	if err != nil || cv.Basics.Name != "piped" {
		t.Fatalf("%+v, %v", cv, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	f.Watch(ctx, 10*time.Millisecond, nil, func(v Version) { t.Errorf("reported: %v", v.Err) }, nil)
}
