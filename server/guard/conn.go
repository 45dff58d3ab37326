package guard

import (
	"container/list"
	"errors"
	"net"
	"sync/atomic"
	"time"

	"charm.land/ssh"
)

// errGarbage is what reading from a connection returns that does not speak SSH,
// or too much before its first session.
var errGarbage = errors.New("guard: not SSH")

// errNotInstalled is what reading from a proxied connection returns whose header
// nobody has taken.
var errNotInstalled = errors.New("guard: connections from proxies need Guard.Install")

// identification is how a client begins (RFC 4253, section 4.2).
const identification = "SSH-"

// conn is an admitted connection.
type conn struct {
	net.Conn // the raw one, or what is behind the header of a proxy
	raw      net.Conn
	guard    *Guard
	gone     chan struct{} // closed with the connection
	proxied  bool
	door     door

	// Of the goroutine that reads.
	matched int // bytes of the identification that have come
	bucket  bucket
	kex     keyExchange

	read    atomic.Int64 // bytes
	begun   atomic.Bool  // a session has started
	writing atomic.Int64 // since when a write is under way, in ns of Unix time; 0 if none is

	// Under guard.mu.
	sources   []*source
	refusal   Reason        // what it is there to be told
	waits     *list.Element // in guard.pending, until its first session
	since     time.Time     // when it was last without a session
	asked     time.Time     // since when its person may be asked about the host key; zero if not
	sessions  []*Session    // channels that are open
	running   int           // of them, sessions under way
	channels  int           // in its life
	window    time.Time     // when the requests began that are counted
	requests  int
	exchanges bucket // of keys
	closed    bool
	why       Reason // it was closed
	ctx       ssh.Context
}

// Read reads, if the connection has not sent too much in too short a time.
// Waiting here, it keeps what is under way out of memory and lets TCP slow the
// client down.
func (c *conn) Read(p []byte) (int, error) {
	if c.proxied && c.matched == 0 && !c.settled() {
		return 0, errNotInstalled
	}
	if wait := c.owes(time.Now()); wait > 0 && !c.wait(wait) {
		return 0, net.ErrClosed
	}
	n, err := c.Conn.Read(p)
	c.bucket.tokens -= float64(n)
	total := c.read.Add(int64(n))
	if c.door == webDoor {
		return n, err // HTTP has a parser with limits of its own
	}
	if total > drainFrom && total-int64(n) <= drainFrom {
		c.guard.wake()
	}
	for i := 0; i < n && c.matched < len(identification); i++ {
		if p[i] != identification[c.matched] {
			c.garbage()
			return 0, errGarbage
		}
		c.matched++
	}
	if total > startupBytes && !c.begun.Load() && !c.starts() {
		return 0, errGarbage
	}
	if total/unreadEvery != (total-int64(n))/unreadEvery && !c.relieved(total) {
		c.end(Unread)
		return 0, net.ErrClosed
	}
	c.follow(p[:n])
	return n, err
}

// starts reports whether the connection, which has sent all that it may before its
// first session, has one; if not, it has ended. A client whose input is a file
// sends that at once after it has asked for its session, and what it has asked is
// seen to by others than who reads: nothing more is taken until then.
func (c *conn) starts() bool {
	c.guard.mu.Lock()
	asked := len(c.sessions) > 0
	c.guard.mu.Unlock()
	if !asked {
		c.garbage()
		return false
	}
	for waited := time.Duration(0); !c.begun.Load(); waited += unreadLook {
		if waited >= unreadWithin || !c.wait(unreadLook) {
			c.end(Startup)
			return false
		}
	}
	return true
}

// wait lets a time pass, and reports whether the connection is still there.
func (c *conn) wait(d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-c.gone:
		return false
	}
}

// follow keeps the time that a person takes to answer apart from the client's.
func (c *conn) follow(p []byte) {
	if c.kex.over {
		return
	}
	asked, answered := c.kex.take(p)
	if !asked && !answered {
		return
	}
	c.guard.mu.Lock()
	defer c.guard.mu.Unlock()
	switch now := time.Now(); {
	case asked && c.asked.IsZero():
		c.asked = now
	case answered && !c.asked.IsZero():
		c.since = c.since.Add(now.Sub(c.asked))
		c.asked = time.Time{}
	}
}

// owes is how long the connection has to wait for what it has sent already.
func (c *conn) owes(now time.Time) time.Duration {
	c.bucket.fill(now, throttleRate, throttleBurst)
	if c.bucket.tokens > 0 {
		return 0
	}
	return time.Duration((1 - c.bucket.tokens) / throttleRate * float64(time.Second))
}

// Write writes, and notes since when, for the clients that do not read.
func (c *conn) Write(p []byte) (int, error) {
	c.writing.Store(time.Now().UnixNano())
	defer c.writing.Store(0)
	return c.Conn.Write(p)
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
	first, judged := !c.closed, c.ctx != nil && c.why == None
	if first {
		c.leave()
	}
	c.guard.mu.Unlock()
	err := c.raw.Close()
	if first {
		close(c.gone)
		if judged {
			go c.guard.judge(c)
		}
	}
	return err
}

// leave gives back what the connection has counted for. The caller holds
// guard.mu.
func (c *conn) leave() {
	g := c.guard
	c.closed = true
	if _, ok := g.conns[c]; ok && c.door == webDoor {
		g.web--
	}
	if delete(g.conns, c); len(g.conns) == 0 && g.sweeper != nil {
		close(g.sweeper)
		g.sweeper = nil
	}
	c.stopWaiting()
	if c.refusal != None {
		g.told--
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
	c.waits = c.guard.pending[c.door].PushBack(c)
	for _, s := range c.sources {
		s.doors[c.door].waiting++
	}
}

// stopWaiting takes the connection off that list. The caller holds guard.mu.
func (c *conn) stopWaiting() {
	if c.waits == nil {
		return
	}
	c.guard.pending[c.door].Remove(c.waits)
	c.waits = nil
	for _, s := range c.sources {
		s.doors[c.door].waiting--
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
