package guard

import (
	"container/list"
	"errors"
	"net"
	"sync/atomic"
	"time"

	"charm.land/ssh"
	"golang.org/x/time/rate"
)

// errGarbage is returned by Read when the peer does not speak SSH, or sends too much
// before its first session.
var errGarbage = errors.New("guard: not SSH")

// identification is the start of what a client sends (RFC 4253, section 4.2).
const identification = "SSH-"

// conn is an admitted connection.
type conn struct {
	net.Conn // the raw one, or what is behind the header of a proxy
	raw      net.Conn
	guard    *Guard
	gone     chan struct{} // closed with the connection
	proxied  bool
	door     *Door

	// Owned by the goroutine that reads.
	matched int // bytes of the identification that have come
	budget  budget
	kex     keyExchange

	read          atomic.Int64 // bytes
	data          atomic.Int64 // bytes that have come out of channels
	incoming      atomic.Pointer[<-chan []byte]
	keyed         atomic.Bool // the client has new keys, and has asked to authenticate
	authenticated atomic.Bool
	begun         atomic.Bool  // a session has started
	writing       atomic.Int64 // the start of the write under way, in ns of Unix time; 0: none

	// Under guard.mu.
	sources   []*source
	charged   bool          // it has taken of its sources' rate
	local     bool          // a proxy speaks for itself
	refusal   Reason        // the limit that it was admitted to be told of
	waits     *list.Element // in door.pending, until its first session
	since     time.Time     // when it began to be without a session
	asked     time.Time     // when the client may have begun to ask about the host key; zero: it does not
	sessions  []*Session    // channels that are open
	running   int           // of them, sessions under way
	channels  int           // in its life
	window    time.Time     // the start of the time for which requests are counted
	requests  int
	exchanged bool          // it has had its first key exchange
	exchanges *rate.Limiter // limits further key exchanges; nil before the second
	closed    bool
	why       Reason // reason for which it was closed
	ctx       ssh.Context
}

// Write waits until the sources have paid, then writes. The sweeper closes a connection
// whose write takes too long.
func (c *conn) Write(p []byte) (int, error) {
	if !c.afford(len(p)) {
		return 0, net.ErrClosed
	}
	c.writing.Store(time.Now().UnixNano())
	defer c.writing.Store(0)
	n, err := c.Conn.Write(p)
	if err != nil {
		_ = c.Close() // its reader may be waiting for its turn
	}
	return n, c.silence(err)
}

// SetDeadline does nothing, because the guard keeps the time: the SSH server would move
// the deadline with each byte.
func (c *conn) SetDeadline(time.Time) error { return nil }

// SetReadDeadline does nothing, as SetDeadline.
func (c *conn) SetReadDeadline(time.Time) error { return nil }

// SetWriteDeadline does nothing, as SetDeadline.
func (c *conn) SetWriteDeadline(time.Time) error { return nil }

// Close closes the connection and stops counting it.
func (c *conn) Close() error {
	c.guard.mu.Lock()
	first, served, judged := !c.closed, c.ctx != nil, c.why == None
	if first {
		c.leave()
		c.forgive(time.Now())
	}
	c.guard.mu.Unlock()
	err := c.raw.Close()
	if first {
		close(c.gone)
		if served {
			go c.release(judged)
		}
	}
	return err
}

// leave removes the connection from all counts. The caller holds guard.mu.
func (c *conn) leave() {
	g := c.guard
	c.closed = true
	if _, ok := g.conns[c]; ok {
		c.door.open--
	}
	if delete(g.conns, c); len(g.conns) == 0 && g.sweeper != nil {
		close(g.sweeper)
		g.sweeper = nil
	}
	c.stopWaiting()
	if c.refusal != None {
		g.told--
	}
	for _, s := range c.sessions {
		s.data.close()
		s.stderr.close()
	}
	g.sessions -= c.running
	c.running, c.sessions = 0, nil
	for _, s := range c.sources {
		s.open--
	}
}

// startWaiting adds the connection to those that have had no session. The caller holds
// guard.mu.
func (c *conn) startWaiting() {
	c.waits = c.door.pending.PushBack(c)
	for _, s := range c.sources {
		s.at(c.door).waiting++
	}
}

// stopWaiting removes the connection from that list. The caller holds guard.mu.
func (c *conn) stopWaiting() {
	if c.waits == nil {
		return
	}
	c.door.pending.Remove(c.waits)
	c.waits = nil
	for _, s := range c.sources {
		s.at(c.door).waiting--
	}
}

// end closes the connection for a reason, and counts it. The first reason counts.
func (c *conn) end(why Reason) {
	c.guard.mu.Lock()
	first := !c.closed && c.why == None
	if first {
		c.why = why
	}
	c.guard.mu.Unlock()
	if first {
		c.guard.refused.add(why)
	}
	// Without this, Close would try to send the rest to a client that does not read.
	if t, ok := c.raw.(*net.TCPConn); ok && why != Idle && why != SessionTime {
		_ = t.SetLinger(0)
	}
	_ = c.Close()
}

// garbage closes the connection and turns its source away for a while.
func (c *conn) garbage() {
	c.guard.punish(c)
	c.end(Garbage)
}

func (c *conn) settled() bool {
	c.guard.mu.Lock()
	defer c.guard.mu.Unlock()
	return len(c.sources) > 0 || c.refusal != None
}
