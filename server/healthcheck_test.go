package server

import (
	"context"
	"io"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/server/visits"
)

func health(t *testing.T, cfg Config, within time.Duration) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	return Healthcheck(ctx, cfg)
}

func TestHealthcheck(t *testing.T) {
	var log buffer
	cfg := testConfig(t)
	cfg.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s, _ := startServer(t, cfg)
	ask := Config{Listen: []string{s.Addr().String()}, StateDir: cfg.StateDir}
	line, err := health(t, ask, patience)
	if err != nil || !strings.HasPrefix(line, s.Addr().String()+" is healthy: "+s.Fingerprint()+" answered in ") {
		t.Fatalf("got %q, %v", line, err)
	}
	if !log.contains("level=DEBUG msg=visit from=127.0.0.0/24 client=cv-healthcheck command=help") {
		t.Errorf("got no debug line of the visit in\n%s", log.String())
	}
	if n := s.visits.Load(); n != 0 {
		t.Errorf("got %d visits, want 0", n)
	}
	if attrs := since(s.tally(), visits.Traffic{}); attrs != nil {
		t.Errorf("got traffic %v of a health check, want none", attrs)
	}

	// A check without an address fails.
	if line, err := health(t, Config{StateDir: cfg.StateDir}, patience); err == nil || !strings.Contains(err.Error(), "there is no address; write HOST:PORT") {
		t.Errorf("no address: got %q, %v", line, err)
	}

	// Without a key in the state directory, the check accepts any; with one, only that.
	ask.StateDir = t.TempDir()
	if _, err := health(t, ask, patience); err != nil {
		t.Error(err)
	}
	other := Config{StateDir: ask.StateDir}
	if _, err := Identities(other); err != nil {
		t.Fatal(err)
	}
	if _, err := health(t, ask, patience); err == nil || !strings.Contains(err.Error(), "is not healthy: ") || !strings.Contains(err.Error(), "it presents "+s.Fingerprint()) {
		t.Errorf("another host key: got %v, want it rejected", err)
	}
}

