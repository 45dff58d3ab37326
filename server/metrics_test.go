package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pkg/sftp"
	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	"go.uber.org/goleak"
	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/server/metrics"
)

// metricsAddress returns the address of the metrics: their door is the last one.
func metricsAddress(s *Server) string { return s.doors[len(s.doors)-1].listener.Addr().String() }

// look gets a path from the metrics' address.
func look(t testing.TB, s *Server, path string) (status int, body string) {
	t.Helper()
	answer, body := get(t, http.MethodGet, "http://"+metricsAddress(s)+path)
	return answer.StatusCode, body
}

// samples are the values of a scrape, by name and labels as written.
type samples map[string]float64

func scrape(t testing.TB, s *Server) samples {
	t.Helper()
	status, body := look(t, s, "/metrics")
	if status != http.StatusOK {
		t.Fatalf("got status %d, want 200: %s", status, body)
	}
	out := samples{}
	for line := range strings.Lines(body) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		i := strings.LastIndexByte(line, ' ')
		n, err := strconv.ParseFloat(strings.TrimSpace(line[i:]), 64)
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		out[line[:i]] = n
	}
	return out
}

// since returns the changes of this server's values, without those of Go. Of histograms it
// has only the counts, and no sums of seconds.
func (n samples) since(before samples) map[string]float64 {
	out := map[string]float64{}
	for name, v := range n {
		counts := strings.HasPrefix(name, "cv_") && !strings.Contains(name, "_seconds_total") && !strings.Contains(name, "_bucket{") && !strings.HasSuffix(name, "_sum")
		if counts && v != before[name] {
			out[name] = v - before[name]
		}
	}
	return out
}

