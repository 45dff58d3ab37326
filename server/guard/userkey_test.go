package guard

import (
	"crypto/rand"
	"crypto/rsa"
	"math/big"
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/server/internal/rawssh"
)

// offer offers a random RSA public key, and returns the answer.
func (s *server) offer(ip string, bits int) (answer []byte, err error) {
	n := make([]byte, bits/8)
	_, _ = rand.Read(n)
	n[0], n[len(n)-1] = n[0]|0x80, n[len(n)-1]|1
	key, err := gossh.NewPublicKey(&rsa.PublicKey{N: new(big.Int).SetBytes(n), E: 65537})
	if err != nil {
		return nil, err
	}
	c, err := rawssh.Keys(s.raw(ip))
	if err != nil {
		return nil, err
	}
	defer c.Close()
	if err := c.Send(rawssh.Service("ssh-userauth"), gossh.Marshal(struct {
		Type                  uint8
		User, Service, Method string
		Signed                bool
		Algorithm             string
		Key                   []byte
	}{rawssh.MsgUserauth, "x", "ssh-connection", "publickey", false, "rsa-sha2-256", key.Marshal()})); err != nil {
		return nil, err
	}
	if _, err := c.Receive(); err != nil { // the service
		return nil, err
	}
	return c.Receive()
}

// A key whose signatures are slow to verify is refused, and its source rests.
func TestLongKeys(t *testing.T) {
	s := startServer(t, wide())
	for _, bits := range []int{2048, 4096, 8192} {
		if answer, err := s.offer(attacker, bits); err != nil || answer[0] != 60 { // SSH_MSG_USERAUTH_PK_OK
			t.Errorf("%d bits: got %v, %v, want the key accepted", bits, answer, err)
		}
	}
	s.during(func() {
		if answer, err := s.offer(attacker, 16384); err == nil {
			t.Errorf("16384 bits: got answer %v, want the connection closed", answer)
		}
	})
	s.refused(Garbage, 1)
}
