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

// wide lets one address do what takes many on the internet.
func wide() Config {
	cfg := Defaults()
	cfg.MaxConnections, cfg.MaxPerSource, cfg.RatePerSource, cfg.BurstPerSource = 5000, 5000, 1e6, 1e6
	cfg.InputPerSource = 100 << 20
	return cfg
}

// Silent connections give way to those who speak, and end in time.
func TestSilentConnections(t *testing.T) {
	cfg := wide()
	cfg.MaxPending, cfg.StartupTimeout = 50, briefly
	s := startServer(t, cfg)
	before := descriptors()
	var silent []net.Conn
	s.during(func() {
		for range many(200) {
			c, err := s.dialFrom(attacker)
			if err != nil {
				continue // it had to go before it was there
			}
			silent = append(silent, c)
		}
	})
	if p := s.guard.Stats().Pending; p > cfg.MaxPending {
		t.Errorf("%d are pending", p)
	}
	s.refused(Pending, 100)
	for _, c := range silent {
		closed(t, c, 5*time.Second)
		c.Close()
	}
	s.refused(Startup, 1)
	s.empty()
	if after := descriptors(); after > before+4 {
		t.Errorf("%d descriptors, %d before", after, before)
	}
}

// A byte now and then does not help: the startup timeout is one for all.
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
		t.Error("it may go on for ever")
	})
	s.empty()
}

// Neither does a handshake: who opens no channel, or asks for no shell, goes.
func TestUnopenedChannelsAndUnaskedShells(t *testing.T) {
	cfg := wide()
	cfg.StartupTimeout = briefly
	s := startParallel(t, cfg)
	for range 10 {
		c := s.mustClient(attacker)
		go func() { // keepalives do not count
			for {
				if _, _, err := c.SendRequest("keepalive@openssh.com", true, nil); err != nil {
					return
				}
				time.Sleep(50 * time.Millisecond)
			}
		}()
		if sess, err := s.mustClient(attacker).NewSession(); err != nil {
			t.Error(err)
		} else {
			_ = sess.RequestPty("xterm", 24, 80, nil)
		}
	}
	s.during(func() { time.Sleep(briefly) })
	s.refused(Startup, 20)
	s.empty()
}

// A channel beside a session has to start one too.
func TestUnaskedShellBesideASession(t *testing.T) {
	s := startServer(t, wide())
	c := s.mustClient(attacker)
	_, in, out := s.shell(c)
	ch, reqs, err := c.OpenChannel("session", nil)
	if err != nil {
		t.Fatal(err)
	}
	go gossh.DiscardRequests(reqs)
	s.eventually(func() bool { // time passes for it
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
	}, "there is no channel", func() []any { return nil })
	if n, err := ch.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("%d bytes, %v", n, err)
	}
	if ok, _ := ch.SendRequest("shell", true, nil); ok {
		t.Error("it starts when it is over")
	}
	s.refused(Startup, 1)
	_, _ = io.WriteString(in, "still here")
	s.eventually(func() bool { return out.String() == "still here" }, "the screen has %q", func() []any { return []any{out.String()} })
}

// Who has had a session does not stay without one either.
func TestNoSessionLeft(t *testing.T) {
	cfg := wide()
	cfg.StartupTimeout = briefly
	s := startParallel(t, cfg)
	run(t, s.mustClient(attacker), "hi")
	s.refused(Startup, 1)
	s.empty()
}

// Who shares an address with readers does not have to give way to a flood: only
// those without a session count.
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

// Silent connections from many sources do not displace a visitor whose handshake moves on. One
// who stops in it gives way like the others.
func TestSilenceFromManySources(t *testing.T) {
	cfg := wide()
	cfg.MaxPending = 4
	s := startServer(t, cfg)
	silence := func() {
		for i := range cfg.MaxPending - 1 {
			if c, err := s.dialFrom(fmt.Sprintf("127.0.2.%d", i+1)); err == nil {
				t.Cleanup(func() { c.Close() })
			}
		}
		time.Sleep(20 * time.Millisecond) // until they are admitted
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
	if st := s.guard.Stats(); st.Refused[Pending] != uint64(cfg.MaxPending-1) {
		t.Errorf("%+v", st)
	}
	session, err := visitor.NewSession()
	if err != nil {
		t.Fatal("a visitor who moves on had to give way: ", err)
	}
	_ = session.Close()

	visitor = s.mustClient("127.0.0.2")
	silence()
	silence()
	if _, err := visitor.NewSession(); err == nil {
		t.Error("a visitor who has stopped keeps his place")
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
	// Those whose end the server has not seen yet still count.
	if st := s.guard.Stats(); st.Refused[Rate]+st.Refused[PerSource] < 200 {
		t.Errorf("%+v", st)
	}
}

// Those over a limit by a little are told; the rest is not.
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
					t.Errorf("%q, %d", errs, status)
				}
			}
			if _, err := s.client(from); err == nil && why != Total {
				t.Error("a flood is answered")
			}
		})
	}
}

