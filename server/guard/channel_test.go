package guard

import (
	"bytes"
	"io"
	"net"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// shell starts a session with a terminal, and returns its input and its screen.
func (s *server) shell(c *gossh.Client) (*gossh.Session, io.WriteCloser, *screen) {
	s.t.Helper()
	sess, err := c.NewSession()
	if err != nil {
		s.t.Fatal(err)
	}
	out := new(screen)
	sess.Stdout = out
	in, err := sess.StdinPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := sess.RequestPty("xterm", 24, 80, nil); err != nil {
		s.t.Fatal(err)
	}
	if err := sess.Shell(); err != nil {
		s.t.Fatal(err)
	}
	return sess, in, out
}

func TestChannelFlood(t *testing.T) {
	s := startServer(t, wide())
	c := s.mustClient(attacker)
	var open []gossh.Channel
	for i := range 10 {
		ch, reqs, err := c.OpenChannel("session", nil)
		if (err == nil) != (i < 4) {
			t.Fatalf("channel %d: got error %v, want 4 channels open", i, err)
		}
		if err == nil {
			go gossh.DiscardRequests(reqs)
			open = append(open, ch)
		}
	}
	for _, ch := range open {
		ch.Close()
	}
	opens := func() bool {
		ch, reqs, err := c.OpenChannel("session", nil)
		if err == nil {
			go gossh.DiscardRequests(reqs)
			ch.Close()
		}
		return err == nil
	}
	s.eventually(opens, "closed channels still count", func() []any { return nil })
	for range maxEverOpened - 5 {
		s.eventually(opens, "fewer than %d channels open", func() []any { return []any{maxEverOpened} })
	}
	s.eventually(func() bool {
		s.guard.mu.Lock()
		defer s.guard.mu.Unlock()
		for c := range s.guard.conns {
			if len(c.sessions) > 0 {
				return false
			}
		}
		return true
	}, "a closed channel stays", func() []any { return nil })
	if _, _, err := c.OpenChannel("session", nil); err == nil {
		t.Error("a channel opens beyond the limit for the life of a connection")
	}
	s.during(func() {
		for range 200 {
			_, _, _ = c.OpenChannel("session", nil)
		}
		// Requests come last: x/crypto's client hangs if it opens a channel on a
		// connection that has just ended.
		for err := error(nil); err == nil; {
			_, _, err = c.SendRequest("flood", false, nil)
		}
		_ = c.Wait()
	})
	s.refused(Requests, 1)
}

func TestForwardingOfEveryKind(t *testing.T) {
	s := startServer(t, wide())
	c := s.mustClient(attacker)
	s.during(func() {
		for _, kind := range []string{"direct-tcpip", "forwarded-tcpip", "direct-streamlocal@openssh.com", "x11", "auth-agent@openssh.com", "tun@openssh.com", "", "\x00\xff"} {
			if _, _, err := c.OpenChannel(kind, []byte("\x00\x00\x00\x09127.0.0.1\x00\x00\x00\x16\x00\x00\x00\x00\x00\x00\x00\x00")); err == nil {
				t.Errorf("channel %q is opened, want it refused", kind)
			}
		}
		for _, kind := range []string{"tcpip-forward", "cancel-tcpip-forward", "streamlocal-forward@openssh.com", "hostkeys-prove-00@openssh.com", "no-more-sessions@openssh.com", ""} {
			if ok, _, err := c.SendRequest(kind, true, []byte("\x00\x00\x00\x00\x00\x00\x00\x00")); ok || err != nil {
				t.Errorf("request %q: got %v, %v, want it refused", kind, ok, err)
			}
		}
		sess, err := c.NewSession()
		if err != nil {
			t.Error(err)
			return
		}
		for _, kind := range []string{"auth-agent-req@openssh.com", "x11-req", "break", "signal", "xon-xoff"} {
			if ok, err := sess.SendRequest(kind, true, make([]byte, 16)); ok || err != nil {
				t.Errorf("request %q: got %v, %v, want it refused", kind, ok, err)
			}
		}
		if err := sess.RequestSubsystem("sftp"); err == nil {
			t.Error("the subsystem sftp is granted, want it refused")
		}
		if ok, _, err := c.SendRequest("keepalive@openssh.com", true, nil); !ok || err != nil {
			t.Error("a keepalive is not answered")
		}
	})
	if out, _, status := run(t, c, "hi"); out != "hello" || status != 0 {
		t.Errorf("afterwards: got %q, status %d, want \"hello\", 0", out, status)
	}
}

func TestRequestFloods(t *testing.T) {
	for name, flood := range map[string]func(c *gossh.Client, sess *gossh.Session) error{
		"env": func(_ *gossh.Client, s *gossh.Session) error {
			_, err := s.SendRequest("env", false, env("LC_ALL", strings.Repeat("x", 30000)))
			return err
		},
		"signal": func(_ *gossh.Client, s *gossh.Session) error {
			_, err := s.SendRequest("signal", false, str("INT"))
			return err
		},
		"exec": func(_ *gossh.Client, s *gossh.Session) error {
			_, err := s.SendRequest("exec", true, []byte{0, 0})
			return err
		},
		"agent": func(_ *gossh.Client, s *gossh.Session) error {
			_, err := s.SendRequest("auth-agent-req@openssh.com", false, nil)
			return err
		},
		"forward": func(c *gossh.Client, _ *gossh.Session) error {
			_, _, err := c.SendRequest("tcpip-forward", false, nil)
			return err
		},
		"alive": func(c *gossh.Client, _ *gossh.Session) error {
			_, _, err := c.SendRequest("keepalive@openssh.com", false, nil)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := wide()
			cfg.StartupTimeout = briefly
			s := startServer(t, cfg)
			const from = "127.0.0.3"
			c := s.mustClient(from)
			sess, err := c.NewSession()
			if err != nil {
				t.Fatal(err)
			}
			s.hurry(from, 1)
			before := heap()
			s.during(func() {
				for range 100000 {
					if flood(c, sess) != nil {
						break
					}
				}
				_ = c.Wait()
			})
			if st := s.guard.Stats(); st.Refused[Requests]+st.Refused[Startup] == 0 {
				t.Errorf("got %+v, want refusals as requests or startup", st)
			}
			if d := heap() - before; d > 4<<20 {
				t.Errorf("the heap grew by %d KiB", d>>10)
			}
		})
	}
}

