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

// identification is how a client begins (RFC 4253, section 4.2).
const identification = "SSH-"

// conn is an admitted connection.
type conn struct {
	net.Conn // the raw one, or what is behind the header of a proxy
	raw      net.Conn
	guard    *Guard
	gone     chan struct{} // closed with the connection
	proxied  bool
	door     *Door

	// Of the goroutine that reads.
	matched int // bytes of the identification that have come
	budget  budget
	kex     keyExchange

	read          atomic.Int64 // bytes
	data          atomic.Int64 // bytes that have come out of channels
	incoming      atomic.Pointer[<-chan []byte]
	keyed         atomic.Bool // the client has new keys, and has asked to authenticate
	authenticated atomic.Bool
	begun         atomic.Bool  // a session has started
	writing       atomic.Int64 // since when a write is under way, in ns of Unix time; 0 if none is

	// Under guard.mu.
	sources   []*source
	charged   bool          // it has taken of its sources' rate
	local     bool          // a proxy speaks for itself
	refusal   Reason        // what it is there to be told
	waits     *list.Element // in door.pending, until its first session
	since     time.Time     // when it was last without a session
	asked     time.Time     // since when its person may be asked about the host key; zero if not
	sessions  []*Session    // channels that are open
	running   int           // of them, sessions under way
	channels  int           // in its life
	window    time.Time     // when the requests began that are counted
	requests  int
	exchanged bool          // keys, once
	exchanges *rate.Limiter // of keys; nil before the second
	closed    bool
	why       Reason // it was closed
	ctx       ssh.Context
}

// Write writes once the sources have paid for it, and notes since when, for the
// clients that do not read.
func (c *conn) Write(p []byte) (int, error) {
	if !c.afford(len(p)) {
		return 0, net.ErrClosed
	}
	c.writing.Store(time.Now().UnixNano())
	defer c.writing.Store(0)
	n, err := c.Conn.Write(p)
	if err != nil {
		_ = c.Close() // whoever reads may wait for something else
	}
	return n, c.silence(err)
}

// SetDeadline does nothing: the guard keeps time. A server would move the
// deadline with each byte.
func (c *conn) SetDeadline(time.Time) error { return nil }

// SetReadDeadline does nothing, as SetDeadline.
func (c *conn) SetReadDeadline(time.Time) error { return nil }

// SetWriteDeadline does nothing, as SetDeadline.
func (c *conn) SetWriteDeadline(time.Time) error { return nil }

// Close closes the connection, which from then on does not count any more.
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

// leave gives back what the connection has counted for. The caller holds
// guard.mu.
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

// startWaiting puts the connection on the list of those without a session so far.
// The caller holds guard.mu.
func (c *conn) startWaiting() {
	c.waits = c.door.pending.PushBack(c)
	for _, s := range c.sources {
		s.at(c.door).waiting++
	}
}

// stopWaiting takes the connection off that list. The caller holds guard.mu.
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

// end closes the connection because of why, and counts it. The first reason
// counts.
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
	// A client that does not read holds up the goroutine that would wait for the
	// rest to be sent.
	if t, ok := c.raw.(*net.TCPConn); ok && why != Idle && why != SessionTime {
		_ = t.SetLinger(0)
	}
	_ = c.Close()
}

// garbage ends the connection and has its source rest.
func (c *conn) garbage() {
	c.guard.punish(c)
	c.end(Garbage)
}

func (c *conn) settled() bool {
	c.guard.mu.Lock()
	defer c.guard.mu.Unlock()
	return len(c.sources) > 0 || c.refusal != None
}
