package guard

import (
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"charm.land/ssh"
	"github.com/pires/go-proxyproto"
	gossh "golang.org/x/crypto/ssh"
)

// A visitor who types nothing is sent away, whatever the client sends on its own.
func TestIdle(t *testing.T) {
	cfg := wide()
	cfg.IdleTimeout = time.Hour
	cfg.SessionTimeout = 2 * cfg.IdleTimeout
	visits := make(chan *Session, 1)
	cfg.Visit = func(ctx ssh.Context, v *Session) ssh.Context {
		select {
		case visits <- v:
		default: // a good visitor
		}
		return ctx
	}
	s := startParallel(t, cfg)
	c := s.mustClient(attacker)
	sess, in, _ := s.shell(c)
	v := <-visits
	idle := func() time.Duration { return time.Since(v.lastTyped()) }
	silent := func(d time.Duration) { // as if nothing had been typed for d
		s.guard.mu.Lock()
		defer s.guard.mu.Unlock()
		v.hasTyped(time.Now().Add(-d))
		v.conn.schedule()
	}
	for range 4 { // typing keeps it
		silent(cfg.IdleTimeout / 2)
		_, _ = io.WriteString(in, "x")
		s.eventually(func() bool { return idle() < cfg.IdleTimeout/2 }, "a key does not count", func() []any { return nil })
	}
	silent(cfg.IdleTimeout - time.Second)
	go func() {
		for {
			if _, _, err := c.SendRequest("keepalive@openssh.com", true, nil); err != nil {
				return
			}
			_ = sess.WindowChange(20, 20)
			time.Sleep(100 * time.Millisecond)
		}
	}()
	s.during(func() {
		select {
		case why := <-s.ends:
			if d := idle(); why != Idle || d < cfg.IdleTimeout {
				t.Errorf("the session ends as %s after %s, want %s after %s", why, d, Idle, cfg.IdleTimeout)
			}
		case <-time.After(patience):
			t.Errorf("the session does not end, %s after the last key", idle())
		}
	})
	_ = sess.Close()
	c.Close()
}

// begin returns a session that has begun.
func begin(g *Guard) *Session {
	raw, _ := net.Pipe()
	s := &Session{conn: g.ssh.admit(raw)}
	s.conn.sessions = []*Session{s}
	s.Begin()
	return s
}

// Each limit has one notice, before the end.
func TestNotice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, err := New(Defaults())
		if err != nil {
			t.Fatal(err)
		}
		begun := time.Now()
		v := begin(g)
		defer v.conn.Close()
		var notices []Reason
		given := make(chan Reason, 9)
		ends := make(chan Reason, 1)
		v.OnEnd(func(why Reason, left time.Duration) {
			if left <= 0 || left > 30*time.Second {
				t.Errorf("notice of %s: got %s left, want at most 30s", why, left)
			}
			given <- why
		}, func(why Reason) { ends <- why })
		at := func(d time.Duration) (next time.Duration) {
			time.Sleep(d - time.Since(begun))
			g.mu.Lock()
			next = v.due(time.Now())
			g.mu.Unlock()
			for synctest.Wait(); len(given) > 0; {
				notices = append(notices, <-given)
			}
			return next
		}
		if next := at(0); next.Round(time.Second) != 570*time.Second {
			t.Errorf("an idle session is checked again after %s, want 9m30s", next)
		}
		for _, c := range []struct {
			at   time.Duration
			want int
		}{
			{time.Minute, 0}, {9 * time.Minute, 0}, {9*time.Minute + 31*time.Second, 1}, {9*time.Minute + 32*time.Second, 1},
		} {
			if at(c.at); len(notices) != c.want || c.want == 1 && notices[0] != Idle {
				t.Fatalf("after %s: got notices %v, want %d", c.at, notices, c.want)
			}
		}
		v.hasTyped(begun.Add(59 * time.Minute))
		if at(59*time.Minute + 40*time.Second); len(notices) != 2 || notices[1] != SessionTime {
			t.Errorf("got notices %v, want %s and %s", notices, Idle, SessionTime)
		}
		if at(time.Hour + time.Second); <-ends != SessionTime {
			t.Errorf("the session does not end as %s", SessionTime)
		}
	})
}