func TestEnvironmentAndTerminal(t *testing.T) {
	s := startServer(t, wide())
	sess, err := s.mustClient(attacker).NewSession()
	if err != nil {
		t.Fatal(err)
	}
	for _, kv := range [][2]string{{"LANG", "C"}, {"PATH", "/x"}, {"LC_A", "a\x1b"}, {"LC_B", "b"}} {
		_ = sess.Setenv(kv[0], kv[1])
	}
	if out, err := sess.Output("env"); err != nil || string(out) != "LANG=C\nLC_B=b" {
		t.Errorf("got environment %q, %v, want LANG and LC_B", out, err)
	}
	sess, err = s.mustClient(attacker).NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := sess.RequestPty("\x1b]0;x\a", 1<<30, 1<<30, nil); err != nil {
		t.Fatal(err)
	}
	if out, err := sess.Output("pty"); err != nil || string(out) != "xterm" {
		t.Errorf("got terminal %q, %v, want xterm", out, err)
	}
}

func TestLongCommandIsRefused(t *testing.T) {
	s := startServer(t, wide())
	if _, errs, status := run(t, s.mustClient(attacker), strings.Repeat("'", 20000)); errs != "refused: command\n" || status != 1 {
		t.Errorf("got %q, status %d, want \"refused: command\", 1", errs, status)
	}
}

// Window changes before, during and after a session, absurd or in floods, do not count as
// requests and do not block the connection.
func TestWindowChangeFlood(t *testing.T) {
	cfg := wide()
	var resized atomic.Int64
	cfg.Visit = func(ctx ssh.Context, s *Session) ssh.Context {
		s.OnResize(func(w, h int) {
			if w > maxWidth || h > maxHeight {
				t.Errorf("got size %d by %d, want at most %d by %d", w, h, maxWidth, maxHeight)
			}
			resized.Add(1)
		})
		return ctx
	}
	s := startServer(t, cfg)
	start := time.Now()
	c := s.mustClient(attacker)
	before := runtime.NumGoroutine()
	change := func(sess *gossh.Session, n int) {
		for i := range n {
			if err := sess.WindowChange(1<<31-1-i, 1<<31-1); err != nil {
				return
			}
		}
	}
	s.during(func() {
		idle, err := c.NewSession()
		if err != nil {
			t.Error(err)
			return
		}
		change(idle, 200) // before a terminal, and a shell; more would be garbage
		_ = idle.RequestPty("xterm", 1<<31, 1<<31, nil)
		change(idle, 200)
		sess, in, out := s.shell(c)
		change(sess, many(200))
		_, _ = io.WriteString(in, "still here")
		s.eventually(func() bool { return out.String() == "still here" }, "got screen %q, want \"still here\"", func() []any { return []any{out.String()} })
		in.Close()
		change(sess, many(200)) // at the end, and after it
		_ = sess.Wait()
		change(sess, many(200))
	})
	if n, d := resized.Load(), time.Since(start); n == 0 || n > 4+3*int64(d/resizeEvery) {
		t.Errorf("got %d resizes in %s, want 1 to %d", n, d, 4+3*int64(d/resizeEvery))
	}
	c.Close()
	s.empty()
	s.eventually(func() bool { return runtime.NumGoroutine() <= before+2 }, "got %d goroutines, %d before",
		func() []any { return []any{runtime.NumGoroutine(), before} })
}