// What is not SSH is recognized by its first byte, and its source has to rest.
func TestGarbage(t *testing.T) {
	for name, garbage := range map[string]string{
		"http":         "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
		"tls":          "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
		"proxy v1":     "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\nSSH-2.0-x\r\n",
		"proxy v2":     "\r\n\r\n\x00\r\nQUIT\n\x21\x11\x00\x0c\x7f\x00\x00\x01\x7f\x00\x00\x01\x00\x01\x00\x02",
		"zeros":        strings.Repeat("\x00", 1000),
		"long version": "SSH-2.0-" + strings.Repeat("A", 100000),
		"huge length":  "SSH-2.0-x\r\n\x7f\xff\xff\xff" + strings.Repeat("\x14", 100),
		"wrong order":  "SSH-2.0-x\r\n\x00\x00\x00\x0c\x0a\x5a" + strings.Repeat("\x00", 10), // a channel is opened at once
	} {
		t.Run(name, func(t *testing.T) {
			s := startServer(t, Defaults())
			s.during(func() {
				c := s.raw(attacker)
				_, _ = io.WriteString(c, garbage)
				closed(t, c, 5*time.Second)
			})
			s.refused(Garbage, 1)
			for range toldBurst { // it may be somebody behind the same address
				if _, errs, status := run(t, s.mustClient(attacker), "hi"); errs != "refused: resting\n" || status != 1 {
					t.Errorf("%q, %d", errs, status)
				}
			}
			closed(t, s.raw(attacker), 5*time.Second)
			s.refused(Resting, toldBurst+1)
			s.good()
		})
	}
}

// Whoever hangs up, is slow or has no algorithm in common is no attacker.
func TestNoRestForTheInnocent(t *testing.T) {
	cfg := wide()
	cfg.StartupTimeout = briefly
	s := startParallel(t, cfg)
	s.raw("127.0.0.1").Close()
	c := s.raw("127.0.0.1")
	_, _ = io.WriteString(c, "SSH-2.0-x\r\n")
	c.Close()
	closed(t, s.raw("127.0.0.1"), 5*time.Second)
	if _, err := s.client("127.0.0.1", func(c *gossh.ClientConfig) { c.Ciphers = []string{gossh.InsecureCipherAES128CBC} }); err == nil {
		t.Error("CBC is served")
	}
	if _, err := s.client("127.0.0.1", func(c *gossh.ClientConfig) {
		c.HostKeyCallback = func(string, net.Addr, gossh.PublicKey) error { return io.ErrClosedPipe }
	}); err == nil {
		t.Error("the host key was believed")
	}
	time.Sleep(20 * time.Millisecond)
	s.good()
}

// Before its first session a connection may send only so much.
func TestStartupBytes(t *testing.T) {
	cfg := wide()
	cfg.StartupTimeout = briefly
	s := startParallel(t, cfg)
	c := s.mustClient(attacker)
	ch, _, err := c.OpenChannel("session", nil)
	if err != nil {
		t.Fatal(err)
	}
	for range 100 {
		if _, err = ch.Write(make([]byte, 4096)); err != nil {
			break
		}
		time.Sleep(time.Millisecond)
	}
	s.refused(Startup, 1)
}

// A client that asks for its session and sends a file at once, as OpenSSH does, is
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
			t.Fatalf("%q, %v: %+v", out, err, s.guard.Stats())
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
		t.Error(a)
	}
}

// An IPv6 /64 is one source, and a /48 is one of four times the size.
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
		t.Errorf("a third of the /64: %s", why)
	}
	admitted := 0
	for i := range 20 {
		if count(fmt.Sprintf("2001:db8:0:%x::1", 16+i)) == None {
			admitted++
		}
	}
	if admitted > 6 {
		t.Errorf("%d more of the /48", admitted)
	}
	if why := count("2001:db8:ffff::1"); why != None {
		t.Errorf("another /48: %s", why)
	}
}