// A visitor who types at the last moment has the full notice of the other limit.
func TestNoticeOfBothLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cfg := Defaults()
		cfg.SessionTimeout = cfg.IdleTimeout + 20*time.Second
		g, err := New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		v := begin(g)
		defer v.conn.Close()
		notices := make(chan Reason, 9)
		v.OnEnd(func(why Reason, left time.Duration) {
			if left != noticeBefore {
				t.Errorf("notice of %s: got %s left, want %s", why, left, noticeBefore)
			}
			notices <- why
		}, nil)
		time.Sleep(cfg.IdleTimeout - 25*time.Second)
		v.hasTyped(time.Now())
		time.Sleep(25 * time.Second)
		synctest.Wait()
		if close(notices); len(notices) != 2 || <-notices != Idle || <-notices != SessionTime {
			t.Errorf("want the notices %s and %s", Idle, SessionTime)
		}
	})
}

// With a short idle timeout, the notice of the session timeout still comes in time.
func TestNoticeWithAShortIdleTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cfg := Defaults()
		cfg.IdleTimeout = noticeBefore - 5*time.Second
		g, err := New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		v := begin(g)
		defer v.conn.Close()
		notices := make(chan time.Duration, 9)
		v.OnEnd(func(why Reason, left time.Duration) {
			if why != SessionTime {
				t.Errorf("got notice of %s, want %s", why, SessionTime)
			}
			notices <- left
		}, nil)
		for range (cfg.SessionTimeout - time.Second) / time.Second {
			time.Sleep(time.Second)
			v.hasTyped(time.Now())
		}
		synctest.Wait()
		if close(notices); len(notices) != 1 || <-notices != noticeBefore {
			t.Errorf("want one notice, %s before the end", noticeBefore)
		}
	})
}

