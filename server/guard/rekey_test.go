package guard

import (
	"crypto/ed25519"
	"crypto/rand"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// A client that wants new keys all the time gets them only now and then, and delays
// nobody else.
func TestRekeyFlood(t *testing.T) {
	s := startParallel(t, wide())
	begun := time.Now()
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
	s.during(func() {
		time.Sleep(2 * time.Second)
		s.eventually(func() bool { return exchanges.Load() >= rekeyBurst }, "got %d key exchanges, want %d",
			func() []any { return []any{exchanges.Load(), rekeyBurst} })
	})
	n := exchanges.Load()
	if most := rekeyBurst + 1 + int64(time.Since(begun)/rekeyEvery); n > most {
		t.Errorf("got %d key exchanges, want at most %d", n, most)
	}
	c.Close()
	s.empty()
}

// A host key signs once for each key exchange that a connection may have.
func TestHostKey(t *testing.T) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := gossh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	g, err := New(wide())
	if err != nil {
		t.Fatal(err)
	}
	srv := &ssh.Server{HostSigners: []ssh.Signer{signer}}
	if err := g.Install(srv); err != nil {
		t.Fatal(err)
	}
	c := &conn{guard: g, gone: make(chan struct{}), exchanges: newBucket(1/rekeyEvery.Seconds(), rekeyBurst)}
	for range rekeyBurst {
		sig, err := srv.HostSigners[0].Sign(entropy{c}, []byte("x"))
		if err != nil || signer.PublicKey().Verify([]byte("x"), sig) != nil {
			t.Error(err)
		}
	}
	c.exchanges.spend(rekeyBurst) // no matter how long it took
	close(c.gone)
	if _, err := srv.HostSigners[0].Sign(entropy{c}, []byte("x")); err == nil {
		t.Errorf("key exchange %d is signed for a closed connection", rekeyBurst+1)
	}
}
