package guard

import (
	"encoding/binary"
	"net"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// packet is a message in clear, as a client sends it.
func packet(message byte, payload int) []byte {
	p := make([]byte, 4+1+1+payload+4)
	binary.BigEndian.PutUint32(p, uint32(len(p)-4))
	p[4], p[5] = 4, message
	return p
}

func TestKeyExchange(t *testing.T) {
	var sent []byte
	for _, b := range [][]byte{[]byte("SSH-2.0-x\r\n"), packet(20, 900), packet(msgKeyExchange, 36)} {
		sent = append(sent, b...)
	}
	newKeys := packet(msgNewKeys, 0)
	for cut := range len(sent) {
		var k keyExchange
		a1, b1 := k.take(sent[:cut])
		a2, b2 := k.take(sent[cut:])
		if a1 == a2 || b1 || b2 { // once, as soon as the head of the packet is there
			t.Fatalf("cut at %d: %v %v %v %v", cut, a1, a2, b1, b2)
		}
		if a, b := k.take(newKeys); a || !b {
			t.Fatalf("new keys after %d: %v %v", cut, a, b)
		}
		if a, b := k.take(sent); a || b {
			t.Fatal("what is encrypted is read")
		}
	}
	var k keyExchange // who does not wait is not asked
	if a, b := k.take(append(sent, newKeys...)); a || !b {
		t.Errorf("all at once: %v %v", a, b)
	}
	k = keyExchange{}
	if a, b := k.take([]byte("SSH-2.0-x\n\x00\x00\x00\x01\x00\x1e\x00\x00\x00\x0c\x00\x15")); !a || b || !k.over {
		t.Errorf("a packet of no length: %v %v %v", a, b, k.over)
	}
}

// A person who is asked about the host key may take longer than a client; after
// the answer the client has what it had left.
func TestHostKeyQuestion(t *testing.T) {
	cfg := wide()
	cfg.StartupTimeout = briefly
	s := startParallel(t, cfg)
	c, err := s.client("127.0.0.1", func(c *gossh.ClientConfig) {
		c.HostKeyCallback = func(string, net.Addr, gossh.PublicKey) error {
			time.Sleep(briefly * 5 / 2)
			return nil
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if out, _, _ := run(t, c, "hi"); out != "hello" {
		t.Errorf("%q", out)
	}
	s.refused(Startup, 1) // it stays without a session afterwards
}

func TestHostKeyQuestionEnds(t *testing.T) {
	g, err := New(Defaults())
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	c := &conn{guard: g, since: now, asked: now.Add(5 * time.Second)}
	for after, want := range map[time.Duration]int{20 * time.Second: 0, 64 * time.Second: 0, 66 * time.Second: 1} {
		a := agenda{now: now.Add(after), next: now.Add(time.Hour)}
		if c.check(&a); len(a.todo) != want {
			t.Errorf("after %s: %d", after, len(a.todo))
		}
		if want == 0 && !a.next.Equal(now.Add(65*time.Second)) {
			t.Errorf("after %s it is looked at again after %s", after, a.next.Sub(now))
		}
	}
	c.follow([]byte("SSH-2.0-x\n"))
	c.follow(packet(msgNewKeys, 0))
	if c.since.Before(now.Add(-5*time.Second)) || !c.asked.IsZero() {
		t.Errorf("since %s, asked %s", c.since.Sub(now), c.asked)
	}
}

// Who breaks the protocol after the handshake has to rest too.
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
			t.Errorf("%q", out)
		}
		_, _ = raw.Write(make([]byte, 4096))
		closed(t, raw, 5*time.Second)
	})
	s.refused(Garbage, 1)
	s.eventually(func() bool {
		if c, err := s.dialFrom(attacker); err == nil {
			c.Close()
		}
		return s.guard.Stats().Refused[Resting] > 0
	}, "the source does not rest: %+v", func() []any { return []any{s.guard.Stats()} })
}

// The clock is looked at when something can be due, and not before.
func TestIdleSessionsAreLeftAlone(t *testing.T) {
	g, err := New(Defaults())
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	v := &Session{conn: &conn{guard: g, running: 1}, started: now}
	v.conn.sessions = []*Session{v}
	v.typed.Store(now.UnixNano())
	a := agenda{now: now, next: now.Add(time.Hour)}
	if v.conn.check(&a); len(a.todo) != 0 || !a.next.Equal(time.Unix(0, now.UnixNano()).Add(570*time.Second)) {
		t.Errorf("again after %s", a.next.Sub(now))
	}
	if d := g.cfg.shortest(); d != 10*time.Second {
		t.Error(d)
	}
}