// A client elsewhere that uses the name of the health check is a visitor like any other.
func TestHealthcheckOfStranger(t *testing.T) {
	var log buffer
	cfg := testConfig(t)
	cfg.Log = slog.New(slog.NewTextHandler(&log, nil))
	cfg.ProxyFrom = []string{"127.0.0.1"}
	s, _ := startServer(t, cfg)
	conn, err := net.Dial("tcp", s.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, port, _ := net.SplitHostPort(s.Addr().String())
	if _, err := conn.Write([]byte("PROXY TCP4 192.0.2.7 192.0.2.1 40000 " + port + "\r\n")); err != nil {
		t.Fatal(err)
	}
	c, chans, reqs, err := gossh.NewClientConn(conn, "stranger", &gossh.ClientConfig{
		ClientVersion: "SSH-2.0-" + healthcheck, HostKeyCallback: gossh.FixedHostKey(s.key.PublicKey()), Timeout: 10 * time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	client := gossh.NewClient(c, chans, reqs)
	defer client.Close()
	if _, _, status := command(t, client, "help"); status != 0 {
		t.Fatalf("got status %d, want 0", status)
	}
	if !log.contains("level=INFO msg=visit from=192.0.2.0/24 client=cv-healthcheck") || s.checks.Load() != 0 {
		t.Errorf("got %d checks, want 0 and a visit in the log\n%s", s.checks.Load(), log.String())
	}

	// The check of this machine itself has no proxy before it, and its header says so.
	if _, err := health(t, Config{Listen: []string{s.Addr().String()}, StateDir: cfg.StateDir, ProxyFrom: cfg.ProxyFrom}, patience); err != nil {
		t.Error(err)
	}
}

func TestHealthcheckFails(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	full := testConfig(t)
	full.Limits.BurstPerSource, full.Limits.RatePerSource = 1, 0.0001 // the next visit is one too many
	s, _ := startServer(t, full)
	if _, err := health(t, Config{Listen: []string{s.Addr().String()}, StateDir: full.StateDir}, patience); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		listen, want string
	}{
		"nobody listens": {"127.0.0.1:1", "127.0.0.1:1 is not healthy: connect: connection refused"},
		"silence":        {silent.Addr().String(), " is not healthy: no answer in time: the check still waits for the server's first line"},
		"refused":        {s.Addr().String(), `is not healthy: it says "cv: too many visits from your network`},
		"any port":       {":0", "Listen: port 0 stands for any"},
		"no address":     {"22", `Listen: "22" is not an address`},
	} {
		within := patience
		if name == "silence" {
			within = 100 * time.Millisecond
		}
		for ; ; within *= 4 { // a busy machine connects later
			_, err := health(t, Config{Listen: []string{test.listen}, StateDir: t.TempDir()}, within)
			if err != nil && strings.Contains(err.Error(), test.want) {
				break
			}
			if within >= patience/2 {
				t.Errorf("%s: got %v, want %s", name, err, test.want)
				break
			}
		}
	}
}

// At every limit the check says why, even when the guard refuses without a session.
func TestHealthcheckAtLimits(t *testing.T) {
	for name, test := range map[string]struct {
		limit      func(*Config)
		fill, want string
	}{
		"full":    {func(c *Config) { c.Limits.MaxConnections, c.Limits.MaxPending, c.Limits.MaxPerSource = 1, 1, 1 }, "127.0.0.2", "it is full: all the connections that it takes are open"},
		"source":  {func(c *Config) { c.Limits.MaxPerSource = 1 }, "127.0.0.1", "it refuses this machine, which has all the connections that one source may have"},
		"rate":    {func(c *Config) { c.Limits.BurstPerSource, c.Limits.RatePerSource = 1, 1e-6 }, "127.0.0.1", "it refuses this machine, which connects more often than one source may"},
		"resting": {func(*Config) {}, "127.0.0.1", "it refuses this machine for some minutes, because what it sent was not SSH"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := testConfig(t)
			test.limit(&cfg)
			s, _ := startServer(t, cfg)
			d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(test.fill)}}
			raw, err := d.Dial("tcp", s.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer raw.Close()
			if name == "resting" {
				_, _ = raw.Write([]byte("GET / HTTP/1.1\r\n"))
				_, _ = io.Copy(io.Discard, raw)
			} else {
				c, chans, reqs, err := gossh.NewClientConn(raw, "", &gossh.ClientConfig{HostKeyCallback: gossh.InsecureIgnoreHostKey()})
				if err != nil {
					t.Fatal(err)
				}
				client := gossh.NewClient(c, chans, reqs)
				command(t, client, "help") // cannot be displaced afterwards
			}
			said := map[string]int{}
			for range 40 {
				_, err := health(t, Config{Listen: []string{s.Addr().String()}, StateDir: cfg.StateDir}, patience)
				if err == nil {
					t.Fatal("the server is healthy, want it at its limit")
				}
				for wait := 0; s.guard.Stats().Connections > 1 && wait < 60000; wait++ {
					time.Sleep(time.Millisecond) // until the check's own connection is gone
				}
				why := strings.TrimPrefix(err.Error(), s.Addr().String()+" is not healthy: ")
				if said[why]++; !strings.HasPrefix(why, `it says "cv: `) && !strings.HasPrefix(why, "it refuses this machine") && why != test.want {
					t.Errorf("got reason %q, want %q", why, test.want)
				}
			}
			if said[test.want] == 0 {
				t.Errorf("got reasons %v, want %q among them", said, test.want)
			}
		})
	}
}

func TestLocalAddress(t *testing.T) {
	for listen, want := range map[string]string{
		":2222": "127.0.0.1:2222", "0.0.0.0:22": "127.0.0.1:22", "[::]:22": "[::1]:22",
		"192.0.2.1:22": "192.0.2.1:22", "localhost:22": "localhost:22",
	} {
		if got, err := localAddress(listen); got != want || err != nil {
			t.Errorf("%s: got %s, %v; want %s", listen, got, err, want)
		}
	}
}

// The check of a load balancer, which connects and hangs up, is not in the log.
func TestBalancersMakeNoTraffic(t *testing.T) {
	var log buffer
	cfg := testConfig(t)
	cfg.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s, stop := startServer(t, cfg)
	for i := range uint64(3) {
		c, err := net.Dial("tcp", s.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_ = c.Close()
		(&edited{Server: s, t: t}).waits("a check is not noticed", func() bool { return s.guard.Stats().Silent > i })
	}
	before := log.String()
	if attrs := since(s.tally(), visits.Traffic{}); attrs != nil {
		t.Errorf("got traffic %v of checks, want none", attrs)
	}
	stop()
	if after := strings.TrimPrefix(log.String(), before); strings.Count(after, "\n") != 1 || !strings.Contains(after, "msg=stopping") {
		t.Errorf("got log %s, want one line that the server stops", after)
	}
}
