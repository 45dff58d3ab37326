package guard

import (
	"bufio"
	"cmp"
	"errors"
	"io"
	"net"
	"slices"
	"syscall"
	"time"

	"github.com/pires/go-proxyproto"
)

// Door is the entrance of one protocol. A source's connections to all doors count together,
// but each door has its own pending connections, and SSH its own rate. So connections that
// wait at one door keep nobody out at another.
type Door struct {
	guard *Guard
	rate  limit // of new connections
	most  int   // connections

	// Under guard.mu.
	open    int
	pending []*conn // those that have had no session yet, the oldest first
}

// Door returns a further door, for a protocol other than SSH. It admits at most half of all
// connections.
func (g *Guard) Door() *Door {
	return &Door{guard: g, rate: otherConnections, most: (g.cfg.MaxConnections + 1) / 2}
}

// Listener wraps l as [Guard.Listener] does. The server sets further deadlines for its
// connections, and calls [NewSession] for each.
func (d *Door) Listener(l net.Listener) net.Listener { return &listener{l, d} }

// listener accepts the connections that its door admits.
type listener struct {
	net.Listener
	door *Door
}

// Accept waits for the next admitted connection.
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

// NewSession returns the session of a connection to a [Door]. The server begins, limits and
// ends it.
func NewSession(nc net.Conn) *Session { return &Session{conn: nc.(*conn)} }

// victim returns the pending connection to close for a new one. It chooses the source with
// the most, so that a crowd displaces itself, and of those the connection whose handshake
// has made no progress for longest. The caller holds mu.
func (d *Door) victim() *conn {
	crowds := make(map[*source]int)
	for _, c := range d.pending {
		if s := c.nearest(); s != nil {
			crowds[s]++
		}
	}
	return oldest(d.pending, func(c *conn) int { return crowds[c.nearest()] })
}

// oldest returns the connection to close for a new one: of those of the largest crowd, the
// one that has been inactive for longest. The caller holds mu.
func oldest(among []*conn, crowd func(*conn) int) *conn {
	return slices.MaxFunc(among, func(a, b *conn) int {
		return cmp.Or(crowd(a)-crowd(b), b.active().Compare(a.active()))
	})
}

// active returns when the visitor last sent something in a session, or the handshake last
// progressed. The caller holds guard.mu.
func (c *conn) active() time.Time {
	last := c.moved
	for _, s := range c.sessions {
		if s.busy.Load() > 0 {
			return time.Now()
		}
		if typed := s.lastTyped(); typed.After(last) {
			last = typed
		}
	}
	return last
}

// nearest returns the nearest source, or nil if the proxy has not named its client.
func (c *conn) nearest() *source {
	if len(c.sources) == 0 {
		return nil
	}
	return c.sources[0]
}

// stopWaiting removes the connection from the pending ones. The caller holds guard.mu.
func (c *conn) stopWaiting() {
	c.door.pending = slices.DeleteFunc(c.door.pending, func(other *conn) bool { return other == c })
}

// A header of version 1 is a line of at most 107 bytes. The buffer must hold it.
const (
	maxProxyLine = 107
	proxyBuffer  = 256
)

// identify reads the header that a proxy must send, in the goroutine of the connection, and
// trusts it. A second header is garbage, and so is one from a client that is no proxy. It
// reports false if it has closed the connection.
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
	// The parser needs a whole line, but the network may have split it.
	for err == nil && head[0] == 'P' && len(head) < maxProxyLine && head[len(head)-1] != '\n' {
		head, err = r.Peek(len(head) + 1)
	}
	p := proxyproto.NewConn(ReadAhead{c.Conn, r},
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
	if c.closed { // for another reason, which has been counted
		why = Proxy
	} else if c.refusal == None { // otherwise the connection stays refused
		from := c.guard.table.of(Address(p.RemoteAddr()))
		from[0].proxy = from[0].proxy || c.local
		why = c.guard.count(c, from)
	}
	c.guard.mu.Unlock()
	if why != None {
		c.end(why)
	}
	return why == None
}

// ReadAhead is a connection of which Ahead may have read the first bytes.
type ReadAhead struct {
	net.Conn
	Ahead *bufio.Reader
}

// Read implements [net.Conn].
func (r ReadAhead) Read(p []byte) (int, error) { return r.Ahead.Read(p) }

// Health checks of balancers and orchestrators connect and hang up. They send nothing, or
// the header of a proxy that speaks for itself (LOCAL in the PROXY protocol). Up to this
// rate they cost their source nothing.
const (
	silentRate  = 2 // a second
	silentBurst = 32
)

// errSilent is returned by Read and Write when the peer has hung up and sent nothing.
var errSilent = errors.New("guard: closed before it sent anything")

// silentError returns errSilent instead of err if the peer has hung up and sent nothing.
func (c *conn) silentError(err error) error {
	if c.read.Load() == 0 && hasHungUp(err) {
		return errSilent
	}
	return err
}

// hasHungUp reports whether err says that the peer has closed or reset the connection.
func hasHungUp(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// refundSilent counts a closed connection as silent if it sent nothing, and refunds what it
// took from the rate of its sources. The caller holds guard.mu.
func (c *conn) refundSilent() {
	if c.why != None || c.refusal != None || c.begun.Load() || c.read.Load() > 0 && !c.local {
		return
	}
	c.guard.silent++
	if !c.local && c.sources.take(silentConnections, 1) {
		c.sources.spend(c.door.rate, -1)
	}
}
