package guard

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// wide returns limits under which one address can do what takes many on the internet.
func wide() Config {
	cfg := Defaults()
	cfg.MaxConnections, cfg.MaxPerSource, cfg.RatePerSource, cfg.BurstPerSource = 5000, 5000, 1e6, 1e6
	cfg.InputPerSource, cfg.StartupTimeout = 100<<20, patience
	return cfg
}

// Silent connections are closed to make room for others, or after the startup timeout.
func TestSilentConnections(t *testing.T) {
	cfg := wide()
	cfg.MaxPending, cfg.StartupTimeout = 50, briefly
	s := startServer(t, cfg)
	before := descriptors()
	var silent []net.Conn
	s.during(func() {
		for range many(200) {
			c, err := s.dialFrom("127.0.0.3")
			if err != nil {
				continue // refused at once
			}
			silent = append(silent, c)
		}
	})
	if p := s.guard.Stats().Pending; p > cfg.MaxPending {
		t.Errorf("got %d pending connections, want at most %d", p, cfg.MaxPending)
	}
	s.refused(Pending, uint64(len(silent)-cfg.MaxPending)) // the others are all accepted
	s.hurry("127.0.0.3", 1)
	for _, c := range silent {
		closed(t, c)
		c.Close()
	}
	s.refused(Startup, 1)
	s.empty()
	s.eventually(func() bool { return descriptors() <= before+4 }, "got %d open descriptors, want at most %d",
		func() []any { return []any{descriptors(), before + 4} })
}

