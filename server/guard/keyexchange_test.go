package guard

import (
	"net"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// A user whom the client asks about the host key may exceed the startup timeout; after
// the answer the client has the time it had left.
func TestHostKeyQuestion(t *testing.T) {
	cfg := wide()
	cfg.StartupTimeout = hostKeyQuestion / 3
	s := startParallel(t, cfg)
	later := func(d time.Duration) { // as if d had passed
		s.guard.mu.Lock()
		defer s.guard.mu.Unlock()
		for c := range s.guard.conns {
			if c.since = c.since.Add(-d); !c.asked.IsZero() {
				c.asked = c.asked.Add(-d)
			}
			c.schedule()
		}
	}
	c, err := s.client(attacker, func(c *gossh.ClientConfig) {
		c.HostKeyCallback = func(string, net.Addr, gossh.PublicKey) error {
			later(hostKeyQuestion / 2)
			return nil
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if out, _, _ := run(t, c, "hi"); out != "hello" {
		t.Errorf("got %q, want \"hello\"", out)
	}
	s.eventually(func() bool { later(cfg.StartupTimeout); return s.guard.Stats().Refused[Startup] > 0 },
		"a client without a session stays", func() []any { return nil })
}

// A connection has a minute for the question, and then the time it had left.
func TestHostKeyQuestionEnds(t *testing.T) {
	g, err := New(Defaults())
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	c := &conn{guard: g, since: now.Add(-45 * time.Second), clock: time.NewTimer(time.Hour)}
	c.asked = now.Add(-40 * time.Second)
	if left := c.startBy().Sub(now); left != 20*time.Second {
		t.Errorf("got %s for the question, want 20s", left)
	}
	c.answered(nil)
	// The question lasts until answered sees the clock.
	if left := c.startBy().Sub(now); left < 5*time.Second || left > 5*time.Second+time.Since(now) {
		t.Errorf("got %s after the question, want 5s", left)
	}
}

// A client that breaks the protocol after the handshake has to rest too.
func TestGarbageAfterTheHandshake(t *testing.T) {
	s := startServer(t, wide())
	s.during(func() {
		raw := s.raw(attacker)
		cc, chans, reqs, err := gossh.NewClientConn(raw, "", &gossh.ClientConfig{HostKeyCallback: gossh.InsecureIgnoreHostKey()})
		if err != nil {
			t.Error(err)
			return
		}
		client := gossh.NewClient(cc, chans, reqs)
		defer client.Close()
		if out, _, _ := run(t, client, "hi"); out != "hello" {
			t.Errorf("got %q, want \"hello\"", out)
		}
		_, _ = raw.Write(make([]byte, 4096))
		closed(t, raw)
	})
	s.refused(Garbage, 1)
	s.eventually(func() bool {
		if c, err := s.dialFrom(attacker); err == nil {
			c.Close()
		}
		return s.guard.Stats().Refused[Resting] > 0
	}, "the source does not rest: %+v", func() []any { return []any{s.guard.Stats()} })
}

// The reply of a key exchange and the messages after it are written to the network at once.
func TestKeysInOnePacket(t *testing.T) {
	g, err := New(Defaults())
	if err != nil {
		t.Fatal(err)
	}
	server, client := net.Pipe()
	c := g.ssh.admit(server)
	defer c.Close()
	c.exchange()
	for _, p := range []string{"reply ", "keys ", "extensions"} {
		if n, err := c.Write([]byte(p)); n != len(p) || err != nil {
			t.Errorf("writing %q: got %d, %v, want %d", p, n, err, len(p))
		}
	}
	go func() { _, _ = c.Read(make([]byte, 1)) }()
	buf := make([]byte, 99)
	if n, err := client.Read(buf); string(buf[:n]) != "reply keys extensions" || err != nil {
		t.Errorf("got %q, %v, want all three messages", buf[:n], err)
	}
}
