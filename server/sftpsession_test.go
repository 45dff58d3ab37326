package server

import (
	"context"
	"encoding/binary"
	"io"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// Open files hold nothing of what their client has sent.
func TestOpenFilesAreSmall(t *testing.T) {
	s, _ := startServer(t, testConfig(t))
	files, _ := copying(t, s)
	heap := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	const handles = 40 // as many as the throttle lets through in two seconds
	name := "/cv.vcf" + strings.Repeat("/", maxSFTPPacket-100)
	if _, err := files.Open(name); err != nil {
		t.Fatal(err)
	}
	before := heap()
	for range handles {
		if _, err := files.Open(name); err != nil {
			t.Fatal(err)
		}
	}
	if d := heap() - before; d > handles*maxSFTPPacket/4 { // those of the client with it
		t.Errorf("%d open files hold %d KiB", handles, d>>10)
	}
	goodVisitor(t, s)
}

// A packet that is longer than any that is needed ends its session, before memory
// is taken for it.
func TestLargeSFTPPacket(t *testing.T) {
	s, _ := startServer(t, testConfig(t))
	for _, length := range []uint32{maxSFTPPacket + 1, 255 << 10, 1<<32 - 1} {
		ch, reqs, err := dial(t, s, gossh.ClientConfig{}).OpenChannel("session", nil)
		if err != nil {
			t.Fatal(err)
		}
		go gossh.DiscardRequests(reqs)
		if ok, err := ch.SendRequest("subsystem", true, gossh.Marshal(struct{ Name string }{"sftp"})); !ok || err != nil {
			t.Fatal(ok, err)
		}
		hello := []byte{0, 0, 0, 5, 1, 0, 0, 0, 3} // SSH_FXP_INIT, version 3
		for _, b := range binary.BigEndian.AppendUint32(hello, length) {
			if _, err := ch.Write([]byte{b}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := io.Copy(io.Discard, ch); err != nil {
			t.Errorf("%d: %v", length, err)
		}
	}
	goodVisitor(t, s)
}

// The SFTP sessions of a connection read no more requests than are answered, but
// for a few.
func TestUnansweredRequests(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	conn := &sftpConn{done: ctx.Done(), values: map[any]any{}}
	request := []byte{0, 0, 0, 5, 5, 0, 0, 0, 1}
	newSession := func() (*sftpSession, chan struct{}) {
		s := newSFTPSession(&sftpStream{in: strings.NewReader(strings.Repeat(string(request), 100)), ctx: conn}, func() {})
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
	a, fromA := newSession()
	if n := count(fromA); n != maxSFTPRequests {
		t.Fatalf("%d requests are read, want %d", n, maxSFTPRequests)
	}
	_, fromB := newSession()
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
