package guard

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// A client that wants new keys all the time gets them now and then, and costs
// nobody else anything.
func TestRekeyFlood(t *testing.T) {
	s := startParallel(t, wide())
	var exchanges atomic.Int64
	c, err := s.client(attacker, func(cfg *gossh.ClientConfig) {
		cfg.RekeyThreshold = 256
		cfg.HostKeyCallback = func(string, net.Addr, gossh.PublicKey) error {
			exchanges.Add(1)
			return nil
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	_, in, _ := s.shell(c)
	go func() {
		for err := error(nil); err == nil; time.Sleep(time.Millisecond) {
			_, err = in.Write(make([]byte, 256))
		}
	}()
	s.during(func() { time.Sleep(2 * time.Second) })
	if n := exchanges.Load(); n < rekeyBurst || n > rekeyBurst+1 {
		t.Errorf("%d key exchanges", n)
	}
	c.Close()
	s.empty()
}

// Host keys of every type sign with each of their algorithms, and are paced.
func TestHostKeys(t *testing.T) {
	g, err := New(wide())
	if err != nil {
		t.Fatal(err)
	}
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	ecdsaKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []any{rsaKey, ecdsaKey} {
		signer, err := gossh.NewSignerFromKey(key)
		if err != nil {
			t.Fatal(err)
		}
		srv := &ssh.Server{HostSigners: []ssh.Signer{signer}}
		if err := g.Install(srv); err != nil {
			t.Fatal(err)
		}
		paced := srv.HostSigners[0].(hostKey)
		for _, algorithm := range paced.Algorithms() {
			c := &conn{guard: g, gone: make(chan struct{})}
			sig, err := paced.SignWithAlgorithm(entropy{c}, []byte("x"), algorithm)
			if err != nil || sig.Format != algorithm || paced.PublicKey().Verify([]byte("x"), sig) != nil {
				t.Errorf("%s: %v", algorithm, err)
			}
			for range rekeyBurst - 1 {
				c.exchange()
			}
			close(c.gone)
			if _, err := paced.SignWithAlgorithm(entropy{c}, []byte("x"), algorithm); err == nil {
				t.Errorf("%s: a key exchange too many", algorithm)
			}
		}
	}
}
