package guard

import (
	"bufio"
	"cmp"
	"errors"
	"io"
	"net"
	"slices"
	"syscall"

	"github.com/pires/go-proxyproto"
)

// Door is a way in. A source's connections to all doors count together, but each door has
// a crowd of its own, and SSH a rate of its own, so that what waits at one keeps nobody out
// at another.
type Door struct {
	guard *Guard
	fresh limit // of new connections
	most  int   // connections

	// Under guard.mu.
	open    int
	pending []*conn // those that have had no session yet, the oldest first
}

// Door returns a further door, for a protocol other than SSH. It takes at most half
// of all connections.
func (g *Guard) Door() *Door { return g.newDoor(freshWeb, (g.cfg.MaxConnections+1)/2) }

func (g *Guard) newDoor(fresh limit, most int) *Door {
	g.mu.Lock()
	defer g.mu.Unlock()
	d := &Door{guard: g, fresh: fresh, most: most}
	g.doors = append(g.doors, d)
	return d
}

// Listener wraps l as [Guard.Listener] does. The server sets the deadlines of its
// connections, on top of the guard's limits, and has a [NewSession] for each.
func (d *Door) Listener(l net.Listener) net.Listener { return &listener{l, d} }

// listener returns the connections that are admitted.
type listener struct {
	net.Listener
	door *Door
}

// Accept waits for the next connection that is admitted.
func (l *listener) Accept() (net.Conn, error) {
	for {
		raw, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if c := l.door.admit(raw); c != nil {
			return c, nil
		}
	}
}

// NewSession returns the session of a connection to a [Door], which the server begins and
// ends. Its limits are the server's own to keep.
func NewSession(nc net.Conn) *Session { return &Session{conn: nc.(*conn)} }

// victim returns the pending connection to close for a new one: of the source with the most
// of them, so that a crowd displaces itself; of those the one whose handshake has not moved
// for longest. The caller holds mu.
func (d *Door) victim() *conn {
	crowds := make(map[*source]int)
	for _, c := range d.pending {
		if s := c.nearest(); s != nil {
			crowds[s]++
		}
	}
	return slices.MaxFunc(d.pending, func(a, b *conn) int {
		return cmp.Or(crowds[a.nearest()]-crowds[b.nearest()], b.moved.Compare(a.moved))
	})
}

// nearest returns the source of a connection, or nil behind a proxy that has not named it.
func (c *conn) nearest() *source {
	if len(c.sources) == 0 {
		return nil
	}
	return c.sources[0]
}

// stopWaiting records that the connection needs no session any more. The caller holds
// guard.mu.
func (c *conn) stopWaiting() {
	c.door.pending = slices.DeleteFunc(c.door.pending, func(other *conn) bool { return other == c })
}

// A header of version 1 is a line of at most 107 bytes, which the buffer holds.
const (
	maxProxyLine = 107
	proxyBuffer  = 256
)

// identify reads, in the goroutine of the connection, the header that a proxy has to send,
// and believes it. A header of another proxy behind it is garbage, and so is that of a client
// who is no proxy. It reports false if the connection has been closed for it.
func (c *conn) identify() bool {
	if !c.proxied {
		return true
	}
	c.proxied = false
	r := bufio.NewReaderSize(c.Conn, proxyBuffer)
	head, err := r.Peek(1)
	if len(head) == 0 && hasHungUp(err) {
		_ = c.Close()
		return false
	}
	// The parser takes no part of a line, and the network may have cut it.
	for err == nil && head[0] == 'P' && len(head) < maxProxyLine && head[len(head)-1] != '\n' {
		head, err = r.Peek(len(head) + 1)
	}
	p := proxyproto.NewConn(buffered{c.Conn, r},
		proxyproto.WithPolicy(proxyproto.REQUIRE),
		proxyproto.SetReadHeaderTimeout(c.guard.cfg.StartupTimeout),
		proxyproto.WithBufferSize(proxyBuffer))
	header := p.ProxyHeader()
	if header == nil {
		c.end(Proxy)
		return false
	}
	c.Conn = p
	why := None
	c.guard.mu.Lock()
	c.local = header.Command.IsLocal()
	if c.closed { // for another reason, which counts
		why = Proxy
	} else if c.refusal == None { // otherwise it is refused as it is
		why = c.guard.count(c, c.guard.table.of(Address(p.RemoteAddr())))
	}
	c.guard.mu.Unlock()
	if why != None {
		c.end(why)
	}
	return why == None
}

// buffered is a connection of which something has been read ahead.
type buffered struct {
	net.Conn
	ahead *bufio.Reader
}

// Read implements [net.Conn].
func (b buffered) Read(p []byte) (int, error) { return b.ahead.Read(p) }

// The checks of balancers and orchestrators connect and hang up, with at most the
// header of a proxy that speaks for itself (LOCAL of the PROXY protocol). Such a
// connection takes nothing of its source's rate, as long as there are not too many.
const (
	silentRate  = 2 // a second
	silentBurst = 32
)

// errSilent is returned by Read and Write when the peer has hung up without a word.
var errSilent = errors.New("guard: hung up without a word")

// silence replaces the error of a connection whose peer has hung up without a word.
func (c *conn) silence(err error) error {
	if c.read.Load() == 0 && hasHungUp(err) {
		return errSilent
	}
	return err
}

// hasHungUp reports whether err says that the peer has closed or reset the connection.
func hasHungUp(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// forgive counts a connection that has been closed as silent if it was, and gives its
// sources back what it has taken of their rate. The caller holds guard.mu.
func (c *conn) forgive() {
	if c.why != None || c.refusal != None || c.begun.Load() || c.read.Load() > 0 && !c.local {
		return
	}
	c.guard.silent++
	if !c.local && c.sources.take(silent, 1) {
		c.sources.spend(c.door.fresh, -1)
	}
}
