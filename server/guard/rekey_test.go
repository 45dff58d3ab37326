package guard

import (
	"net"
	"sync/atomic"
	"testing"
	"time"

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
