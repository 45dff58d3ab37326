package guard

import (
	"crypto/rsa"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

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
