package server

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/data/watch"
	"wenkaiyue.com/cv/server/editions"
	"wenkaiyue.com/cv/server/guard"
	"wenkaiyue.com/cv/server/hostkey"
)

// patience is how long a test waits for what must happen: far longer than on any machine.
const patience = time.Minute

// buffer is a bytes.Buffer that a test may read while a server writes.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// contains waits for s to be written.
func (b *buffer) contains(s string) bool {
	for end := time.Now().Add(patience); time.Now().Before(end); {
		if strings.Contains(b.String(), s) {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}

func testConfig(t testing.TB) Config {
	t.Helper()
	cv, err := data.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	limits := guard.Defaults()
	limits.MaxConnections, limits.MaxPending, limits.MaxPerSource = 1000, 1000, 1000
	limits.RatePerSource, limits.BurstPerSource, limits.IdleTimeout = 1000, 1000, time.Minute
	limits.InputPerSource, limits.WorkPerSource = 10<<20, 10000
	cfg := Config{Listen: []string{"127.0.0.1:0"}, First: watch.Version{CV: cv}, StateDir: t.TempDir(), Limits: limits}
	if _, err := Identities(cfg); err != nil { // makes the key, which the log then does not announce as new
		t.Fatal(err)
	}
	return cfg
}

// address matches the address of a visitor, but not a network.
var address = regexp.MustCompile(`127\.\d+\.\d+\.\d+(:\d+|[^/\d:])|\[::1\]`)

// ours matches log lines with an address of the server.
var ours = regexp.MustCompile(`"msg":"(listening|web door|metrics)"`)

// namelessLog returns a log that must not have an address of a visitor at the end of the
// test.
func namelessLog(t testing.TB) *slog.Logger {
	var log buffer
	t.Cleanup(func() {
		for line := range strings.Lines(log.String()) {
			if ours.MatchString(line) {
				continue
			}
			if address.MatchString(line) {
				t.Errorf("the log has an address: %s", line)
			}
		}
	})
	return slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// startServer runs a server until the test ends. stop ends it before, and returns the
// result of Run.
func startServer(t testing.TB, cfg Config) (s *Server, stop func() error) {
	t.Helper()
	if cfg.Log == nil {
		cfg.Log = namelessLog(t)
	}
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	stop = sync.OnceValue(func() error {
		cancel()
		select {
		case err := <-done:
			return err
		case <-time.After(shutdownTimeout + patience):
			return errors.New("the server does not end")
		}
	})
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	return s, stop
}

// pauses measures for how long the machine lets this process wait, until the returned
// function is called.
func pauses() (end func() time.Duration) {
	const tick = 10 * time.Millisecond
	stopped, paused := make(chan struct{}), make(chan time.Duration)
	go func() {
		var all time.Duration
		for last := time.Now(); ; last = time.Now() {
			select {
			case <-stopped:
				paused <- all
				return
			case <-time.After(tick):
			}
			if late := time.Since(last) - tick; late > tick/2 {
				all += late
			}
		}
	}()
	return func() time.Duration { close(stopped); return <-paused }
}

// stopsIn checks that a server stops in time, apart from the pauses of the machine. It
// reports whether these were short.
func stopsIn(t *testing.T, stop func() error, most time.Duration) (calm bool) {
	t.Helper()
	paused, begun := pauses(), time.Now()
	if err := stop(); err != nil {
		t.Error(err)
	}
	took, lost := time.Since(begun), paused()
	// What is done by several goroutines in turn may lose as much for each.
	if took-5*lost > most || took > patience {
		t.Errorf("shutdown takes %s, with pauses of %s, want at most %s", took, lost, most)
	}
	if calm = lost < most/10; !calm {
		t.Logf("the machine paused for %s", lost)
	}
	return calm
}

func dial(t testing.TB, s *Server, cfg gossh.ClientConfig) *gossh.Client {
	t.Helper()
	cfg.HostKeyCallback = gossh.FixedHostKey(s.key.PublicKey())
	cfg.Timeout = patience
	c, err := gossh.Dial("tcp", s.Addr().String(), &cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// command runs a command and returns its output and status.
func command(t testing.TB, c *gossh.Client, line string) (stdout, stderr string, status int) {
	t.Helper()
	session, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	var out, errs bytes.Buffer
	session.Stdout, session.Stderr = &out, &errs
	err = session.Run(line)
	var exit *gossh.ExitError
	if errors.As(err, &exit) {
		status = exit.ExitStatus()
	} else if err != nil {
		t.Fatal(err)
	}
	return out.String(), errs.String(), status
}

// The first visitors over the rate are told so; the rest are refused without a message.
func TestRateLimit(t *testing.T) {
	cfg := testConfig(t)
	cfg.Limits.RatePerSource, cfg.Limits.BurstPerSource = 0.001, 2
	s, _ := startServer(t, cfg)
	for range 2 {
		if _, _, status := command(t, dial(t, s, gossh.ClientConfig{}), "help"); status != 0 {
			t.Fatalf("within the burst: got status %d, want 0", status)
		}
	}
	begun, told := time.Now(), 0
	for ; told < 16; told++ {
		_, stderr, status := command(t, dial(t, s, gossh.ClientConfig{}), "help")
		if status != exitFailed || stderr != "cv: too many visits from your network; please try again in a minute\n" {
			t.Errorf("beyond the burst: got status %d, stderr %q", status, stderr)
		}
	}
	for ; ; told++ {
		c, err := gossh.Dial("tcp", s.Addr().String(), &gossh.ClientConfig{HostKeyCallback: gossh.InsecureIgnoreHostKey()})
		if err != nil {
			break
		}
		command(t, c, "help")
		c.Close()
		if most := 16 + int(time.Since(begun)/(5*time.Second)); told >= most { // one more every five seconds
			t.Fatal("a connection beyond the told refusals is answered")
		}
	}
}

func TestLogKeepsNoSecrets(t *testing.T) {
	var log buffer
	cfg := testConfig(t)
	cfg.Log = slog.New(slog.NewJSONHandler(&log, nil))
	s, _ := startServer(t, cfg)
	c := dial(t, s, gossh.ClientConfig{User: "topsecretuser", ClientVersion: "SSH-2.0-evil", Auth: []gossh.AuthMethod{gossh.Password("topsecretword")}})
	command(t, c, "no\x1b[31msuch\ncommand"+strings.Repeat("x", 200))
	if !log.contains(`"msg":"visit"`) {
		t.Fatalf("the visit is not logged: %s", log.String())
	}
	text := log.String()
	for _, bad := range []string{"topsecret", "\x1b", `\u001b`, strings.Repeat("x", maxLogged+1), "127.0.0.1/32"} {
		if strings.Contains(text, bad) {
			t.Errorf("the log has %q: %s", bad, text)
		}
	}
	for _, good := range []string{`"from":"127.0.0.0/24"`, `"client":"evil"`, `"command":"no?[31msuch?command`} {
		if !strings.Contains(text, good) {
			t.Errorf("the log lacks %s: %s", good, text)
		}
	}
}

func TestForwardingIsRefused(t *testing.T) {
	s, _ := startServer(t, testConfig(t))
	c := dial(t, s, gossh.ClientConfig{})
	if _, err := c.Dial("tcp", "127.0.0.1:1"); err == nil {
		t.Error("a direct-tcpip channel is opened")
	}
	if _, err := c.Listen("tcp", "127.0.0.1:0"); err == nil {
		t.Error("tcpip-forward is granted")
	}
}

func TestHostKeyIsKept(t *testing.T) {
	cfg := testConfig(t)
	a, _, err := cfg.hostKey(false)
	if err != nil {
		t.Fatal(err)
	}
	b, _, err := cfg.hostKey(false)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.PublicKey().Marshal(), b.PublicKey().Marshal()) {
		t.Error("the second start has another key")
	}
	path := filepath.Join(cfg.StateDir, hostKeyName)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); mode != 0o600 {
		t.Errorf("got mode %v, want 0600", mode)
	}
	before, _ := os.ReadFile(path)
	if err := hostkey.Make(path); err != nil {
		t.Error(err)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("an existing key is replaced")
	}
	if left, _ := filepath.Glob(filepath.Join(cfg.StateDir, ".host_key-*")); len(left) > 0 {
		t.Errorf("got temporary files %v, want none", left)
	}
}

func TestParseHost(t *testing.T) {
	for in, want := range map[string]string{
		"cv.example.org": "ssh cv.example.org", "cv.example.org:22": "ssh cv.example.org",
		"cv.example.org:2222": "ssh -p 2222 cv.example.org", "[2001:db8::1]:2222": "ssh -p 2222 2001:db8::1",
		"2001:db8::1": "ssh 2001:db8::1", "192.0.2.1": "ssh 192.0.2.1",
	} {
		h, err := parseHost(in)
		if err != nil || h.ssh("", "") != want {
			t.Errorf("%q: got %q, %v; want %q", in, h.ssh("", ""), err, want)
		}
	}
	for in, want := range map[string]string{
		"cv.example.org": "scp cv.example.org:cv.pdf .", "cv.example.org:2222": "scp -P 2222 cv.example.org:cv.pdf .",
		"[2001:db8::1]:2222": "scp -P 2222 [2001:db8::1]:cv.pdf .", "192.0.2.1": "scp 192.0.2.1:cv.pdf .",
	} {
		if h, _ := parseHost(in); h.scp("cv.pdf") != want {
			t.Errorf("%q: got %q, want %q", in, h.scp("cv.pdf"), want)
		}
	}
	if h := (host{user: "acme", name: "::1"}); h.scp("cv.pdf") != "scp acme@[::1]:cv.pdf ." {
		t.Errorf("got %q, want brackets and the user", h.scp("cv.pdf"))
	}
	for _, in := range []string{"", "a b", "$(id)", "-oProxyCommand=x", "a:99999", "a;b", "a:x", "../x"} {
		if h, err := parseHost(in); err == nil {
			t.Errorf("%q: got %+v, want an error", in, h)
		}
	}
}

func TestNetwork(t *testing.T) {
	for in, want := range map[string]string{
		"192.0.2.77:1":               "192.0.2.0/24",
		"[2001:db8:1:2:3:4:5:6]:1":   "2001:db8:1::/48",
		"[::ffff:192.0.2.77]:1":      "192.0.2.0/24",
		"[fe80::1%1]:1":              "fe80::/48",
		"[2001:db8:1:2:ffff::1]:222": "2001:db8:1::/48",
	} {
		a, err := net.ResolveTCPAddr("tcp", in)
		if err != nil {
			t.Fatal(err)
		}
		if got := new(Server).source(a); got != want {
			t.Errorf("%s: got %v, want %v", in, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	set := editions.NewSet(map[string]*editions.Edition{"": editions.New(testConfig(t).First.CV, nil)})
	e := &visit{editions: set, edition: set.First}
	for in, want := range map[string]string{"tetx": "text", "award5": "awards", "hlep": "help", "xyzzy": "", "": "", "Skils": "skills", "pfd": "pdf", "exit": "", "ls": "", "cat": "", "bash": "", "vi": "", "top": "", "pwd": ""} {
		if got := problem.Nearest(in, e.names()); got != want {
			t.Errorf("nearest(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSectionByPrefix(t *testing.T) {
	e := editions.New(testConfig(t).First.CV, nil)
	for in, want := range map[string]string{"pub": "publications", "AWARDS": "awards", "e": "education", "": "", "x": "", "research": "research"} {
		got := ""
		if s := e.Section(in); s != nil {
			got = s.Name
		}
		if got != want {
			t.Errorf("section(%q) = %q, want %q", in, got, want)
		}
	}
}