// A session ends after the session timeout, even while its visitor types.
func TestSessionTime(t *testing.T) {
	cfg := wide()
	cfg.IdleTimeout = time.Hour
	cfg.SessionTimeout = cfg.IdleTimeout
	visits := make(chan *Session, 1)
	cfg.Visit = func(ctx ssh.Context, v *Session) ssh.Context { visits <- v; return ctx }
	s := startParallel(t, cfg)
	c := s.mustClient(attacker)
	_, in, out := s.shell(c)
	go func() {
		for {
			if _, err := io.WriteString(in, "x"); err != nil {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
	}()
	s.eventually(func() bool { return out.String() != "" }, "got no echo", func() []any { return nil })
	v := <-visits
	s.guard.mu.Lock()
	v.started = v.started.Add(time.Second - cfg.SessionTimeout) // as if he had typed for nearly an hour
	v.conn.schedule()
	s.guard.mu.Unlock()
	if why := <-s.ends; why != SessionTime {
		t.Errorf("the session ends as %s, want %s", why, SessionTime)
	}
	c.Close()
	s.empty()
}

// A handler that ignores the end of its session has its connection closed.
func TestEndIsIgnored(t *testing.T) {
	cfg := wide()
	cfg.IdleTimeout, cfg.SessionTimeout = 200*time.Millisecond, 200*time.Millisecond
	s := startParallel(t, cfg)
	c := s.mustClient(attacker)
	session, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	if err := session.Start("stay"); err != nil {
		t.Fatal(err)
	}
	<-s.ends
	_ = c.Wait()
	if d := time.Since(begun); d < cfg.SessionTimeout+farewellWithin || d > patience/2 {
		t.Errorf("the connection is closed after %s, want %s", d, cfg.SessionTimeout+farewellWithin)
	}
	s.empty()
}

// CloseWaiting lets handshakes finish, and closes other connections that have no session.
func TestCloseWaiting(t *testing.T) {
	s := startParallel(t, wide())
	connecting := time.Now()
	silent := s.raw("127.0.0.3")
	s.hurry("127.0.0.3", 1)
	c := s.mustClient("127.0.0.1")
	over, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := over.Run("exit"); err != nil {
		t.Fatal(err)
	}
	busy, err := s.mustClient("127.0.0.2").NewSession()
	if err != nil || busy.Start("sleep") != nil {
		t.Fatal(err)
	}
	s.eventually(func() bool { return s.guard.CloseWaiting() <= 1 }, "connections without a session stay", func() []any { return nil })
	closed(t, silent)
	if d := time.Since(connecting); d < lastHandshake {
		t.Errorf("a handshake is cut off after %s, want at least %s", d, lastHandshake)
	}
	_ = c.Wait()
	if st := s.guard.Stats(); st.Connections != 1 || st.Sessions != 1 {
		t.Errorf("got %+v, want one connection with a session", st)
	}
}

// A former session has less time than a handshake.
func TestCloseWaitingInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, err := New(wide())
		if err != nil {
			t.Fatal(err)
		}
		raw, _ := net.Pipe()
		defer g.ssh.admit(raw).Close()
		defer begin(g).conn.Close()
		former := begin(g)
		former.End()
		former.conn.sessions = nil
		for _, c := range []struct {
			at   time.Duration
			left int
		}{{lastSession, 3}, {lastSession + 1, 2}, {lastHandshake, 2}, {lastHandshake + 1, 1}, {10 * lastHandshake, 1}} {
			time.Sleep(time.Until(former.conn.since.Add(c.at)))
			if left := g.CloseWaiting(); left != c.left {
				t.Errorf("after %s: got %d connections left, want %d", c.at, left, c.left)
			}
			synctest.Wait()
		}
	})
}

func proxyConfig() Config {
	cfg := wide()
	cfg.ProxyFrom = []netip.Prefix{netip.MustParsePrefix(attacker + "/32")}
	return cfg
}

// A proxy's header names the client, in both versions of the protocol.
func TestProxy(t *testing.T) {
	for version := byte(1); version <= 2; version++ {
		cfg := proxyConfig()
		cfg.MaxPerSource = 1
		s := startServer(t, cfg)
		visit := func(from string) (*gossh.Client, error) {
			c := s.raw(attacker)
			h := proxyproto.HeaderProxyFromAddrs(version, &net.TCPAddr{IP: net.ParseIP(from), Port: 1}, &net.TCPAddr{IP: net.ParseIP("192.0.2.200"), Port: 22})
			head, err := h.Format()
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range [][]byte{head[:3], head[3:20], head[20:]} { // as the network may cut it
				if _, err := c.Write(part); err != nil {
					t.Fatal(err)
				}
				time.Sleep(10 * time.Millisecond)
			}
			_ = c.SetDeadline(time.Now().Add(patience))
			cc, chans, reqs, err := gossh.NewClientConn(c, "", &gossh.ClientConfig{HostKeyCallback: gossh.InsecureIgnoreHostKey()})
			if err != nil {
				return nil, err
			}
			return gossh.NewClient(cc, chans, reqs), nil
		}
		for _, from := range []string{"192.0.2.1", "192.0.2.2"} {
			c, err := visit(from)
			if err != nil {
				t.Fatal(err)
			}
			if out, _, _ := run(t, c, "hi"); out != "hello" {
				t.Errorf("got %q, want \"hello\"", out)
			}
		}
		c, err := visit("192.0.2.1")
		if err != nil {
			t.Fatal(err)
		}
		if _, errs, _ := run(t, c, "hi"); errs != "refused: per-source\n" {
			t.Errorf("a second connection of a client: got %q, want \"refused: per-source\"", errs)
		}
	}
}