// becomes waits until the changes from before are as wanted: a visit is counted after its
// visitor has seen its end.
func becomes(t *testing.T, s *Server, before samples, want map[string]float64) {
	t.Helper()
	var got map[string]float64
	for range 6000 {
		if got = scrape(t, s).since(before); fmt.Sprint(got) == fmt.Sprint(want) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("got changes\n%v, want\n%v", got, want)
}

func watched(t testing.TB) Config {
	cfg := testConfig(t)
	cfg.Metrics = "127.0.0.1:0"
	cfg.Version, cfg.Revision = "v1.2.3", "abc"
	return cfg
}

// Each visit is counted once, by its kind.
func TestMetrics(t *testing.T) {
	before := goleak.IgnoreCurrent()
	cfg := watched(t)
	cfg.HTTP = "127.0.0.1:0"
	s, stop := startServer(t, cfg)
	start := scrape(t, s)
	for name, want := range map[string]float64{
		`cv_visits_total{ended="left",kind="interactive"}`: 0, `cv_exports_total{format="pdf"}`: 0, `cv_section_visits_total{section="awards"}`: 0,
		`cv_refusals_total{reason="rate"}`: 0, `cv_handshake_failures_total{kind="garbage"}`: 0, `cv_sessions_active`: 0, `cv_connections_open`: 0,
	} {
		if got, ok := start[name]; !ok || got != want {
			t.Errorf("at the start %s: got %v, %v, want %v", name, got, ok, want)
		}
	}

	// The interactive CV.
	v := enter(t, s, gossh.ClientConfig{})
	v.types("3")
	v.sees("Transferability")
	v.types("c")
	v.sees("Press a number to send")
	during := scrape(t, s).since(start)
	for name, want := range map[string]float64{"cv_sessions_active": 1, "cv_connections_open": 1, "cv_connections_admitted_total": 1, "cv_first_frame_seconds_count": 1} {
		if during[name] != want {
			t.Errorf("during a visit %s: got %v, want %v", name, during[name], want)
		}
	}
	v.types("q")
	_ = v.session.Wait()
	v.client.Close()
	visit := map[string]float64{
		"cv_connections_admitted_total": 1, "cv_sources_remembered": 1, "cv_first_frame_seconds_count": 1, "cv_key_frame_seconds_count": 2,
		`cv_visits_total{ended="left",kind="interactive"}`: 1,
		`cv_section_visits_total{section="education"}`:     1,
		`cv_section_visits_total{section="publications"}`:  1,
		`cv_section_visits_total{section="contact"}`:       1,
	}
	becomes(t, s, start, visit)
	last := scrape(t, s)
	for _, name := range []string{"cv_first_frame_seconds_sum", "cv_key_frame_seconds_sum", `cv_section_reading_seconds_total{section="education"}`} {
		if d := last[name]; d <= 0 || d > 10*patience.Seconds() {
			t.Errorf("%s: got %v, want more than 0", name, d)
		}
	}

	// Commands and files, on one connection.
	c := dial(t, s, gossh.ClientConfig{User: "somebody", ClientVersion: "SSH-2.0-something"})
	for _, line := range []string{"pdf", "awards", "nonsense"} {
		command(t, c, line)
	}
	files, err := sftp.NewClient(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"cv.pdf", "cv.vcf"} {
		f, err := files.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, f)
		_ = f.Close()
	}
	_ = files.Close()
	becomes(t, s, last, map[string]float64{
		"cv_connections_admitted_total": 1, "cv_connections_open": 1,
		`cv_visits_total{ended="done",kind="command"}`: 3, `cv_visits_total{ended="done",kind="files"}`: 1,
		`cv_exports_total{format="pdf"}`: 2, `cv_exports_total{format="vcard"}`: 1, `cv_section_visits_total{section="awards"}`: 1,
	})
	last = scrape(t, s)
	oldCopy(t, c)
	becomes(t, s, last, map[string]float64{`cv_visits_total{ended="done",kind="files"}`: 1, `cv_exports_total{format="bibtex"}`: 1})

	last = scrape(t, s)
	get(t, http.MethodGet, "http://"+s.doors[1].listener.Addr().String()+"/cv.json")
	becomes(t, s, last, map[string]float64{"cv_connections_admitted_total": 1, `cv_visits_total{ended="done",kind="web"}`: 1, `cv_exports_total{format="json"}`: 1})

	// A refusal is no visit.
	last = scrape(t, s)
	command(t, c, strings.Repeat("x", 1000))
	if _, err := c.Dial("tcp", "127.0.0.1:1"); err == nil {
		t.Error("a connection is forwarded")
	}
	c.Close()
	becomes(t, s, last, map[string]float64{"cv_connections_open": -1, `cv_refusals_total{reason="command"}`: 1, `cv_refusals_total{reason="channels"}`: 1})

	last = scrape(t, s)
	for range 2 { // the source rests after the first
		nc, err := net.Dial("tcp", s.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(nc, "GET / HTTP/1.0\r\n\r\n")
		_, _ = io.Copy(io.Discard, nc)
		nc.Close()
	}
	becomes(t, s, last, map[string]float64{
		"cv_connections_admitted_total": 2, `cv_handshake_failures_total{kind="garbage"}`: 2,
		`cv_refusals_total{reason="garbage"}`: 2, `cv_refusals_total{reason="resting"}`: 1,
	})
	_, body := look(t, s, "/metrics")
	accepted(t, body)
	if strings.Contains(body, "some") || !strings.Contains(body, `revision="abc",version="v1.2.3"} 1`) {
		t.Errorf("got metrics with client strings or without the build:\n%s", body)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if err := goleak.Find(before); err != nil {
		t.Error(err)
	}
}

// oldCopy copies a file as scp -O does.
func oldCopy(t *testing.T, c *gossh.Client) {
	t.Helper()
	session, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	session.Stdin = strings.NewReader("\x00\x00\x00\x00") // ready, and yes to all
	if out, err := session.Output("scp -f cv.bib"); err != nil || !bytes.Contains(out, []byte("@")) {
		t.Errorf("got %q, %v, want cv.bib", out, err)
	}
}

// accepted checks metrics by the rules of Prometheus, also with promtool if that is installed.
func accepted(t *testing.T, body string) {
	t.Helper()
	problems, err := promlint.New(strings.NewReader(body)).Lint()
	if err != nil || len(problems) > 0 {
		t.Errorf("got lint problems %v, %v", problems, err)
	}
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Log("promtool is not installed")
		return
	}
	check := exec.CommandContext(t.Context(), promtool, "check", "metrics")
	check.Stdin = strings.NewReader(body)
	if out, err := check.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("promtool: %v: %s", err, out)
	}
}

