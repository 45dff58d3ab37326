package guard

import (
	"crypto/rand"
	"crypto/rsa"
	"io"
	"net"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
	"golang.org/x/time/rate"
)

// A client may ask for new keys at any time (RFC 4253, section 9), which costs the server
// several times what it costs the client. Ordinary clients ask after an hour or a gigabyte.
const (
	rekeyEvery = 3 * time.Second
	rekeyBurst = 8
)

// entropy is the source of randomness of one connection. It identifies the connection to
// the host key, because x/crypto passes the Rand of its configuration to each signature.
type entropy struct{ conn *conn }

// Read implements [io.Reader].
func (entropy) Read(p []byte) (int, error) { return rand.Read(p) }

// paceExchanges limits the rate of key exchanges of each connection. It leaves host keys
// other than ed25519 alone, which sign by several algorithms.
func (g *Guard) paceExchanges(srv *ssh.Server) {
	config := srv.ServerConfigCallback
	if config == nil {
		config = func(ssh.Context) *gossh.ServerConfig { return ServerConfig() }
	}
	srv.ServerConfigCallback = func(ctx ssh.Context) *gossh.ServerConfig {
		cfg := config(ctx)
		if c, ok := ctx.Value(connKey{}).(*conn); ok {
			cfg.Rand = entropy{c}
			g.observe(c, cfg)
		}
		return cfg
	}
	for i, key := range srv.HostSigners {
		if key.PublicKey().Type() == gossh.KeyAlgoED25519 {
			srv.HostSigners[i] = pacedKey{key}
		}
	}
}

// pacedKey is a host key that delays a connection that exchanges keys too often.
type pacedKey struct{ ssh.Signer }

// Sign implements [gossh.Signer].
func (k pacedKey) Sign(from io.Reader, data []byte) (*gossh.Signature, error) {
	if e, ok := from.(entropy); ok && !e.conn.exchange() {
		return nil, net.ErrClosed
	}
	return k.Signer.Sign(from, data)
}

// exchange waits until the connection may exchange keys, and reports false if it is closed
// first.
func (c *conn) exchange() bool {
	now := time.Now()
	c.guard.mu.Lock()
	if !c.exchanged {
		c.exchanged = true
		c.guard.mu.Unlock()
		return true
	}
	if c.exchanges == nil {
		c.exchanges = rate.NewLimiter(rate.Every(rekeyEvery), rekeyBurst-1)
	}
	owes := c.exchanges.ReserveN(now, 1).DelayFrom(now)
	c.guard.mu.Unlock()
	return owes <= 0 || c.wait(owes)
}

// maxUserKey is the longest RSA key, in bits, that a client may offer. To verify a
// signature by it takes 3 ms. x/crypto accepts 16,384 bits, which take 13 ms.
const maxUserKey = 8192

// limitKeys closes a connection that offers a key too long, and turns its source away for a
// while. x/crypto verifies the signature whatever the handler says, so that only further
// connections can be prevented.
func (g *Guard) limitKeys(srv *ssh.Server) {
	accepts := srv.PublicKeyHandler
	if accepts == nil {
		return
	}
	srv.PublicKeyHandler = func(ctx ssh.Context, key ssh.PublicKey) bool {
		c, ok := ctx.Value(connKey{}).(*conn)
		if ok && keyBits(key) > maxUserKey {
			c.garbage()
			return false
		}
		return accepts(ctx, key)
	}
}

// keyBits returns the length of the modulus of an RSA key, or of the one in a
// certificate; 0 for other keys.
func keyBits(key gossh.PublicKey) int {
	if cert, ok := key.(*gossh.Certificate); ok {
		key = cert.Key
	}
	if k, ok := key.(gossh.CryptoPublicKey); ok {
		if k, ok := k.CryptoPublicKey().(*rsa.PublicKey); ok {
			return k.N.BitLen()
		}
	}
	return 0
}