// A client that stops reading is dropped, and its output is not kept.
func TestReaderThatStops(t *testing.T) {
	cfg := wide()
	cfg.StallTimeout = time.Second
	s := startServer(t, cfg)
	before := heap()
	s.during(func() {
		for range 5 {
			// Without a reader x/crypto's client grants 2 MiB once, and no more.
			ch, reqs, err := s.mustClient(attacker).OpenChannel("session", nil)
			if err != nil {
				t.Error(err)
				return
			}
			go gossh.DiscardRequests(reqs)
			if _, err := ch.SendRequest("exec", true, str("much")); err != nil {
				t.Error(err)
			}
		}
		s.refused(Unread, 5)
	})
	s.empty()
	if d := heap() - before; d > 30<<20 { // includes the test's clients
		t.Errorf("the heap grew by %d KiB", d>>10)
	}
}

// stopped is a connection whose client can stop reading.
type stopped struct {
	net.Conn
	mu sync.Mutex
}

func (c *stopped) Read(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.Conn.Read(p[:min(len(p), 1024)])
}

// So is a client that stops reading from TCP.
func TestTCPReaderThatStops(t *testing.T) {
	cfg := wide()
	cfg.StallTimeout = time.Second
	s := startServer(t, cfg)
	raw := &stopped{Conn: s.raw(attacker)}
	_ = raw.Conn.(*net.TCPConn).SetReadBuffer(1024)
	cc, chans, reqs, err := gossh.NewClientConn(raw, "", &gossh.ClientConfig{HostKeyCallback: gossh.InsecureIgnoreHostKey()})
	if err != nil {
		t.Fatal(err)
	}
	sess, err := gossh.NewClient(cc, chans, reqs).NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := sess.Start("much"); err != nil {
		t.Fatal(err)
	}
	s.during(func() {
		raw.mu.Lock()
		s.refused(Unread, 1)
		raw.mu.Unlock()
	})
	cc.Close()
	s.empty()
}

// A large paste is not kept, and the visitor can go on typing.
func TestPaste(t *testing.T) {
	s := startServer(t, wide())
	sess, in, out := s.shell(s.mustClient(attacker))
	_ = sess
	before := heap()
	size := 600 << 10 // the throttle would delay more
	if many(1) > 1 {
		size = 10 << 20
	}
	s.during(func() {
		if _, err := in.Write(bytes.Repeat([]byte("paste! "), size/7)); err != nil {
			t.Error(err)
		}
	})
	s.eventually(func() bool {
		_, _ = io.WriteString(in, "q")
		time.Sleep(10 * time.Millisecond)
		return strings.HasSuffix(out.String(), "qq")
	}, "got screen ending with %q, want qq", func() []any { o := out.String(); return []any{o[max(0, len(o)-40):]} })
	if d := heap() - before; d > 4<<20 {
		t.Errorf("the heap grew by %d KiB", d>>10)
	}
}

// Bytes that no program reads are not kept, though each is a packet.
func TestUnreadBytes(t *testing.T) {
	s := startServer(t, wide())
	ch := s.exec(s.mustClient(attacker), "sleep")
	before := heap()
	s.during(func() {
		for range many(10000) {
			if _, err := ch.Write([]byte{'x'}); err != nil {
				t.Error(err)
				return
			}
		}
	})
	s.eventually(func() bool { return heap()-before < 1<<20 }, "the heap grew by %d KiB, want less than 1024", func() []any { return []any{(heap() - before) >> 10} })
}

// A panic ends only its own session.
func TestPanic(t *testing.T) {
	s := startServer(t, wide())
	c := s.mustClient(attacker)
	if _, _, status := run(t, c, "panic"); status != 1 {
		t.Errorf("got status %d, want 1", status)
	}
	if out, _, _ := run(t, c, "hi"); out != "hello" {
		t.Errorf("afterwards: got %q, want \"hello\"", out)
	}
}
