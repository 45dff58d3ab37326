package guard

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"
)

// startWeb serves HTTP beside s, at a door of its own.
func (s *server) startWeb() (addr string) {
	s.t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	srv := &http.Server{
		ReadHeaderTimeout: time.Minute, // longer than the guard's
		ConnContext:       func(ctx context.Context, nc net.Conn) context.Context { return context.WithValue(ctx, connKey{}, nc) },
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			v := NewSession(r.Context().Value(connKey{}).(net.Conn))
			v.Begin()
			defer v.End()
			if why := v.Refusal(); why != None {
				w.WriteHeader(http.StatusTooManyRequests)
				_, _ = io.WriteString(w, why.String())
				return
			}
			_, _ = io.WriteString(w, r.RemoteAddr)
		}),
	}
	srv.SetKeepAlivesEnabled(false)
	done := make(chan error, 1)
	go func() { done <- srv.Serve(s.guard.Door().Listener(l)) }()
	s.t.Cleanup(func() {
		_ = srv.Close()
		if err := <-done; !errors.Is(err, http.ErrServerClosed) {
			s.t.Error(err)
		}
	})
	return l.Addr().String()
}

// reach connects to the web and sends some bytes.
func reach(t testing.TB, addr, ip, bytes string) net.Conn {
	t.Helper()
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(ip)}, Timeout: patience}
	c, err := d.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	_ = c.SetDeadline(time.Now().Add(patience))
	_, _ = io.WriteString(c, bytes) // it may be closed already
	return c
}

const get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

// fetch asks for the page, after a proxy's header, and returns 0 and "" if the
// connection is closed instead.
func fetch(t testing.TB, addr, ip, before string) (status int, body string) {
	t.Helper()
	r, err := http.ReadResponse(bufio.NewReader(reach(t, addr, ip, before+get)), nil)
	if err != nil {
		return 0, ""
	}
	defer r.Body.Close()
	b, _ := io.ReadAll(r.Body)
	if !r.Close {
		t.Error("the response allows another request, want Connection: close")
	}
	return r.StatusCode, string(b)
}

// The connections of a source by SSH and on the web count together.
func TestWebSharesTheLimitsOfASource(t *testing.T) {
	cfg := wide()
	cfg.MaxPerSource = 4
	s := startServer(t, cfg)
	web := s.startWeb()
	for range 3 {
		s.raw(attacker)
	}
	if status, body := fetch(t, web, attacker, ""); status != http.StatusOK {
		t.Errorf("within the limit: got %d %q, want 200", status, body)
	}
	s.eventually(func() bool { return s.guard.Stats().Connections == 3 }, "got %+v, want 3 connections", func() []any { return []any{s.guard.Stats()} })
	s.raw(attacker)
	s.eventually(func() bool { return s.guard.Stats().Connections == 4 }, "got %+v, want 4 connections", func() []any { return []any{s.guard.Stats()} })
	if status, body := fetch(t, web, attacker, ""); status != http.StatusTooManyRequests || body != "per-source" {
		t.Errorf("over the limit: got %d %q, want 429 \"per-source\"", status, body)
	}
	if status, body := fetch(t, web, "127.0.0.3", ""); status != http.StatusOK || !strings.HasPrefix(body, "127.0.0.3:") {
		t.Errorf("another source: got %d %q, want 200 and its address", status, body)
	}
	s.good()
}

// A source has a rate for the web and another for SSH. Its first refusals are answered;
// the rest are not.
func TestWebHasItsOwnRate(t *testing.T) {
	cfg := wide()
	cfg.RatePerSource, cfg.BurstPerSource = 0.001, 2
	s := startServer(t, cfg)
	web := s.startWeb()
	for range 2 {
		if status, _ := fetch(t, web, attacker, ""); status != http.StatusOK {
			t.Errorf("within the burst: got %d, want 200", status)
		}
		if out, _, status := run(t, s.mustClient(attacker), "hi"); out != "hello" || status != 0 {
			t.Errorf("by SSH: got %q, status %d, want \"hello\", 0", out, status)
		}
	}
	if _, errs, status := run(t, s.mustClient(attacker), "hi"); status != 1 || errs != "refused: rate\n" {
		t.Errorf("the third by SSH: got %q, status %d, want \"refused: rate\", 1", errs, status)
	}
	for range toldBurst - 1 {
		if status, body := fetch(t, web, attacker, ""); status != http.StatusTooManyRequests || body != "rate" {
			t.Errorf("on the web: got %d %q, want 429 \"rate\"", status, body)
		}
	}
	s.exhaust(attacker, refusedSessions)
	if b, _ := io.ReadAll(reach(t, web, attacker, "")); len(b) > 0 {
		t.Errorf("a client that sends no request reads %q, want nothing", b)
	}
	s.exhaust(attacker, refusedSessions)
	if status, _ := fetch(t, web, attacker, ""); status != 0 {
		t.Errorf("after the answered refusals: got status %d, want the connection closed", status)
	}
}

