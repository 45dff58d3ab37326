package metrics

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	dto "github.com/prometheus/client_model/go"
	"go.uber.org/goleak"

	"wenkaiyue.com/cv/server/web"
)

// gather returns the families of a new registry by name.
func gather(t *testing.T, r prometheus.Gatherer) map[string]*dto.MetricFamily {
	t.Helper()
	all, err := r.Gather()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*dto.MetricFamily{}
	for _, f := range all {
		out[f.GetName()] = f
	}
	return out
}

// The registry has the metrics of common dashboards, under their usual names.
func TestRegistry(t *testing.T) {
	r := NewRegistry("v1", "abc")
	all, err := r.Gather()
	if err != nil {
		t.Fatal(err)
	}
	problems, err := promlint.NewWithMetricFamilies(all).Lint()
	if err != nil || len(problems) > 0 {
		t.Errorf("got lint problems %v, %v", problems, err)
	}
	wanted := []string{"cv_build_info", "go_info", "go_goroutines", "go_threads", "go_memstats_heap_alloc_bytes", "go_memstats_heap_released_bytes",
		"go_memstats_stack_inuse_bytes", "go_memstats_sys_bytes", "go_memstats_alloc_bytes_total", "go_gc_cycles_total_gc_cycles_total"}
	if runtime.GOOS == "linux" {
		wanted = append(wanted, "process_cpu_seconds_total", "process_resident_memory_bytes", "process_virtual_memory_bytes",
			"process_open_fds", "process_max_fds", "process_start_time_seconds")
	}
	named := gather(t, r)
	for _, name := range wanted {
		if named[name] == nil {
			t.Errorf("got no %s", name)
		}
	}
	labels := map[string]string{}
	for _, l := range named["cv_build_info"].GetMetric()[0].GetLabel() {
		labels[l.GetName()] = l.GetValue()
	}
	if fmt.Sprint(labels) != fmt.Sprint(map[string]string{"version": "v1", "revision": "abc", "goversion": runtime.Version()}) {
		t.Errorf("got labels %v of cv_build_info", labels)
	}
}

// start serves a new registry until the test ends, and reports goroutines that are left then.
func start(t *testing.T) (ready *atomic.Bool, addr string) {
	t.Helper()
	before := goleak.IgnoreCurrent()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ready, log := new(atomic.Bool), slog.New(slog.DiscardHandler)
	ready.Store(true)
	s := web.NewServer(Handler(NewRegistry("v1", "abc"), ready.Load), log)
	var serving sync.WaitGroup
	serving.Go(func() { _ = s.Serve(l) })
	t.Cleanup(func() {
		_ = s.Shutdown(context.Background()) // t.Context() is done
		_ = s.Close()
		serving.Wait()
		goleak.VerifyNone(t, before)
	})
	return ready, l.Addr().String()
}

// ask sends a raw request and returns the answer.
func ask(t *testing.T, addr, request string) (status int, header http.Header, body string) {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(time.Minute))
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
	ready, addr := start(t)
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
			t.Errorf("%.40q: got %d, want %d", request, status, want)
		}
		if status == 200 && (header.Get("X-Content-Type-Options") != "nosniff" || header.Get("Cache-Control") != "no-store") {
			t.Errorf("%.40q: got header %v, want nosniff and no-store", request, header)
		}
		if strings.HasPrefix(request, "GET /metrics ") && status == 200 && !strings.Contains(body, "\ngo_goroutines ") {
			t.Errorf("got no go_goroutines in %s", body)
		}
	}
	ready.Store(false)
	if status, _, body := ask(t, addr, "GET /readyz"+end); status != 503 || body != "draining\n" {
		t.Errorf("draining: got %d %q from /readyz, want 503", status, body)
	}
	if status, _, _ := ask(t, addr, "GET /healthz"+end); status != 200 {
		t.Errorf("draining: got %d from /healthz, want 200", status)
	}
}
