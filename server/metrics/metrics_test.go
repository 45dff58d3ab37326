package metrics

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math"
	"math/rand/v2"
	"net"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"go.uber.org/goleak"
)

func newMetrics() *Metrics {
	return New(Config{
		Version: "v1", Revision: "abc", Kinds: []string{"command"}, Ends: []string{"done"}, Formats: []string{"pdf"}, Sections: []string{"awards"},
		State: func() State {
			return State{Connections: 3, Pending: 1, Sessions: 2, Sources: 4, Admitted: 5, Refused: map[string]uint64{"rate": 6}, Failed: map[string]uint64{"closed": 7}, Reloads: map[string]uint64{"ok": 8}}
		},
	})
}

// gather reads what is written as Prometheus does.
func gather(t *testing.T, m *Metrics) map[string]*dto.MetricFamily {
	t.Helper()
	var p page
	m.write(&p)
	parser := expfmt.NewTextParser(model.LegacyValidation)
	all, err := parser.TextToMetricFamilies(&p)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// values are the counters and gauges that are the server's own.
func values(t *testing.T, m *Metrics) map[string]float64 {
	t.Helper()
	out := map[string]float64{}
	for name, f := range gather(t, m) {
		for _, v := range f.GetMetric() {
			if strings.HasPrefix(name, "cv_") && name != "cv_build_info" {
				out[name+labels(v)] = v.GetCounter().GetValue() + v.GetGauge().GetValue() + float64(v.GetHistogram().GetSampleCount())
			}
		}
	}
	return out
}

// labels are the values of the labels, in the order of their names.
func labels(m *dto.Metric) (s string) {
	all := slices.SortedFunc(slices.Values(m.GetLabel()), func(a, b *dto.LabelPair) int { return strings.Compare(a.GetName(), b.GetName()) })
	for _, l := range all {
		s += " " + l.GetValue()
	}
	return s
}

func TestLabelsAreBounded(t *testing.T) {
	m := newMetrics()
	if got := values(t, m); got["cv_visits_total done command"] != 0 || got["cv_sessions_active"] != 2 || got["cv_connections_admitted_total"] != 5 ||
		got["cv_refusals_total rate"] != 6 || got["cv_handshake_failures_total closed"] != 7 || got["cv_connections_pending"] != 1 || got["cv_sources_remembered"] != 4 || got["cv_reloads_total ok"] != 8 {
		t.Errorf("%v", got)
	}
	before := len(values(t, m))
	for i := range 1000 {
		hostile := fmt.Sprintf("\x1b[31m\xff\n\"} evil%d", i)
		m.Visit(hostile, hostile)
		m.Export(hostile)
		m.Read(hostile, time.Second)
	}
	m.Read(strings.Repeat("界", 1000), -time.Second)
	m.Visit("command", "done")
	m.Export("pdf")
	m.Read("awards", 2*time.Second)
	m.FirstFrame(time.Millisecond)
	m.KeyFrame(time.Millisecond)
	got := values(t, m)
	for name, want := range map[string]float64{
		"cv_visits_total other other": 1000, "cv_visits_total done command": 1, "cv_exports_total other": 1000, "cv_exports_total pdf": 1,
		"cv_section_visits_total awards": 1, "cv_section_reading_seconds_total awards": 2,
		"cv_section_visits_total other": 1001 - (MaxSections - 1), "cv_first_frame_seconds": 1, "cv_key_frame_seconds": 1,
	} {
		if got[name] != want {
			t.Errorf("%s is %v, want %v", name, got[name], want)
		}
	}
	// A visit, an export, and twice all sections but the first with "other".
	if grown := len(got) - before; grown != 2+2*MaxSections {
		t.Errorf("%d series more", grown)
	}
}

// Nobody has to ask whether there are metrics.
func TestNil(*testing.T) {
	var m *Metrics
	m.Visit("command", "done")
	m.Export("pdf")
	m.Read("awards", time.Second)
	m.FirstFrame(time.Second)
	m.KeyFrame(time.Second)
	var s *Server
	s.Drain()
}

// A key costs no memory.
func TestKeyFrameAllocatesNothing(t *testing.T) {
	m := newMetrics()
	if n := testing.AllocsPerRun(100, func() { m.KeyFrame(time.Millisecond) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// Prometheus' own linter finds nothing, and what dashboards ask for is there.
func TestLint(t *testing.T) {
	var p page
	newMetrics().write(&p)
	problems, err := promlint.New(bytes.NewReader(p.Bytes())).Lint()
	if err != nil || len(problems) > 0 {
		t.Errorf("%v, %v", problems, err)
	}
	all := gather(t, newMetrics())
	wanted := []string{"cv_build_info", "go_info", "go_goroutines", "go_threads", "go_memstats_heap_alloc_bytes", "go_memstats_sys_bytes", "go_gc_cycles_total_gc_cycles_total"}
	if runtime.GOOS == "linux" {
		wanted = append(wanted, "process_cpu_seconds_total", "process_resident_memory_bytes", "process_open_fds", "process_max_fds", "process_start_time_seconds")
	}
	for _, name := range wanted {
		if f := all[name]; f == nil || f.GetMetric()[0].GetGauge().GetValue()+f.GetMetric()[0].GetCounter().GetValue() <= 0 && name != "go_gc_cycles_total_gc_cycles_total" {
			t.Errorf("%s: %v", name, f)
		}
	}
}

// Names and types agree with those of Prometheus' own library, and values that a
// collection of garbage does not change.
func TestProcessAgrees(t *testing.T) {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), collectors.NewGoCollector())
	theirs, err := r.Gather()
	if err != nil {
		t.Fatal(err)
	}
	ours, same := gather(t, newMetrics()), 0
	for _, f := range theirs {
		g := ours[f.GetName()]
		if g == nil {
			continue
		}
		same++
		a, b := f.GetMetric()[0], g.GetMetric()[0]
		x, y := a.GetGauge().GetValue()+a.GetCounter().GetValue(), b.GetGauge().GetValue()+b.GetCounter().GetValue()
		steady := !strings.HasPrefix(f.GetName(), "go_memstats_")
		if f.GetType() != g.GetType() || steady && (x > 1.5*y+20 || y > 1.5*x+20) {
			t.Errorf("%s: %s %v, and %s %v", f.GetName(), f.GetType(), x, g.GetType(), y)
		}
	}
	if same < 8 {
		t.Errorf("only %d have a name that is known", same)
	}
}

// A histogram counts as that of Prometheus' own library does.
func TestHistogram(t *testing.T) {
	bounds := []time.Duration{time.Millisecond, 5 * time.Millisecond, 20 * time.Millisecond}
	h := newHistogram("x_seconds", "X.", bounds...)
	theirs := prometheus.NewHistogram(prometheus.HistogramOpts{Name: "x_seconds", Help: "X.", Buckets: []float64{.001, .005, .02}})
	random := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		d := time.Duration(random.IntN(30)) * time.Millisecond // bounds themselves included
		h.observe(d)
		theirs.Observe(d.Seconds())
	}
	var p page
	h.write(&p)
	parser := expfmt.NewTextParser(model.LegacyValidation)
	all, err := parser.TextToMetricFamilies(&p)
	if err != nil {
		t.Fatal(err)
	}
	var want dto.Metric
	_ = theirs.Write(&want)
	got := all["x_seconds"].GetMetric()[0].GetHistogram()
	if got.GetSampleCount() != want.GetHistogram().GetSampleCount() || math.Abs(got.GetSampleSum()-want.GetHistogram().GetSampleSum()) > 1e-6 {
		t.Errorf("%v, want %v", got, want.GetHistogram())
	}
	for i, b := range want.GetHistogram().GetBucket() {
		if g := got.GetBucket()[i]; g.GetCumulativeCount() != b.GetCumulativeCount() || g.GetUpperBound() != b.GetUpperBound() {
			t.Errorf("bucket %d: %v, want %v", i, g, b)
		}
	}
}

// Whatever a label holds, Prometheus reads the same.
func FuzzLabels(f *testing.F) {
	for _, seed := range []string{"", "plain", `a"b\c`, "two\nlines\n", "\xff\x1b[31m", "界"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		c := newCounters("x_total", "X \\ of\nlines.", "label", "other")
		c.add(2, value, "1")
		var p page
		c.write(&p)
		parser := expfmt.NewTextParser(model.LegacyValidation)
		all, err := parser.TextToMetricFamilies(&p)
		if err != nil {
			t.Fatal(err)
		}
		m := all["x_total"].GetMetric()
		if len(m) != 1 || m[0].GetCounter().GetValue() != 2 || m[0].GetLabel()[0].GetValue() != strings.ToValidUTF8(value, "\ufffd") {
			t.Errorf("%q: %v", value, m)
		}
	})
}

