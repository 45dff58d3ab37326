package files

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"charm.land/ssh"
)

// An SFTP session reads a request only after the last one is answered.
func TestUnansweredRequests(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	request := []byte{0, 0, 0, 5, 5, 0, 0, 0, 1}
	s := newSession(&sftpStream{in: strings.NewReader(strings.Repeat(string(request), 100)), ctx: &sftpConn{done: ctx.Done()}}, func() {})
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
	count := func(want int) (n int) { // waits for those only
		for {
			most := time.Minute
			if n >= want {
				most = 50 * time.Millisecond
			}
			select {
			case <-read:
			case <-time.After(most):
				return n
			}
			n++
		}
	}
	for range 3 {
		if n := count(1); n != 1 {
			t.Fatalf("got %d requests read, want 1", n)
		}
		for _, piece := range [][]byte{request[:4], request[4:6], request[6:]} { // an answer
			if n := count(0); n != 0 {
				t.Fatalf("got %d requests read before an answer is whole, want 0", n)
			}
			if _, err := s.Write(piece); err != nil {
				t.Fatal(err)
			}
		}
	}
	cancel()
	for range read {
	}
}

// sftpConn is the context of a connection.
type sftpConn struct {
	ssh.Context
	done <-chan struct{}
}

func (c *sftpConn) Done() <-chan struct{} { return c.done }

// sftpStream is a session that takes whatever is written.
type sftpStream struct {
	ssh.Session
	in  io.Reader
	ctx ssh.Context
}

func (s *sftpStream) Context() ssh.Context        { return s.ctx }
func (s *sftpStream) Read(p []byte) (int, error)  { return s.in.Read(p) }
func (s *sftpStream) Write(p []byte) (int, error) { return len(p), nil }
