package files

import (
	"context"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"charm.land/ssh"
)

// The SFTP sessions of a connection read no more requests than are answered, but
// for a few.
func TestUnansweredRequests(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	conn := &sftpConn{done: ctx.Done(), values: map[any]any{}}
	request := []byte{0, 0, 0, 5, 5, 0, 0, 0, 1}
	start := func() (*session, chan struct{}) {
		s := newSession(&sftpStream{in: strings.NewReader(strings.Repeat(string(request), 100)), ctx: conn}, func() {})
		read := make(chan struct{})
		go func() {
			defer close(read)
			for {
				if _, err := io.ReadFull(s, make([]byte, len(request))); err != nil {
					return
				}
				read <- struct{}{}
			}
		}()
		return s, read
	}
	count := func(read ...chan struct{}) (n int) {
		for {
			select {
			case <-read[0]:
			case <-read[len(read)-1]:
			case <-time.After(50 * time.Millisecond):
				return n
			}
			n++
		}
	}
	a, fromA := start()
	if n := count(fromA); n != maxRequests {
		t.Fatalf("%d requests are read, want %d", n, maxRequests)
	}
	_, fromB := start()
	if n := count(fromA, fromB); n != 0 {
		t.Errorf("%d requests are read before any is answered", n)
	}
	for range 2 {
		for _, piece := range [][]byte{request[:4], request[4:6], request[6:]} { // an answer
			if _, err := a.Write(piece); err != nil {
				t.Fatal(err)
			}
		}
	}
	if n := count(fromA, fromB); n != 2 {
		t.Errorf("%d requests are read after two answers", n)
	}
	a.end()
	if n := count(fromB); n == 0 {
		t.Error("a session that has ended keeps its slots")
	}
	cancel()
	for _, ended := range []chan struct{}{fromA, fromB} {
		for range ended {
		}
	}
}

// sftpConn is the context of a connection.
type sftpConn struct {
	ssh.Context
	mu     sync.Mutex
	done   <-chan struct{}
	values map[any]any
}

func (c *sftpConn) Lock()                   { c.mu.Lock() }
func (c *sftpConn) Unlock()                 { c.mu.Unlock() }
func (c *sftpConn) Done() <-chan struct{}   { return c.done }
func (c *sftpConn) Err() error              { return context.Canceled }
func (c *sftpConn) Value(key any) any       { return c.values[key] }
func (c *sftpConn) SetValue(key, value any) { c.values[key] = value }

// sftpStream is a session that takes whatever is written.
type sftpStream struct {
	ssh.Session
	in  io.Reader
	ctx ssh.Context
}

func (s *sftpStream) Context() ssh.Context        { return s.ctx }
func (s *sftpStream) Read(p []byte) (int, error)  { return s.in.Read(p) }
func (s *sftpStream) Write(p []byte) (int, error) { return len(p), nil }