// A proxy that sends no valid header in time is refused.
func TestProxyThatSaysNothing(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]string{
		"silent": "", "ssh": "SSH-2.0-x\r\n", "half": "PROXY TCP4 192.0.2.1", "bad": "PROXY TCP4 x y z\r\n",
		"endless": "PROXY " + string(make([]byte, 1000)), "huge": "\r\n\r\n\x00\r\nQUIT\n\x21\x11\xff\xff",
	} {
		t.Run(name, func(t *testing.T) {
			cfg := proxyConfig()
			cfg.StartupTimeout = briefly
			s := startParallel(t, cfg)
			s.during(func() {
				c := s.raw(attacker)
				_, _ = io.WriteString(c, begin)
				closed(t, c)
			})
			if st := s.guard.Stats(); st.Refused[Proxy]+st.Refused[Startup]+st.Refused[Garbage] == 0 {
				t.Errorf("got %+v, want a refusal as proxy, startup or garbage", st)
			}
		})
	}
}

// late is a connection from a proxy whose header can be read after it is closed.
type late struct {
	net.Conn
	io.Reader
}

func (c late) Read(p []byte) (int, error)    { return c.Reader.Read(p) }
func (late) RemoteAddr() net.Addr            { return &net.TCPAddr{IP: net.ParseIP(attacker)} }
func (late) SetReadDeadline(time.Time) error { return nil }

// A header that comes too late is ignored, and the first refusal counts.
func TestProxyThatIsLate(t *testing.T) {
	g, err := New(proxyConfig())
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := net.Pipe()
	c := g.ssh.admit(late{raw, strings.NewReader("PROXY TCP4 192.0.2.1 192.0.2.200 1234 22\r\n")})
	c.end(Startup)
	if c.identify() {
		t.Error("a closed connection is identified")
	}
	if st := g.Stats(); st.Refused[Startup] != 1 || st.Refused[Proxy] != 0 || st.Sources != 0 {
		t.Errorf("got %+v, want one refusal, as startup, and no source", st)
	}
}

// A visitor behind a proxy is also told if there are too many connections in all.
func TestProxyOfTooMany(t *testing.T) {
	cfg := proxyConfig()
	cfg.MaxConnections, cfg.MaxPerSource, cfg.MaxPending = 1, 1, 1
	s := startServer(t, cfg)
	web := s.startWeb()
	if sess, err := s.mustClient("127.0.0.1").NewSession(); err != nil || sess.Start("sleep") != nil {
		t.Fatal(err)
	}
	raw := s.raw(attacker)
	const header = "PROXY TCP4 192.0.2.1 192.0.2.200 1234 22\r\n"
	_, _ = io.WriteString(raw, header)
	_ = raw.SetDeadline(time.Now().Add(patience))
	cc, chans, reqs, err := gossh.NewClientConn(raw, "", &gossh.ClientConfig{HostKeyCallback: gossh.InsecureIgnoreHostKey()})
	if err != nil {
		t.Fatal(err)
	}
	if _, errs, status := run(t, gossh.NewClient(cc, chans, reqs), "hi"); errs != "refused: total\n" || status != 1 {
		t.Errorf("by SSH: got %q, status %d, want \"refused: total\", 1", errs, status)
	}
	if status, body := fetch(t, web, attacker, header); status != http.StatusTooManyRequests || body != "total" {
		t.Errorf("on the web: got %d %q, want 429 \"total\"", status, body)
	}

	// Garbage of such a visitor is counted, though he has no source.
	raw = s.raw(attacker)
	_, _ = io.WriteString(raw, header)
	if _, _, _, err := gossh.NewClientConn(raw, "", &gossh.ClientConfig{HostKeyCallback: gossh.InsecureIgnoreHostKey()}); err != nil {
		t.Fatal(err)
	}
	_, _ = raw.Write(make([]byte, 4096))
	closed(t, raw)
	s.refused(Garbage, 1)
}
