package guard

import (
	"crypto/rand"
	"io"
	"net"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// keepalive is the global request by which OpenSSH checks that its peer is alive.
const keepalive = "keepalive@openssh.com"

type connKey struct{}

// connOf returns the connection of a context. Every context has one; see [Guard.connect].
func connOf(ctx ssh.Context) *conn { return ctx.Value(connKey{}).(*conn) }

// Install installs the guard; it is an option for [wish.NewServer], for example. It must
// follow the options that set handlers of global requests. It accepts the authentication
// method "none" and any public key; the server decides on other methods.
//
// [wish.NewServer]: https://pkg.go.dev/charm.land/wish/v2#NewServer
func (g *Guard) Install(srv *ssh.Server) error {
	// The guard has its own time limits.
	srv.HandshakeTimeout, srv.IdleTimeout, srv.MaxTimeout = 0, 0, 0

	srv.ConnCallback = g.connect
	srv.ConnectionFailedCallback = g.failed
	srv.PublicKeyHandler = acceptKey
	srv.ChannelHandlers = map[string]ssh.ChannelHandler{"session": g.handleSession, "default": g.handleOther}
	srv.RequestHandlers = map[string]ssh.RequestHandler{"default": g.handleGlobal(srv.RequestHandlers)}

	// The server reports the progress of handshakes to the guard, which slows down clients
	// that exchange keys too often.
	srv.ServerConfigCallback = func(ctx ssh.Context) *gossh.ServerConfig {
		c, cfg := connOf(ctx), serverConfig()
		cfg.Rand = entropy{c}
		cfg.PreAuthConnCallback = func(pre gossh.ServerPreAuthConn) { c.answered(incomingOf(pre)) }
		cfg.AuthLogCallback = func(_ gossh.ConnMetadata, _ string, err error) {
			if err == nil {
				c.stage.Store(authenticated)
			}
		}
		return cfg
	}
	for i, key := range srv.HostSigners {
		srv.HostSigners[i] = hostKey{key}
	}
	return nil
}

// handleGlobal returns the handler of global requests. It counts them like those of
// channels, calls the server's handlers, and answers keepalives.
func (g *Guard) handleGlobal(handlers map[string]ssh.RequestHandler) ssh.RequestHandler {
	return func(ctx ssh.Context, srv *ssh.Server, req *gossh.Request) (ok bool, payload []byte) {
		if !connOf(ctx).ask() {
			return false, nil
		}
		if next := handlers[req.Type]; next != nil {
			ok, payload = next(ctx, srv, req)
		} else {
			ok = req.Type == keepalive
		}
		if !ok {
			g.refused[Request].Add(1)
		}
		return ok, payload
	}
}

// connect is the [ssh.ConnCallback]. It reads the header of a proxy, in the goroutine of
// the connection, and closes connections that did not come through [Guard.Listener].
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

// A client may ask for new keys at any time (RFC 4253, section 9), which costs the server
// several times what it costs the client. Ordinary clients ask after an hour or a gigabyte.
const (
	rekeyEvery = 3 * time.Second
	rekeyBurst = 8
)

// serverConfig returns a new configuration that accepts everybody, with algorithms that are
// considered safe. Each connection needs its own, because x/crypto writes to it. Strict key
// exchange is always on in x/crypto.
func serverConfig() *gossh.ServerConfig {
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

// entropy is the source of randomness of one connection. It identifies the connection to
// the host key, because x/crypto passes the Rand of its configuration to each signature.
type entropy struct{ conn *conn }

// Read implements [io.Reader].
func (entropy) Read(p []byte) (int, error) { return rand.Read(p) }

// hostKey is a host key that reports key exchanges to their connections. It signs only with
// the first algorithm of its type, so an RSA key would be useless.
type hostKey struct{ gossh.Signer }

// Sign implements [gossh.Signer].
func (k hostKey) Sign(from io.Reader, data []byte) (*gossh.Signature, error) {
	if e, ok := from.(entropy); ok && !e.conn.exchange() {
		return nil, net.ErrClosed
	}
	return k.Signer.Sign(from, data)
}

// exchange waits until the connection may exchange keys, and reports false if it is closed
// first. The first exchange lets the client ask its user about an unknown host key.
func (c *conn) exchange() bool {
	if c.stage.CompareAndSwap(connected, signed) {
		c.guard.mu.Lock()
		c.asked = time.Now()
		c.moved = c.asked
		c.guard.mu.Unlock()
	}
	owes := c.exchanges.spend(1)
	return owes <= 0 || c.wait(owes)
}

// answered restores the time that the connection had left before the question about the
// host key: the client now requests authentication. Incoming packets wait in queue.
func (c *conn) answered(queue <-chan []byte) {
	c.guard.mu.Lock()
	defer c.guard.mu.Unlock()
	c.incoming = queue
	c.stage.Store(keyed)
	c.moved = time.Now()
	c.since = c.since.Add(time.Since(c.asked))
	c.asked = time.Time{}
	c.schedule()
}

// maxUserKey is the longest key that a client may offer, in bytes: RSA with 8,192 bits.
// Verifying its signature takes 3 ms; with 16,384 bits, the limit of x/crypto, 13 ms.
const maxUserKey = 1100

// acceptKey accepts a key up to maxUserKey. For a longer one it closes the connection and
// punishes the source: x/crypto verifies the signature regardless of the result, so only
// further connections can be prevented.
func acceptKey(ctx ssh.Context, key ssh.PublicKey) bool {
	if cert, ok := key.(*gossh.Certificate); ok {
		key = cert.Key
	}
	if len(key.Marshal()) > maxUserKey {
		connOf(ctx).end(Garbage)
		return false
	}
	return true
}

// authWithin limits the time from authentication until x/crypto returns the connection.
const authWithin = time.Second

// established returns x/crypto's connection, or nil if the handshake has failed.
func (c *conn) established() gossh.Conn {
	for waited := time.Duration(0); c.stage.Load() == authenticated && waited < authWithin; waited += time.Millisecond {
		if sc, ok := c.ctx.Value(ssh.ContextKeyConn).(gossh.Conn); ok {
			return sc
		}
		time.Sleep(time.Millisecond)
	}
	return nil
}

// release ends the goroutines of a closed connection: x/crypto's reader may wait for room
// in the queue, and all others wait for the reader. judged is set if the guard did not
// close the connection; then release judges the source by the error.
func (c *conn) release(queue <-chan []byte, judged bool) {
	if queue != nil {
		for range queue {
		}
	}
	if !judged {
		return
	}
	if sc := c.established(); sc != nil {
		err := sc.Wait()
		c.guard.mu.Lock()
		defer c.guard.mu.Unlock()
		c.guard.judge(c.nearest(), err)
	}
}

// hold keeps a packet for flush, and reports false if flush has been called.
func (c *conn) hold(p []byte) bool {
	c.writing.Lock()
	defer c.writing.Unlock()
	if !c.flushed {
		c.held = append(c.held, p...)
	}
	return !c.flushed
}

// flush writes the held packets.
func (c *conn) flush() {
	c.writing.Lock()
	p := c.held
	c.held, c.flushed = nil, true
	c.writing.Unlock()
	if len(p) > 0 {
		_, _ = c.send(p)
	}
}
