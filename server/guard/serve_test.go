package guard

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"flag"
	"io"
	"maps"
	"net"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"charm.land/ssh"
	"go.uber.org/goleak"
	gossh "golang.org/x/crypto/ssh"
)

const (
	attacker = "127.0.0.2" // the good visitor comes from 127.0.0.1
	soak     = "CV_SOAK"   // if set, attacks are ten times as large
)

// briefly is a startup timeout that tests wait for. It begins a minute late for whoever is
// not the attacker, who might otherwise exceed it on a busy machine; see [server.hurry].
const briefly = time.Second

// patience is how long a test waits for what must happen: far longer than on any machine.
const patience = time.Minute

// many returns n, or ten times n in a soak test.
func many(n int) int {
	if os.Getenv(soak) != "" {
		return 10 * n
	}
	return n
}

// TestMain runs more parallel tests than there are processors, since they mostly wait, and
// reports goroutines that they leave.
func TestMain(m *testing.M) {
	_ = flag.Set("test.parallel", "8") // -parallel on the command line still counts
	goleak.VerifyTestMain(m)
}

// server is a Wish server behind a guard, as an attacker finds it.
type server struct {
	t     testing.TB
	guard *Guard
	addr  string
	ends  chan Reason   // of sessions that were told to end
	begin chan struct{} // closed to let echoes begin that wait for it
}

// startServer serves sessions until the test ends, and reports goroutines that are left then.
func startServer(t testing.TB, cfg Config) *server {
	t.Helper()
	before := goleak.IgnoreCurrent()
	t.Cleanup(func() { goleak.VerifyNone(t, before) }) // runs last
	return serve(t, cfg)
}

// startParallel is startServer for a parallel test. Such a test must not measure the whole
// process; TestMain reports the goroutines that it leaves.
func startParallel(t *testing.T, cfg Config) *server {
	t.Helper()
	t.Parallel()
	return serve(t, cfg)
}

// sessionContext is the context of a session channel.
type sessionContext struct {
	ssh.Context
	session *Session
}

func serve(t testing.TB, cfg Config) *server {
	t.Helper()
	visit := cfg.Visit
	cfg.Visit = func(ctx ssh.Context, s *Session) ssh.Context {
		if visit != nil {
			ctx = visit(ctx, s)
		}
		return sessionContext{ctx, s}
	}
	g, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	_, key, _ := ed25519.GenerateKey(rand.Reader)
	signer, _ := gossh.NewSignerFromKey(key)
	s := &server{t: t, guard: g, ends: make(chan Reason, 100), begin: make(chan struct{})}
	yes := func(ssh.Context, string) bool { return true }
	srv := &ssh.Server{Handler: s.handle, HostSigners: []ssh.Signer{struct{ gossh.Signer }{signer}}, Version: "test", PasswordHandler: yes,
		PublicKeyHandler: func(ssh.Context, ssh.PublicKey) bool { return true }}
	if err := g.Install(srv); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.addr = l.Addr().String()
	done := make(chan error, 1)
	go func() { done <- srv.Serve(lenient{g.Listener(l)}) }()
	t.Cleanup(func() {
		_ = srv.Close()
		s.hangUp()
		if err := <-done; !errors.Is(err, ssh.ErrServerClosed) {
			t.Error(err)
		}
	})
	return s
}

// lenient is a listener whose clients, except attackers, have more time to start.
type lenient struct{ net.Listener }

func (l lenient) Accept() (net.Conn, error) {
	nc, err := l.Listener.Accept()
	if c, ok := nc.(*conn); ok && Address(c.raw.RemoteAddr()).String() != attacker {
		c.guard.mu.Lock()
		c.since = c.since.Add(patience)
		c.schedule()
		c.guard.mu.Unlock()
	}
	return nc, err
}

// hurry ends the leniency for n connections from ip: their startup timeout begins now.
func (s *server) hurry(ip string, n int) {
	s.t.Helper()
	found := 0
	s.eventually(func() bool {
		s.guard.mu.Lock()
		defer s.guard.mu.Unlock()
		for c := range s.guard.conns {
			if now := time.Now(); Address(c.raw.RemoteAddr()).String() == ip && c.since.After(now) {
				c.since = now
				c.schedule()
				found++
			}
		}
		return found >= n
	}, "got %d connections from %s, want %d", func() []any { return []any{found, ip, n} })
}

// hangUp closes all connections.
func (s *server) hangUp() {
	s.guard.mu.Lock()
	all := slices.Collect(maps.Keys(s.guard.conns))
	s.guard.mu.Unlock()
	for _, c := range all {
		_ = c.Close()
	}
}

// handle serves a session: it answers a few commands, and echoes what is typed.
func (s *server) handle(sess ssh.Session) {
	v := sess.Context().(sessionContext).session
	if why := v.Refusal(); why != None {
		v.Drain()
		_, _ = io.WriteString(sess.Stderr(), "refused: "+why.String()+"\n")
		_ = sess.Exit(1)
		return
	}
	v.OnEnd(nil, func(why Reason) {
		s.ends <- why
		if sess.RawCommand() != "stay" {
			_ = sess.Exit(1)
		}
	})
	switch sess.RawCommand() {
	case "hi":
		v.Drain()
		_, _ = io.WriteString(sess, "hello")
	case "env":
		v.Drain()
		_, _ = io.WriteString(sess, strings.Join(sess.Environ(), "\n"))
	case "pty":
		v.Drain()
		p, _, _ := sess.Pty()
		_, _ = io.WriteString(sess, p.Term)
	case "panic":
		panic("as the test asked")
	case "much":
		v.Drain()
		block := make([]byte, 64<<10)
		for range 1 << 10 {
			if _, err := sess.Write(block); err != nil {
				return
			}
		}
	case "file", "file later":
		v.Drain()
		if sess.RawCommand() != "file" {
			time.Sleep(time.Second)
		}
		_, _ = sess.Write(make([]byte, 128<<10))
	case "slow", "pieces":
		for piece := make([]byte, 4); sess.Context().Err() == nil; {
			if _, err := io.ReadFull(sess, piece); err != nil {
				return
			}
			if sess.RawCommand() == "slow" {
				time.Sleep(100 * time.Millisecond)
			}
		}
	case "deaf":
		<-sess.Context().Done()
	case "stay":
		v.Drain()
		<-sess.Context().Done()
	case "sleep":
		v.Drain()
		<-sess.Context().Done()
	case "late":
		<-s.begin
		fallthrough
	default: // echoes little of much input, like a screen
		for p := make([]byte, 4<<10); ; {
			n, err := sess.Read(p)
			if _, failed := sess.Write(p[max(0, n-64):n]); err != nil || failed != nil {
				return
			}
		}
	}
}

