package guard

import (
	"fmt"
	"net"
	"runtime"
	"sync"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/server/internal/rawssh"
)

// rawClient connects from an address of this machine and logs in.
func (s *server) rawClient(ip string) (*rawssh.Client, error) {
	nc, err := s.dialFrom(ip)
	if err != nil {
		return nil, err
	}
	_ = nc.SetDeadline(time.Now().Add(patience))
	c, err := rawssh.Login(nc, "x")
	if err != nil {
		nc.Close()
	}
	return c, err
}

// rawSession returns a client with a session.
func (s *server) rawSession(ip string) *rawssh.Client {
	s.t.Helper()
	c, err := s.rawClient(ip)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { c.Close() })
	if err := c.Session(); err != nil {
		s.t.Fatal(err)
	}
	return c
}

// reset closes a connection with a TCP reset.
func reset(c net.Conn) {
	if raw, ok := c.(*rawssh.Client); ok {
		c = raw.Conn
	}
	_ = c.(*net.TCPConn).SetLinger(0)
	c.Close()
}

// x/crypto has the layout on which this package relies; a connection of another layout
// has no queue.
func TestLayout(t *testing.T) {
	s := startServer(t, wide())
	c := s.mustClient("127.0.0.1")
	if incomingOf(c.Conn) == nil {
		t.Error("a connection has no transport.incoming of type chan []byte")
	}
	s.exec(c, "deaf")
	s.guard.mu.Lock()
	for conn := range s.guard.conns {
		for _, v := range conn.sessions {
			if mu := field[sync.Mutex](v.channel.NewChannel, "windowMu"); mu == nil || unread(v.channel.NewChannel) != 0 {
				t.Errorf("got %d bytes unread in a new channel, want 0, and windowMu", unread(v.channel.NewChannel))
			} else if left := field[uint32](v.channel.NewChannel, "myWindow"); *left != windowSize || field[uint32](v.channel.NewChannel, "myConsumed") == nil {
				t.Errorf("got window %d, want %d, and myConsumed", *left, windowSize)
			}
		}
	}
	s.guard.mu.Unlock()
	if unread(nil) != 0 {
		t.Error("a nil channel has bytes unread")
	}
	type transport struct{ incoming chan int }
	for _, other := range []gossh.ConnMetadata{
		nil, gossh.ConnMetadata(nil), struct{ gossh.ConnMetadata }{}, &struct {
			gossh.ConnMetadata
			transport *transport
		}{}, &struct {
			gossh.ConnMetadata
			transport *transport
		}{transport: &transport{incoming: make(chan int)}}, &struct {
			gossh.ConnMetadata
			transport int
		}{},
	} {
		if incomingOf(other) != nil {
			t.Errorf("%T has a queue", other)
		}
	}
	if isDisconnect(nil) || isDisconnect(fmt.Errorf("ssh: disconnect")) {
		t.Error("nil or any error is taken for a disconnect")
	}
}

// Nothing is left of connections that break the protocol, or that end while packets are
// unhandled.
func TestBrokenConnections(t *testing.T) {
	pings := func(n int) (all [][]byte) {
		for range n {
			all = append(all, rawssh.Ping("x"))
		}
		return all
	}
	login := func(s *server, then func(*rawssh.Client)) {
		if c, err := s.rawClient(attacker); err == nil {
			then(c)
			c.Close()
		} else {
			s.t.Error(err)
		}
	}
	keys := func(s *server, then func(*rawssh.Client)) {
		nc, err := s.dialFrom(attacker)
		if err != nil {
			s.t.Error(err)
			return
		}
		_ = nc.SetDeadline(time.Now().Add(patience))
		if c, err := rawssh.Keys(nc); err == nil {
			then(c)
		} else {
			s.t.Error(err)
		}
		nc.Close()
	}
	for name, kind := range map[string]struct {
		rests bool
		do    func(*server)
	}{
		"a channel that is not there": {true, func(s *server) {
			login(s, func(c *rawssh.Client) {
				_ = c.Send(append([][]byte{rawssh.Data(999, []byte("x"))}, pings(100)...)...)
				closed(s.t, c)
			})
		}},
		"a message that is none": {true, func(s *server) {
			login(s, func(c *rawssh.Client) {
				_ = c.Send(append([][]byte{{255, 1, 2, 3}}, pings(100)...)...)
				closed(s.t, c)
			})
		}},
		"instead of a service": {true, func(s *server) {
			keys(s, func(c *rawssh.Client) {
				_ = c.Send(append([][]byte{rawssh.Service("disconnect")}, pings(100)...)...)
				closed(s.t, c)
			})
		}},
		"instead of authentication": {true, func(s *server) {
			keys(s, func(c *rawssh.Client) {
				_ = c.Send(rawssh.Service("ssh-userauth"))
				_ = c.Send(pings(100)...)
				closed(s.t, c)
			})
		}},
		"pings and a reset": {false, func(s *server) {
			login(s, func(c *rawssh.Client) {
				_ = c.Session()
				_ = c.Send(pings(400)...)
				reset(c)
			})
		}},
		"requests on unknown channels and a reset": {false, func(s *server) {
			login(s, func(c *rawssh.Client) {
				_ = c.Session()
				var all [][]byte
				for range 400 {
					all = append(all, rawssh.Request(999, "x", true, nil))
				}
				_ = c.Send(all...)
				reset(c)
			})
		}},
		"channels of an unknown kind and a reset": {false, func(s *server) {
			login(s, func(c *rawssh.Client) {
				_ = c.Session()
				var all [][]byte
				for range 200 {
					all = append(all, rawssh.Open("x", 1<<15), rawssh.Open("x", 1))
				}
				_ = c.Send(all...)
				reset(c)
			})
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := startServer(t, wide())
			s.good()
			s.empty()
			forget := func() {
				s.guard.mu.Lock()
				defer s.guard.mu.Unlock()
				for _, src := range s.guard.table.known {
					src.until = time.Time{}
				}
			}
			goroutines, files, before := runtime.NumGoroutine(), descriptors(), heap()
			for i := range many(100) {
				kind.do(s)
				if kind.rests { // counted after the end of the connection
					s.refused(Garbage, uint64(i+1))
				}
				forget()
			}
			s.good()
			s.empty()
			deadline := time.Now().Add(patience)
			for runtime.NumGoroutine() > goroutines && time.Now().Before(deadline) {
				time.Sleep(10 * time.Millisecond)
			}
			if n := runtime.NumGoroutine(); n > goroutines {
				t.Errorf("got %d goroutines, want at most %d", n, goroutines)
			}
			s.eventually(func() bool { return descriptors() <= files }, "got %d open files, want at most %d",
				func() []any { return []any{descriptors(), files} })
			if n := heap(); n > before+1<<20 {
				t.Errorf("the heap grew by %d KiB, want at most 1024", (n-before)>>10)
			}
			if n := s.guard.Stats().Refused[Garbage]; kind.rests != (n > 0) || kind.rests && n < uint64(many(100)) {
				t.Errorf("got %d refused as garbage, want some: %v", n, kind.rests)
			}
		})
	}
}
