package guard

import (
	"net"

	"charm.land/ssh"
	"github.com/pires/go-proxyproto"
)

// proxyBuffer holds a header of version 1 whole, 107 bytes.
const proxyBuffer = 256

type connKey struct{}

// connect is the [ssh.ConnCallback]: it admits connections that did not come
// through [Guard.Listener], and reads the headers of proxies, each in the
// goroutine of its connection.
func (g *Guard) connect(ctx ssh.Context, nc net.Conn) net.Conn {
	c, ok := nc.(*conn)
	if !ok {
		if c = g.admit(nc, sshDoor); c == nil {
			return nil
		}
	}
	if c.proxied && !g.unwrap(c) {
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
	p := proxyproto.NewConn(c.Conn,
		proxyproto.WithPolicy(proxyproto.REQUIRE),
		proxyproto.SetReadHeaderTimeout(g.cfg.StartupTimeout),
		proxyproto.WithBufferSize(proxyBuffer))
	if p.ProxyHeader() == nil {
		c.end(Proxy)
		return false
	}
	c.Conn = p
	return g.settle(c, p.RemoteAddr())
}
