package guard

import (
	"maps"
	"net"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

type connKey struct{}

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
	g.follow(srv)
	g.limitKeys(srv)

	channels := map[string]ssh.ChannelHandler{"session": ssh.DefaultSessionHandler, "default": g.handleOther}
	maps.Copy(channels, srv.ChannelHandlers)
	channels["session"] = g.handleSession(channels["session"])
	srv.ChannelHandlers = channels

	requests := map[string]ssh.RequestHandler{
		"keepalive@openssh.com": func(ssh.Context, *ssh.Server, *gossh.Request) (bool, []byte) { return true, nil },
		"default":               func(ssh.Context, *ssh.Server, *gossh.Request) (bool, []byte) { return false, nil },
	}
	maps.Copy(requests, srv.RequestHandlers)
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

// connect is the [ssh.ConnCallback]. It reads the header of a proxy, in the goroutine
// of the connection, and closes connections that have not come through
// [Guard.Listener].
func (g *Guard) connect(ctx ssh.Context, nc net.Conn) net.Conn {
	c, ok := nc.(*conn)
	if !ok || !c.identify() {
		return nil
	}
	g.mu.Lock()
	c.ctx = ctx
	g.mu.Unlock()
	ctx.SetValue(connKey{}, c)
	return c
}
