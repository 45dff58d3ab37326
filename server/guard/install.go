package guard

import (
	"bytes"
	"net"

	"charm.land/ssh"
	"github.com/pires/go-proxyproto"
	gossh "golang.org/x/crypto/ssh"
)

// Install is an option of a server, for example for [wish.NewServer], that installs the
// guard. It has to follow the options that set handlers of channels, requests or
// connections. It accepts the authentication method "none" from everybody; the server
// decides on other methods.
//
// [wish.NewServer]: https://pkg.go.dev/charm.land/wish/v2#NewServer
func (g *Guard) Install(srv *ssh.Server) error {
	// The guard keeps time.
	srv.HandshakeTimeout, srv.IdleTimeout, srv.MaxTimeout = 0, 0, 0

	connected := srv.ConnCallback
	srv.ConnCallback = func(ctx ssh.Context, nc net.Conn) net.Conn {
		if nc = g.connect(ctx, nc); nc != nil && connected != nil {
			nc = connected(ctx, nc)
		}
		return nc
	}
	failed := srv.ConnectionFailedCallback
	srv.ConnectionFailedCallback = func(nc net.Conn, err error) {
		g.failed(nc, err)
		if failed != nil {
			failed(nc, err)
		}
	}
	g.paceExchanges(srv)
	g.limitKeys(srv)

	channels := map[string]ssh.ChannelHandler{"session": ssh.DefaultSessionHandler, "default": g.reject}
	for name, h := range srv.ChannelHandlers {
		channels[name] = h
	}
	channels["session"] = g.SessionHandler(channels["session"])
	srv.ChannelHandlers = channels

	requests := map[string]ssh.RequestHandler{
		"keepalive@openssh.com": func(ssh.Context, *ssh.Server, *gossh.Request) (bool, []byte) { return true, nil },
		"default":               func(ssh.Context, *ssh.Server, *gossh.Request) (bool, []byte) { return false, nil },
	}
	for name, h := range srv.RequestHandlers {
		requests[name] = h
	}
	for name, h := range requests {
		requests[name] = g.counted(h)
	}
	srv.RequestHandlers = requests
	return nil
}

// counted counts global requests like those of channels.
func (g *Guard) counted(next ssh.RequestHandler) ssh.RequestHandler {
	return func(ctx ssh.Context, srv *ssh.Server, req *gossh.Request) (bool, []byte) {
		if c, ok := ctx.Value(connKey{}).(*conn); ok && !c.ask() {
			return false, nil
		}
		ok, payload := next(ctx, srv, req)
		if !ok {
			g.refused.add(Request)
		}
		return ok, payload
	}
}

// ServerConfig returns a new configuration that accepts everybody, with the algorithms that
// are considered safe. Each connection needs its own, because x/crypto writes to it. Strict
// key exchange is always on in x/crypto.
func ServerConfig() *gossh.ServerConfig {
	return &gossh.ServerConfig{
		NoClientAuth: true,
		MaxAuthTries: 6,
		Config: gossh.Config{
			KeyExchanges: []string{gossh.KeyExchangeMLKEM768X25519, gossh.KeyExchangeCurve25519},
			Ciphers: []string{
				gossh.CipherChaCha20Poly1305, gossh.CipherAES256GCM, gossh.CipherAES128GCM,
				gossh.CipherAES256CTR, gossh.CipherAES192CTR, gossh.CipherAES128CTR,
			},
			// The last two are for clients that know no others, such as libssh2 up to 1.10.
			MACs: []string{gossh.HMACSHA256ETM, gossh.HMACSHA512ETM, gossh.HMACSHA256, gossh.HMACSHA512},
		},
	}
}

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
