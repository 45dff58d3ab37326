package guard

import (
	"net"

	"charm.land/ssh"
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