// A byte now and then does not extend the startup timeout.
func TestSlowConnections(t *testing.T) {
	cfg := wide()
	cfg.StartupTimeout = briefly
	s := startParallel(t, cfg)
	s.during(func() {
		c := s.raw(attacker)
		for _, b := range []byte(strings.Repeat("SSH-2.0-slow", 100)) {
			if _, err := c.Write([]byte{b}); err != nil {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
		t.Error("the connection is still open, want it closed after the startup timeout")
	})
	s.empty()
}

// Neither does a handshake: a client that opens no channel, or starts no shell, is closed.
func TestUnopenedChannelsAndUnaskedShells(t *testing.T) {
	cfg := wide()
	cfg.StartupTimeout = briefly
	s := startParallel(t, cfg)
	const slow = "127.0.0.3"
	for range 10 {
		c := s.mustClient(slow)
		go func() { // keepalives do not count
			for {
				if _, _, err := c.SendRequest("keepalive@openssh.com", true, nil); err != nil {
					return
				}
				time.Sleep(50 * time.Millisecond)
			}
		}()
		if sess, err := s.mustClient(slow).NewSession(); err != nil {
			t.Error(err)
		} else {
			_ = sess.RequestPty("xterm", 24, 80, nil)
		}
	}
	s.hurry(slow, 20)
	s.during(func() { time.Sleep(briefly) })
	s.refused(Startup, 20)
	s.empty()
}

// A further channel that starts no session in time is closed, without its connection.
func TestUnaskedShellBesideASession(t *testing.T) {
	s := startServer(t, wide())
	c := s.mustClient(attacker)
	_, in, out := s.shell(c)
	ch, reqs, err := c.OpenChannel("session", nil)
	if err != nil {
		t.Fatal(err)
	}
	go gossh.DiscardRequests(reqs)
	s.eventually(func() bool { // backdate the channel
		s.guard.mu.Lock()
		defer s.guard.mu.Unlock()
		for c := range s.guard.conns {
			for _, ch := range c.sessions {
				if ch.started.IsZero() && ch.channel.Channel != nil {
					ch.accepted = ch.accepted.Add(-deliverWithin)
					c.schedule()
					return true
				}
			}
		}
		return false
	}, "got no channel that has not started", func() []any { return nil })
	if n, err := ch.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("got %d bytes, %v from the channel, want EOF", n, err)
	}
	if ok, _ := ch.SendRequest("shell", true, nil); ok {
		t.Error("a shell starts on a closed channel")
	}
	s.refused(Startup, 1)
	_, _ = io.WriteString(in, "still here")
	s.eventually(func() bool { return out.String() == "still here" }, "got screen %q, want \"still here\"", func() []any { return []any{out.String()} })
}

// A client cannot stay either when its sessions have ended.
func TestNoSessionLeft(t *testing.T) {
	cfg := wide()
	cfg.StartupTimeout = briefly
	s := startParallel(t, cfg)
	run(t, s.mustClient("127.0.0.3"), "hi")
	s.refused(Startup, 1)
	s.empty()
}

// A flood does not displace a visitor who shares an address with readers: only
// connections without a session count.
func TestReadersGiveNobodyAway(t *testing.T) {
	cfg := wide()
	cfg.MaxPending = 20
	s := startParallel(t, cfg)
	for range 5 {
		c := s.mustClient("127.0.0.1")
		s.shell(c)
	}
	s.during(func() {
		for i := range many(200) {
			s.raw(fmt.Sprintf("127.0.1.%d", 1+i%10))
			time.Sleep(time.Millisecond)
		}
	})
	s.refused(Pending, 100)
}

// When all connections are taken, sources that have many give one up to each visitor who
// comes: the one that has been idle for longest. Visitors who are alone stay, and sources
// take nothing from those that have no more than they.
func TestFull(t *testing.T) {
	cfg := wide()
	const alone, crowds, each = 5, 5, 7
	cfg.MaxConnections, cfg.MaxPerSource, cfg.MaxPending = alone+crowds*each, each+1, 40
	s := startParallel(t, cfg)
	type reader struct {
		in  io.Writer
		out *screen
	}
	arrive := func(ip string) (r reader) {
		t.Helper()
		_, r.in, r.out = s.shell(s.mustClient(ip))
		return r
	}
	here := func(r reader) bool {
		before := len(r.out.String())
		_, _ = io.WriteString(r.in, "x")
		for range 100 {
			if len(r.out.String()) > before {
				return true
			}
			time.Sleep(10 * time.Millisecond)
		}
		return false
	}
	refused := func(ip string) {
		t.Helper()
		c := s.mustClient(ip)
		if _, errs, status := run(t, c, "hi"); status != 1 || errs != "refused: total\n" {
			t.Errorf("%s: got %q, status %d, want \"refused: total\", 1", ip, errs, status)
		}
		c.Close()
	}
	var readers, others []reader
	for i := range alone {
		readers = append(readers, arrive(fmt.Sprintf("127.0.1.%d", i+1)))
	}
	for i := range crowds * each {
		others = append(others, arrive(fmt.Sprintf("127.0.2.%d", i%crowds+1)))
	}
	if !here(others[0]) { // no longer the one that is idle for longest
		t.Fatal("a session does not answer")
	}
	for i := range crowds * (each - 1) { // until all are alone
		readers = append(readers, arrive(fmt.Sprintf("127.0.3.%d", i+1)))
		if why := <-s.ends; why != Total {
			t.Errorf("a session is ended as %s, want %s", why, Total)
		}
		if i == 0 && !here(others[0]) {
			t.Error("a session has to leave that is not idle")
		}
		if i%5 == 0 {
			refused("127.0.2.1") // a crowd takes nothing from a crowd
		}
	}
	for i, r := range readers {
		if !here(r) {
			t.Errorf("reader %d, who is alone, had to leave", i)
		}
	}
	refused("127.0.4.1") // all are alone
	s.eventually(func() bool { return s.guard.Stats().Connections <= cfg.MaxConnections },
		"got %+v, want those that must leave closed", func() []any { return []any{s.guard.Stats()} })
	s.hangUp()
	s.empty()
	if s.guard.leaving != 0 {
		t.Errorf("%d connections are still counted as leaving", s.guard.leaving)
	}
}

// Silent connections from many sources do not displace a visitor whose handshake makes
// progress. A visitor who stops is displaced like the others.
func TestSilenceFromManySources(t *testing.T) {
	cfg := wide()
	cfg.MaxPending = 4
	s := startServer(t, cfg)
	silence := func() {
		admitted := s.guard.Stats().Admitted
		for i := range cfg.MaxPending - 1 {
			if c, err := s.dialFrom(fmt.Sprintf("127.0.2.%d", i+1)); err == nil {
				t.Cleanup(func() { c.Close() })
				admitted++
			}
		}
		s.eventually(func() bool { return s.guard.Stats().Admitted >= admitted }, "got %+v, want %d admitted",
			func() []any { return []any{s.guard.Stats(), admitted} })
	}
	visitor, err := s.client("127.0.0.2", func(c *gossh.ClientConfig) {
		c.HostKeyCallback = func(string, net.Addr, gossh.PublicKey) error {
			silence()
			return nil
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	silence()
	s.refused(Pending, uint64(cfg.MaxPending-1))
	if st := s.guard.Stats(); st.Refused[Pending] != uint64(cfg.MaxPending-1) {
		t.Errorf("got %+v, want %d refused as pending", st, cfg.MaxPending-1)
	}
	session, err := visitor.NewSession()
	if err != nil {
		t.Fatal("a visitor who makes progress is displaced: ", err)
	}
	_ = session.Close()

	visitor = s.mustClient("127.0.0.2")
	silence()
	silence()
	s.refused(Pending, uint64(3*cfg.MaxPending-3))
	if _, err := visitor.NewSession(); err == nil {
		t.Error("a visitor who has stopped is not displaced")
	}
}

// A flood from one source does not keep another out.
func TestFloodFromOneSource(t *testing.T) {
	s := startServer(t, Defaults())
	s.during(func() {
		for range many(300) {
			if c, err := s.dialFrom(attacker); err == nil {
				c.Close()
			}
		}
	})
	// A connection counts until the server has seen its end.
	if st := s.guard.Stats(); st.Refused[Rate]+st.Refused[PerSource] < 200 {
		t.Errorf("got %+v, want 200 refused by rate or per source", st)
	}
}

// exhaust spends what a source has of a limit, which a slow test would find refilled.
func (s *server) exhaust(ip string, l limit) {
	s.guard.mu.Lock()
	defer s.guard.mu.Unlock()
	for _, b := range s.guard.table.of(netip.MustParseAddr(ip)) {
		b.buckets[l].spend(max(0, int(b.buckets[l].Tokens())) + 1)
	}
}

// The first refusals of a source are answered with the reason; the rest are not answered.
func TestRefusalIsSaid(t *testing.T) {
	for why, limit := range map[Reason]func(*Config){
		Rate:      func(c *Config) { c.RatePerSource, c.BurstPerSource = 0.001, 1 },
		PerSource: func(c *Config) { c.MaxPerSource = 1 },
		Total:     func(c *Config) { c.MaxPerSource, c.MaxPending, c.MaxConnections = 1, 1, 1 },
	} {
		t.Run(why.String(), func(t *testing.T) {
			cfg := wide()
			limit(&cfg)
			s := startServer(t, cfg)
			sess, err := s.mustClient("127.0.0.1").NewSession()
			if err != nil || sess.Start("sleep") != nil {
				t.Fatal(err)
			}
			from := "127.0.0.1"
			for i := range toldBurst {
				if why == Total {
					from = fmt.Sprintf("127.0.0.%d", 10+i)
				}
				if _, errs, status := run(t, s.mustClient(from), "hi"); errs != "refused: "+why.String()+"\n" || status != 1 {
					t.Errorf("got %q, status %d, want the reason, 1", errs, status)
				}
			}
			s.exhaust(from, refusedSessions)
			if _, err := s.client(from); err == nil && why != Total {
				t.Errorf("refusal %d is answered", toldBurst+1)
			}
		})
	}
}

// A connection that does not speak SSH is closed, and its source has to rest.
func TestGarbage(t *testing.T) {
	for name, garbage := range map[string]string{
		"http":         "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
		"tls":          "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
		"proxy v1":     "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\nSSH-2.0-x\r\n",
		"proxy v2":     "\r\n\r\n\x00\r\nQUIT\n\x21\x11\x00\x0c\x7f\x00\x00\x01\x7f\x00\x00\x01\x00\x01\x00\x02",
		"zeros":        strings.Repeat("\x00", 1000),
		"long version": "SSH-2.0-" + strings.Repeat("A", 100000),
		"huge length":  "SSH-2.0-x\r\n\x7f\xff\xff\xff" + strings.Repeat("\x14", 100),
		"wrong order":  "SSH-2.0-x\r\n\x00\x00\x00\x0c\x0a\x5a" + strings.Repeat("\x00", 10), // opens a channel before the key exchange
	} {
		t.Run(name, func(t *testing.T) {
			s := startServer(t, Defaults())
			s.during(func() {
				c := s.raw(attacker)
				_, _ = io.WriteString(c, garbage)
				closed(t, c)
			})
			s.refused(Garbage, 1)
			for range toldBurst { // somebody behind the same address may come
				if _, errs, status := run(t, s.mustClient(attacker), "hi"); errs != "refused: resting\n" || status != 1 {
					t.Errorf("got %q, status %d, want \"refused: resting\", 1", errs, status)
				}
			}
			s.exhaust(attacker, refusedSessions)
			if said := closed(t, s.raw(attacker)); said != RefusalLine+"resting\r\n" {
				t.Errorf("got %q, want one line that the source rests", said)
			}
			s.refused(Resting, toldBurst+1)
			s.good()
		})
	}
}

// Clients that hang up, are slow or have no algorithm in common are no attackers.
func TestNoRestForTheInnocent(t *testing.T) {
	cfg := wide()
	cfg.StartupTimeout = briefly
	s := startParallel(t, cfg)
	silent := s.raw("127.0.0.1")
	s.hurry("127.0.0.1", 1)
	closed(t, silent)
	s.raw("127.0.0.1").Close()
	c := s.raw("127.0.0.1")
	_, _ = io.WriteString(c, "SSH-2.0-x\r\n")
	c.Close()
	if _, err := s.client("127.0.0.1", func(c *gossh.ClientConfig) { c.Ciphers = []string{gossh.InsecureCipherAES128CBC} }); err == nil {
		t.Error("a client with CBC only is served")
	}
	if _, err := s.client("127.0.0.1", func(c *gossh.ClientConfig) {
		c.HostKeyCallback = func(string, net.Addr, gossh.PublicKey) error { return io.ErrClosedPipe }
	}); err == nil {
		t.Error("a client that rejects the host key is connected")
	}
	s.empty()
	s.good()
}

// The bytes that a connection may send before its first session are limited.
func TestStartupBytes(t *testing.T) {
	cfg := wide()
	cfg.StartupTimeout = briefly
	s := startParallel(t, cfg)
	c := s.mustClient("127.0.0.3")
	ch, _, err := c.OpenChannel("session", nil)
	if err != nil {
		t.Fatal(err)
	}
	s.hurry("127.0.0.3", 1)
	for range 100 {
		if _, err = ch.Write(make([]byte, 4096)); err != nil {
			break
		}
		time.Sleep(time.Millisecond)
	}
	s.refused(Startup, 1)
}

// A client that sends a file right after its request for a session, as OpenSSH does, is
// no attacker.
func TestPipedInput(t *testing.T) {
	s := startServer(t, wide())
	for range many(20) {
		c := s.mustClient(attacker)
		ch, reqs, err := c.OpenChannel("session", nil)
		if err != nil {
			t.Fatal(err)
		}
		go gossh.DiscardRequests(reqs)
		if _, err := ch.SendRequest("exec", false, str("hi")); err != nil {
			t.Fatal(err)
		}
		go func() {
			_, _ = ch.Write(make([]byte, 300<<10))
			_ = ch.CloseWrite()
		}()
		if out, err := io.ReadAll(ch); string(out) != "hello" || err != nil {
			t.Fatalf("got %q, %v, want \"hello\": %+v", out, err, s.guard.Stats())
		}
		c.Close()
	}
}

func TestSourcePrefixes(t *testing.T) {
	cfg := Defaults()
	table := newTable(&cfg, 100)
	names := func(ip string) string {
		var out []string
		for _, s := range table.of(netip.MustParseAddr(ip)) {
			out = append(out, fmt.Sprintf("%sx%d", s.prefix, s.scale))
		}
		return strings.Join(out, " ")
	}
	for ip, want := range map[string]string{
		"192.0.2.7":             "192.0.2.7/32x1",
		"2001:db8:1:2:3:4:5:6":  "2001:db8:1:2::/64x1 2001:db8:1::/48x4",
		"2001:db8:1:2:ffff::77": "2001:db8:1:2::/64x1 2001:db8:1::/48x4",
	} {
		if got := names(ip); got != want {
			t.Errorf("%s: %s, want %s", ip, got, want)
		}
	}
	if a := Address(&net.TCPAddr{IP: net.ParseIP("::ffff:192.0.2.7")}); a.String() != "192.0.2.7" {
		t.Errorf("got address %s, want 192.0.2.7", a)
	}
}

// An IPv6 /64 is one source, and a /48 is one with four times the limits.
func TestIPv6(t *testing.T) {
	cfg := wide()
	cfg.MaxPerSource = 2
	g, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	count := func(ip string) Reason {
		c := &conn{guard: g, door: g.ssh}
		g.mu.Lock()
		defer g.mu.Unlock()
		if why := g.count(c, g.table.of(netip.MustParseAddr(ip))); why != None {
			return why
		}
		return c.refusal
	}
	for i := range 2 {
		if why := count(fmt.Sprintf("2001:db8:0:1::%d", i)); why != None {
			t.Fatal(why)
		}
	}
	if why := count("2001:db8:0:1:ffff::1"); why != PerSource {
		t.Errorf("the third connection of the /64: got %q, want per-source", why)
	}
	admitted := 0
	for i := range 20 {
		if count(fmt.Sprintf("2001:db8:0:%x::1", 16+i)) == None {
			admitted++
		}
	}
	if admitted > 6 {
		t.Errorf("got %d more connections of the /48, want at most 6", admitted)
	}
	if why := count("2001:db8:ffff::1"); why != None {
		t.Errorf("a connection of another /48 is refused: %s", why)
	}
}