// The server is not ready while it waits for its visitors to leave, and serves metrics to
// the end.
func TestNotReadyWhileDraining(t *testing.T) {
	s, stop := startServer(t, watched(t))
	if status, body := look(t, s, "/readyz"); status != http.StatusOK || body != "ok\n" {
		t.Errorf("readyz: got %d %q, want 200 \"ok\"", status, body)
	}
	c := dial(t, s, gossh.ClientConfig{})
	files, err := sftp.NewClient(c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := files.Open("/cv.pdf"); err != nil { // a copy that takes its time
		t.Fatal(err)
	}
	paused := pauses()
	ended := make(chan error, 1)
	go func() { ended <- stop() }()
	status, body := 0, ""
	for range 6000 {
		if status, body = look(t, s, "/readyz"); status != http.StatusOK {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if lost := paused(); lost > shutdownTimeout/2 {
		t.Skipf("the machine paused for %s", lost)
	}
	if status != http.StatusServiceUnavailable || body != "draining\n" {
		t.Errorf("readyz: got %d %q, want 503 \"draining\"", status, body)
	}
	if status, body := look(t, s, "/healthz"); status != http.StatusOK || body != "ok\n" {
		t.Errorf("healthz: got %d %q, want 200 \"ok\"", status, body)
	}
	if n := scrape(t, s); n["cv_sessions_active"] != 1 {
		t.Errorf("got %v sessions, want 1", n["cv_sessions_active"])
	}
	_ = files.Close()
	c.Close()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if nc, err := net.Dial("tcp", metricsAddress(s)); err == nil {
		nc.Close()
		t.Error("the metrics outlive the server")
	}
}

func TestMetricsAddress(t *testing.T) {
	cfg := watched(t)
	for _, wrong := range []string{"9090", "localhost:http9", "127.0.0.1:99999"} {
		cfg.Metrics = wrong
		var wrong *ConfigError
		if _, err := New(cfg); !errors.As(err, &wrong) || wrong.Field != "Metrics" {
			t.Errorf("%s: got %v, want a ConfigError of Metrics", cfg.Metrics, err)
		}
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	cfg.Metrics = taken.Addr().String()
	var wrong *ConfigError
	if _, err := New(cfg); !errors.As(err, &wrong) || wrong.Field != "Metrics" {
		t.Errorf("an address in use: got %v, want a ConfigError of Metrics", err)
	}

	const warning = "anybody who reaches it can read the numbers"
	for address, warns := range map[string]bool{"127.0.0.1:0": false, "localhost:0": false, ":0": true, "0.0.0.0:0": true} {
		var log buffer
		cfg.Log = slog.New(slog.NewJSONHandler(&log, nil))
		cfg.Metrics = address
		s, err := New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := s.Run(ctx); err != nil {
			t.Error(err)
		}
		if strings.Contains(log.String(), warning) != warns {
			t.Errorf("%s: got log %s, want a warning: %v", address, log.String(), warns)
		}
	}
}

// Whoever hangs up in the middle of a scrape leaves no address in the log; see namelessLog.
func TestScraperHangsUp(t *testing.T) {
	s, stop := startServer(t, watched(t))
	for range 50 {
		c, err := net.Dial("tcp", metricsAddress(s))
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(c, "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
		_ = c.(*net.TCPConn).SetLinger(0)
		c.Close()
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// Without --metrics nothing listens for scrapes.
func TestNoMetrics(t *testing.T) {
	s, _ := startServer(t, testConfig(t))
	if len(s.doors) != 1 {
		t.Errorf("got %d doors, want 1", len(s.doors))
	}
	goodVisitor(t, s)
}

// With MaxConnections silent connections to the metrics open, the next one waits until one
// closes.
func TestMetricsConnectionsAreBounded(t *testing.T) {
	s, _ := startServer(t, watched(t))
	var idle []net.Conn
	for range metrics.MaxConnections {
		c, err := net.Dial("tcp", metricsAddress(s))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		idle = append(idle, c)
	}
	answered := make(chan int, 1)
	var asking sync.WaitGroup
	asking.Go(func() {
		status, _ := look(t, s, "/healthz")
		answered <- status
	})
	defer asking.Wait()
	select {
	case status := <-answered:
		t.Errorf("got status %d beside %d connections, want it to wait", status, metrics.MaxConnections)
	case <-time.After(100 * time.Millisecond):
	}
	idle[0].Close()
	if status := <-answered; status != 200 {
		t.Errorf("got status %d, want 200", status)
	}
}
