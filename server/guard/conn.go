package guard

import (
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"charm.land/ssh"
)

// errGarbage is returned by Read when the peer does not speak SSH, or sends too much
// before its first session or in one packet.
var errGarbage = errors.New("guard: not SSH")

// Limits of a packet, in bytes. x/crypto accepts 256 KiB, and in each direction it keeps a
// buffer as large as the head of the longest packet has announced.
const (
	// maxPacket limits packets from a client that has authenticated. Every implementation
	// must accept as much (RFC 4253, section 6.1).
	maxPacket = 35000
	// shortPacket limits packets from other clients, which send names and keys, and those
	// from the server. Only its answer to a long ping@openssh.com would be longer.
	shortPacket = 8 << 10
)

// identification is how the input of every client begins (RFC 4253, section 4.2).
const identification = "SSH-"

// Stages of a connection.
const (
	connected     int32 = iota
	signed              // the client has the host key, and may ask its user about it
	keyed               // it has new keys, and has asked to authenticate
	authenticated       // it may open channels
)

// conn is an admitted connection.
type conn struct {
	net.Conn  // raw, or raw after the header of a proxy
	raw       net.Conn
	guard     *Guard
	door      *Door
	gone      chan struct{} // closed with the connection
	clock     *time.Timer   // calls schedule
	stall     *time.Timer   // closes the connection when a write takes too long
	requests  *bucket
	exchanges *bucket // of keys

	stage  atomic.Int32
	begun  atomic.Bool  // a session has started
	read   atomic.Int64 // bytes
	wrote  atomic.Int64 // bytes
	data   atomic.Int64 // bytes that have come out of channels
	unsent atomic.Int32 // writes that x/crypto keeps, which it does while keys are exchanged
	sends  atomic.Bool  // a write is under way

	// Owned by the goroutine that reads.
	proxied bool // the header of a proxy must come first
	budget  budget
	unseen  int // bytes read at the stage signed

	writing sync.Mutex
	held    []byte // at the stage signed; see Write
	flushed bool

	// Under guard.mu.
	sources  sources
	local    bool       // the proxy speaks for itself, at no cost for its sources' rate
	refusal  Reason     // the limit that it was admitted to be told of
	leaving  bool       // it makes room for another
	since    time.Time  // when it last began to lack a session
	moved    time.Time  // when its handshake last progressed
	asked    time.Time  // when the client may have begun to ask about the host key; zero if it does not
	sessions []*Session // whose channels are open
	running  int        // of them, sessions under way
	further  int        // connections that it counts for beside itself
	channels int        // in its life
	closed   bool
	why      Reason // reason for which it was closed
	ctx      ssh.Context
	incoming <-chan []byte // the packets that x/crypto has not handled; nil if unknown
}

// RemoteAddr returns the visitor's address. Servers call it before they read or write.
func (c *conn) RemoteAddr() net.Addr {
	c.identify()
	return c.Conn.RemoteAddr()
}

// Read reads the client's input and, if it must be SSH, checks it. It waits before it reads
// from a client that sends too much, so that TCP slows the client down and nothing piles up
// in memory.
func (c *conn) Read(p []byte) (int, error) {
	if c.door != c.guard.ssh {
		n, err := c.Conn.Read(p)
		c.read.Add(int64(n))
		return n, err
	}
	most := shortPacket
	if c.stage.Load() == authenticated {
		most = maxPacket
	}
	if len(p) > most { // x/crypto asks for the rest of a packet
		c.end(Garbage)
		return 0, errGarbage
	}
	if p = c.allowance(p); len(p) == 0 {
		return 0, net.ErrClosed
	}
	n, err := c.Conn.Read(p)
	c.pay(n, n == len(p))
	total := c.read.Add(int64(n))
	before := total - int64(n)
	if err != nil {
		_ = c.Close() // its writer may be waiting for its turn, with a lock of x/crypto
	}
	head := identification[min(before, int64(len(identification))):min(total, int64(len(identification)))]
	if string(p[:len(head)]) != head {
		c.end(Garbage)
		return 0, errGarbage
	}
	if total > startupBytes && !c.starts() {
		return 0, errGarbage
	}
	if total/unreadEvery != before/unreadEvery && !c.awaitReaders(total) {
		return 0, net.ErrClosed
	}
	return n, c.silentError(err)
}

// starts waits for the first session of a connection that has sent startupBytes without
// one, and reports false if the connection is closed. A client whose input is a file sends
// it right behind the request for its session, which another goroutine handles.
func (c *conn) starts() bool {
	for !c.begun.Load() {
		c.guard.mu.Lock()
		asked := len(c.sessions) > 0
		c.guard.mu.Unlock()
		if !asked {
			c.end(Garbage)
		}
		if !c.wait(look) {
			return false
		}
	}
	return true
}

// wait waits for d, and reports false as soon as the connection is closed.
func (c *conn) wait(d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-c.gone:
		return false
	}
}

// Write waits until the sources have paid, then writes. A write that takes too long ends
// the connection. Write keeps the answer of the key exchange, and the messages after it,
// until the server reads again.
func (c *conn) Write(p []byte) (int, error) {
	if c.stage.Load() == signed && c.hold(p) {
		return len(p), nil
	}
	if len(p) > shortPacket && c.door == c.guard.ssh {
		c.end(Garbage)
		return 0, net.ErrClosed
	}
	if !c.payOutput(len(p)) {
		return 0, net.ErrClosed
	}
	return c.send(p)
}

func (c *conn) send(p []byte) (int, error) {
	c.stall.Reset(c.guard.cfg.StallTimeout)
	c.sends.Store(true)
	n, err := c.Conn.Write(p)
	c.sends.Store(false)
	c.wrote.Add(int64(n))
	c.stall.Stop()
	if err != nil {
		_ = c.Close() // its reader may be waiting for its turn
	}
	return n, c.silentError(err)
}

// end closes the connection for a reason, and counts the reason if it is the first. Garbage
// and too many requests are punished: only the nearest source, because a site is not
// responsible for a household.
func (c *conn) end(why Reason) {
	c.guard.mu.Lock()
	if !c.closed && c.why == None {
		c.why = why
		c.guard.refused[why].Add(1)
		if why == Garbage || why == Requests {
			c.nearest().punish()
		}
	}
	c.guard.mu.Unlock()
	// Without this, Close would try to send the rest to a client that does not read.
	if t, ok := c.raw.(*net.TCPConn); ok && why != Idle && why != SessionTime {
		_ = t.SetLinger(0)
	}
	_ = c.Close()
}

// Close closes the connection and stops counting it.
func (c *conn) Close() error {
	c.guard.mu.Lock()
	if !c.closed {
		c.leave()
		close(c.gone)
		if c.ctx != nil {
			go c.release(c.incoming, c.why == None)
		}
	}
	c.guard.mu.Unlock()
	return c.raw.Close()
}

// leave removes the connection from all counts. The caller holds guard.mu.
func (c *conn) leave() {
	g := c.guard
	c.closed = true
	c.clock.Stop()
	c.stall.Stop()
	delete(g.conns, c)
	c.door.open--
	c.stopWaiting()
	if c.refusal != None {
		g.told--
	}
	c.keep(nil)
	if c.leaving {
		g.leaving--
	} else {
		c.sources.count(-1)
	}
	c.refundSilent()
}
