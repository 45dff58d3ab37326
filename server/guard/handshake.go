package guard

import (
	"crypto/rand"
	"io"
	"net"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// keepalive is the global request by which OpenSSH sees whether its peer is there.
const keepalive = "keepalive@openssh.com"

type connKey struct{}

// connOf returns the connection of a context; there are no others, see [Guard.connect].
func connOf(ctx ssh.Context) *conn { return ctx.Value(connKey{}).(*conn) }

// Install is an option of a server, for example for [wish.NewServer], that installs the
// guard. It has to follow the options that set handlers of global requests. It accepts the
// authentication method "none" and any public key; the server decides on other methods.
//
// [wish.NewServer]: https://pkg.go.dev/charm.land/wish/v2#NewServer
func (g *Guard) Install(srv *ssh.Server) error {
	// The guard keeps time.
	srv.HandshakeTimeout, srv.IdleTimeout, srv.MaxTimeout = 0, 0, 0

	srv.ConnCallback = g.connect
	srv.ConnectionFailedCallback = g.failed
	srv.PublicKeyHandler = acceptKey
	g.follow(srv)
	srv.ChannelHandlers = map[string]ssh.ChannelHandler{"session": g.handleSession, "default": g.handleOther}
	srv.RequestHandlers = map[string]ssh.RequestHandler{"default": g.handleGlobal(srv.RequestHandlers)}
	return nil
}

// handleGlobal returns the handler of global requests, which are counted like those of
// channels: the handlers of the server, and the answer to keepalives.
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

// A client may ask for new keys at any time (RFC 4253, section 9), which costs the server
// several times what it costs the client. Ordinary clients ask after an hour or a gigabyte.
const (
	rekeyEvery = 3 * time.Second
	rekeyBurst = 8
)

// follow makes the server tell the guard how the handshakes of its connections get on, and
// slows down clients that exchange keys too often.
func (g *Guard) follow(srv *ssh.Server) {
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
}

// serverConfig returns a new configuration that accepts everybody, with the algorithms that
// are considered safe. Each connection needs its own, because x/crypto writes to it. Strict
// key exchange is always on in x/crypto.
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

// hostKey is a host key that tells connections of their key exchanges. It signs with the
// first algorithm of its type alone, so that one of RSA would be of no use.
type hostKey struct{ gossh.Signer }

// Sign implements [gossh.Signer].
func (k hostKey) Sign(from io.Reader, data []byte) (*gossh.Signature, error) {
	if e, ok := from.(entropy); ok && !e.conn.exchange() {
		return nil, net.ErrClosed
	}
	return k.Signer.Sign(from, data)
}

// exchange waits until the connection may exchange keys, and reports false if it is closed
// first. After the first exchange a person may be asked about an unknown host key.
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

// answered gives the connection what it had left of its time before the question about the
// host key: the client asks to authenticate. The packets that come wait in a queue.
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

// maxUserKey is the length of the longest key that a client may offer, in bytes: one of
// RSA with 8,192 bits. To verify a signature by it takes 3 ms. x/crypto accepts 16,384 bits,
// which take 13 ms.
const maxUserKey = 1100

// acceptKey accepts a key, unless it is too long: then it closes the connection and turns
// its source away for a while. x/crypto verifies the signature whatever the handler says, so
// that only further connections can be prevented.
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

// authWithin bounds the time between authentication and the return of the connection by
// x/crypto.
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
// in the queue, and all others for the reader. If the guard has not closed the connection
// (judged), its source is judged by the reason.
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
