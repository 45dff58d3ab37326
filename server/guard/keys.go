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

// A client may ask for new keys as often as it likes (RFC 4253, section 9), and
// each time costs a server several times what it costs the client. Good ones do
// after an hour or a gigabyte.
const (
	rekeyEvery = 3 * time.Second
	rekeyBurst = 8
)

// entropy is the randomness of one connection. It tells a host key which one that
// is: x/crypto signs each key exchange with the Rand of the connection's own
// configuration.
type entropy struct{ conn *conn }

// Read implements [io.Reader].
func (entropy) Read(p []byte) (int, error) { return rand.Read(p) }

// paceExchanges has the key exchanges of each connection paced. Host keys of other
// types than ours are left as they are: theirs have a choice of algorithms.
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

// pacedKey is a host key that lets a connection wait that exchanges keys too
// often.
type pacedKey struct{ ssh.Signer }

// Sign implements [gossh.Signer].
func (k pacedKey) Sign(from io.Reader, data []byte) (*gossh.Signature, error) {
	if e, ok := from.(entropy); ok && !e.conn.exchange() {
		return nil, net.ErrClosed
	}
	return k.Signer.Sign(from, data)
}

// exchange waits until the connection may have a key exchange, and reports whether
// it is still there.
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

// limitKeys has a connection end, and its source rest, that offers a key which it
// takes long to verify signatures by. x/crypto verifies whatever the handler says,
// so that no more than the next connections can be turned away.
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
