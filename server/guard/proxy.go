package guard

import (
	"bytes"
	"net"

	"charm.land/ssh"
	"github.com/pires/go-proxyproto"
)

// A header of version 1 is a line of at most 107 bytes, which the buffer holds.
const (
	maxProxyLine = 107
	proxyBuffer  = 256
)

type connKey struct{}

// connect is the [ssh.ConnCallback]. It reads the header of a proxy, in the goroutine
// of the connection, and closes connections that have not come through
// [Guard.Listener].
func (g *Guard) connect(ctx ssh.Context, nc net.Conn) net.Conn {
	c, ok := nc.(*conn)
	if !ok || c.proxied && !g.unwrap(c) {
		return nil
	}
	g.mu.Lock()
	c.ctx = ctx
	g.mu.Unlock()
	ctx.SetValue(connKey{}, c)
	return c
}

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