// dialFrom connects from an address of this machine.
func (s *server) dialFrom(ip string) (net.Conn, error) {
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(ip)}, Timeout: patience}
	return d.Dial("tcp", s.addr)
}

func (s *server) raw(ip string) net.Conn {
	s.t.Helper()
	c, err := s.dialFrom(ip)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { c.Close() })
	return c
}

// client connects a visitor who stays until the test ends.
func (s *server) client(ip string, mod ...func(*gossh.ClientConfig)) (*gossh.Client, error) {
	c, err := s.visitor(ip, mod...)
	if err == nil {
		s.t.Cleanup(func() { c.Close() })
	}
	return c, err
}

func (s *server) visitor(ip string, mod ...func(*gossh.ClientConfig)) (*gossh.Client, error) {
	c, err := s.dialFrom(ip)
	if err != nil {
		return nil, err
	}
	_ = c.SetDeadline(time.Now().Add(time.Duration(many(1)) * patience))
	cfg := &gossh.ClientConfig{User: "x", HostKeyCallback: gossh.InsecureIgnoreHostKey()}
	for _, m := range mod {
		m(cfg)
	}
	cc, chans, reqs, err := gossh.NewClientConn(c, "", cfg)
	if err != nil {
		c.Close()
		return nil, err
	}
	return gossh.NewClient(cc, chans, reqs), nil
}

func (s *server) mustClient(ip string) *gossh.Client {
	s.t.Helper()
	c, err := s.client(ip)
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

// good checks that a visitor is served. That takes a few milliseconds.
func (s *server) good() {
	s.t.Helper()
	start := time.Now()
	c, err := s.visitor("127.0.0.1")
	if err != nil {
		s.t.Errorf("the good visitor is not let in: %v", err)
		return
	}
	if out, errs, status := run(s.t, c, "hi"); out != "hello" || status != 0 {
		s.t.Errorf("the good visitor: got %q, %q, status %d, want \"hello\", \"\", 0", out, errs, status)
	}
	c.Close()
	if d := time.Since(start); d > patience/2 {
		s.t.Errorf("the good visitor waits %s, want at most %s", d, patience/2)
	}
}

// during runs an attack, and checks good visitors during and after it.
func (s *server) during(attack func()) {
	s.t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		attack()
	}()
	for attacked := false; !attacked; {
		s.good()
		select {
		case <-done:
			attacked = true
		case <-time.After(20 * time.Millisecond):
		}
	}
	s.good()
}

// refused waits until at least so many refusals of a kind are counted.
func (s *server) refused(why Reason, atLeast uint64) {
	s.t.Helper()
	s.eventually(func() bool { return s.guard.Stats().Refused[why] >= atLeast }, "got %d refused as %s, want %d",
		func() []any { return []any{s.guard.Stats().Refused[why], why, atLeast} })
}

// empty waits until nobody is connected.
func (s *server) empty() {
	s.t.Helper()
	s.eventually(func() bool { st := s.guard.Stats(); return st.Connections == 0 && st.Sessions == 0 && st.Pending == 0 },
		"got %+v, want nobody connected", func() []any { return []any{s.guard.Stats()} })
}

func (s *server) eventually(ok func() bool, format string, args func() []any) {
	s.t.Helper()
	for range 3000 {
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	s.t.Errorf(format, args()...)
}

func run(t testing.TB, c *gossh.Client, command string) (out, errs string, status int) {
	t.Helper()
	sess, err := c.NewSession()
	if err != nil {
		t.Error(err)
		return "", "", -1
	}
	defer sess.Close()
	var stdout, stderr bytes.Buffer
	sess.Stdout, sess.Stderr = &stdout, &stderr
	err = sess.Run(command)
	var exit *gossh.ExitError
	switch {
	case errors.As(err, &exit):
		status = exit.ExitStatus()
	case err != nil:
		t.Error(err)
		status = -1
	}
	return stdout.String(), stderr.String(), status
}

// closed checks that the other end hangs up, and returns what it sent before.
func closed(t testing.TB, c net.Conn) string {
	t.Helper()
	_ = c.SetReadDeadline(time.Now().Add(patience / 2))
	sent, err := io.ReadAll(c)
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		t.Errorf("still connected after %s", patience/2)
	}
	return string(sent)
}

// heap returns the bytes in use on the heap.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// screen is a buffer that may be read while it is written.
type screen struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// descriptors returns the number of open files of this process, or -1 if it is unknown.
func descriptors() int {
	all, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return -1
	}
	return len(all)
}

// env and str return the payloads of requests.
func env(name, value string) []byte {
	return gossh.Marshal(struct{ Name, Value string }{name, value})
}

func str(s string) []byte { return gossh.Marshal(struct{ Value string }{s}) }
