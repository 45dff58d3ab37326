package guard

import (
	"bytes"
	"errors"
	"io"
	"net"
	"syscall"
	"time"

	"github.com/pires/go-proxyproto"
)

// A header of version 1 is a line of at most 107 bytes, which the buffer holds.
const (
	maxProxyLine = 107
	proxyBuffer  = 256
)

// unwrap reads the header that a proxy has to send, within the startup timeout,
// and believes it. A header of another proxy behind it is garbage, and so is that
// of a client who is no proxy.
func (g *Guard) unwrap(c *conn) bool {
	from := &headerConn{Conn: c.Conn}
	p := proxyproto.NewConn(from,
		proxyproto.WithPolicy(proxyproto.REQUIRE),
		proxyproto.SetReadHeaderTimeout(g.cfg.StartupTimeout),
		proxyproto.WithBufferSize(proxyBuffer))
	header := p.ProxyHeader()
	switch {
	case header == nil && from.silent:
		_ = c.Close()
		return false
	case header == nil:
		c.end(Proxy)
		return false
	}
	c.Conn = p
	return g.settle(c, p.RemoteAddr(), header.Command.IsLocal())
}

// headerConn returns a PROXY header of version 1 from its first read whole: the
// parser takes no part of one, and the network may have cut it.
type headerConn struct {
	net.Conn
	read   bool
	silent bool // the proxy has hung up without a word
}

// Read implements [net.Conn].
func (c *headerConn) Read(p []byte) (n int, err error) {
	const begin = "PROXY "
	for n, err = c.Conn.Read(p); !c.read && err == nil && n < min(len(p), maxProxyLine); {
		head := p[:n]
		if string(head[:min(n, len(begin))]) != begin[:min(n, len(begin))] || bytes.IndexByte(head, '\n') >= 0 {
			break
		}
		var m int
		m, err = c.Conn.Read(p[n:])
		n += m
	}
	c.silent = !c.read && n == 0 && hasHungUp(err)
	c.read = true
	return n, err
}

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
func (c *conn) forgive(now time.Time) {
	if c.why != None || c.refusal != None || c.begun.Load() || c.read.Load() > 0 && !c.local {
		return
	}
	c.guard.silent++
	if c.charged && take(c.sources, now, silenceOf) {
		for _, s := range c.sources {
			s.at(c.door).fresh.AllowN(now, -1)
		}
	}
}
