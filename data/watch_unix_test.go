//go:build unix

package data

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
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
	var stop atomic.Bool
	var writer sync.WaitGroup
	writer.Go(func() {
		// Again and again: who looks what kind of file it is lets the writer go too.
		for !stop.Load() {
			if p, err := os.OpenFile(path, os.O_WRONLY, 0); err == nil {
				_, _ = p.WriteString(cvOf("piped"))
				p.Close()
			}
			time.Sleep(time.Millisecond)
		}
	})
	defer writer.Wait()
	defer func() { // a reader lets the writer's last open go
		stop.Store(true)
		if p, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0); err == nil {
			defer p.Close()
			time.Sleep(10 * time.Millisecond)
		}
	}()
	f := NewFile(path)
	cv, err := f.Load()
	if err != nil || cv.Basics.Name != "piped" {
		t.Fatalf("%+v, %v", cv, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	f.Watch(ctx, 10*time.Millisecond, nil, func(v Version) { t.Errorf("reported: %v", v.Err) })
}