// A source that sends garbage to one door rests at both.
func TestWebSourcesRestToo(t *testing.T) {
	s := startServer(t, wide())
	web := s.startWeb()
	closed(t, reach(t, s.addr, attacker, "\x16\x03\x01"))
	s.refused(Garbage, 1)
	if status, body := fetch(t, web, attacker, ""); status != http.StatusTooManyRequests || body != "resting" {
		t.Errorf("a source that has to rest: got %d %q, want 429 \"resting\"", status, body)
	}
	// A source that sends something else than HTTP need not rest: browsers try TLS
	// first.
	_, _ = io.Copy(io.Discard, reach(t, web, "127.0.0.3", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"))
	if status, _ := fetch(t, web, "127.0.0.3", ""); status != http.StatusOK {
		t.Errorf("a browser that tried TLS first: got %d, want 200", status)
	}
}

// Web connections, from however many sources, are half of all at most, and displace
// nobody who comes by SSH.
func TestWebFlood(t *testing.T) {
	cfg := wide()
	cfg.MaxConnections, cfg.MaxPerSource, cfg.MaxPending = 60, 60, 25
	s := startServer(t, cfg)
	web := s.startWeb()
	var crowd []net.Conn
	half := s.mustClient(attacker) // by SSH, and in no session yet
	s.during(func() {
		for i := range many(300) {
			d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 1, byte(i%250+1))}}
			c, err := d.Dial("tcp", web)
			if err != nil {
				continue // refused at once
			}
			t.Cleanup(func() { c.Close() })
			crowd = append(crowd, c)
			_, _ = io.WriteString(c, "GET / HTTP/1.1\r\nX: ")
		}
	})
	if out, _, status := run(t, half, "hi"); status != 0 || out != "hello" {
		t.Errorf("the client that was connected before: got %q, status %d, want \"hello\", 0", out, status)
	}
	s.refused(Pending, 1)
	half.Close()
	for _, c := range crowd {
		c.Close()
	}
	s.empty()
}

// A client has the startup timeout for its request.
func TestWebStartup(t *testing.T) {
	cfg := wide()
	cfg.StartupTimeout = briefly
	s := startParallel(t, cfg)
	slow := reach(t, s.startWeb(), attacker, "GET / HTTP/1.1\r\nX: ")
	closed(t, slow)
	s.refused(Startup, 1)
	s.empty()
}

// At most half of all connections are to the web.
func TestWebIsHalf(t *testing.T) {
	cfg := wide()
	cfg.MaxConnections, cfg.MaxPerSource, cfg.MaxPending = 10, 10, 10
	s := startServer(t, cfg)
	web := s.startWeb()
	for i := range 5 {
		reach(t, web, fmt.Sprintf("127.0.1.%d", i+1), "")
	}
	s.eventually(func() bool { return s.guard.Stats().Connections == 5 }, "got %+v, want 5 connections", func() []any { return []any{s.guard.Stats()} })
	if status, body := fetch(t, web, attacker, ""); status != http.StatusTooManyRequests || body != "total" {
		t.Errorf("the sixth: got %d %q, want 429 \"total\"", status, body)
	}
	s.good()
}

// A proxy's header names the client on the web too; nobody else may send one.
func TestWebProxy(t *testing.T) {
	cfg := wide()
	cfg.ProxyFrom = []netip.Prefix{netip.MustParsePrefix("127.0.0.9/32")}
	cfg.RatePerSource, cfg.BurstPerSource = 0.001, 2
	s := startServer(t, cfg)
	web := s.startWeb()
	header := func(client string) string { return "PROXY TCP4 " + client + " 192.0.2.1 1234 80\r\n" }
	for i := range 8 {
		client := fmt.Sprintf("198.51.100.%d", i)
		if status, body := fetch(t, web, "127.0.0.9", header(client)); status != http.StatusOK || body != client+":1234" {
			t.Errorf("from a proxy: got %d %q, want 200 and the client's address", status, body)
		}
	}
	fetch(t, web, "127.0.0.9", header("198.51.100.1"))
	if status, body := fetch(t, web, "127.0.0.9", header("198.51.100.1")); status != http.StatusTooManyRequests || body != "rate" {
		t.Errorf("the third time: got %d %q, want 429 \"rate\"", status, body)
	}
	for name, before := range map[string]string{"none": "", "half": "PROXY TCP4 ", "bad": "PROXY TCP4 x y z\r\n"} {
		if status, body := fetch(t, web, "127.0.0.9", before); status != 0 {
			t.Errorf("header %s: got %d %q, want the connection closed", name, status, body)
		}
	}
	s.refused(Proxy, 3)
	if status, body := fetch(t, web, "127.0.0.3", header("198.51.100.7")); status != http.StatusBadRequest {
		t.Errorf("a header that is not from a proxy: got %d %q, want 400", status, body)
	}
}