// start serves newMetrics until the test ends; after that nothing is left.
func start(t *testing.T) (s *Server, addr string) {
	t.Helper()
	before := goleak.IgnoreCurrent()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s = NewServer(newMetrics(), l, slog.New(slog.DiscardHandler))
	s.Start()
	t.Cleanup(func() {
		s.Close(t.Context())
		goleak.VerifyNone(t, before)
	})
	return s, s.Addr().String()
}

// ask sends a request as it is and returns the answer.
func ask(t *testing.T, addr, request string) (status int, header http.Header, body string) {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(20 * time.Second))
	go func() { _, _ = io.WriteString(c, request) }()
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Errorf("%.40q: %v", request, err)
		return 0, nil, ""
	}
	defer resp.Body.Close()
	b, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, resp.Header, string(b)
}

func TestRequests(t *testing.T) {
	s, addr := start(t)
	const end = " HTTP/1.1\r\nHost: x\r\n\r\n"
	for request, want := range map[string]int{
		"GET /metrics" + end: 200, "HEAD /metrics" + end: 200, "GET /healthz" + end: 200, "GET /readyz" + end: 200,
		"POST /metrics" + end: 405, "PUT /healthz" + end: 405, "DELETE /readyz" + end: 405, "OPTIONS *" + end: 400,
		"GET /" + end: 404, "GET /debug/pprof/" + end: 404, "GET /metrics/x" + end: 404,
		"GET /metrics HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("x", 20<<10) + "\r\n\r\n": 431,
		"nonsense\r\n\r\n": 400,
	} {
		status, header, body := ask(t, addr, request)
		if status != want {
			t.Errorf("%.40q: %d, want %d", request, status, want)
		}
		if status == 200 && (header.Get("X-Content-Type-Options") != "nosniff" || header.Get("Cache-Control") != "no-store") {
			t.Errorf("%.40q: %v", request, header)
		}
		if strings.HasPrefix(request, "GET /metrics ") && status == 200 && !strings.Contains(body, "\ngo_goroutines ") {
			t.Error(body)
		}
	}
	s.Drain()
	if status, _, body := ask(t, addr, "GET /readyz"+end); status != 503 || body != "draining\n" {
		t.Errorf("%d %q", status, body)
	}
	if status, _, _ := ask(t, addr, "GET /healthz"+end); status != 200 {
		t.Errorf("%d", status)
	}
}

// Those who connect and say nothing wait for each other, and not for ever.
func TestConnectionsAreBounded(t *testing.T) {
	_, addr := start(t)
	var idle []net.Conn
	for range maxConnections {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		idle = append(idle, c)
	}
	answered := make(chan int, 1)
	var asking sync.WaitGroup
	asking.Go(func() {
		status, _, _ := ask(t, addr, "GET /healthz HTTP/1.0\r\n\r\n")
		answered <- status
	})
	defer asking.Wait()
	select {
	case status := <-answered:
		t.Errorf("%d with %d connections before it", status, maxConnections)
	case <-time.After(100 * time.Millisecond):
	}
	idle[0].Close()
	if status := <-answered; status != 200 {
		t.Errorf("%d", status)
	}
}

// A server that has not been started can be closed.
func TestCloseBeforeStart(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := NewServer(newMetrics(), l, slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s.Close(ctx)
	if _, err := l.Accept(); err == nil {
		t.Error("it still listens")
	}
	s.Start() // serves nobody
	s.serving.Wait()
}
