// Package metrics serves the metrics of a server to Prometheus over HTTP, on an address of
// their own, with two lines about its health:
//
//	/metrics  the metrics, in Prometheus' text format
//	/healthz  200 as long as the process answers
//	/readyz   200 while new visitors are let in, 503 once the server is ending
//
// It depends on neither SSH nor the content: each metric is declared beside the event that
// it counts, and registered with the registry of [NewRegistry].
//
// Text from a visitor never becomes the value of a label. Values are constants of the
// program, or names from the files of the CV.
package metrics

import (
	"io"
	"net/http"
	"regexp"
	"runtime"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promauto"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// NewRegistry returns a registry with the metrics of any program: its build, Go's runtime
// and the process.
func NewRegistry(version, revision string) *prometheus.Registry {
	r := prometheus.NewRegistry()
	promauto.With(r).NewGauge(prometheus.GaugeOpts{
		Name: "cv_build_info", Help: "The program; always 1.",
		ConstLabels: prometheus.Labels{"version": version, "revision": revision, "goversion": runtime.Version()},
	}).Set(1)
	r.MustRegister(
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		collectors.NewGoCollector(collectors.WithGoCollectorRuntimeMetrics(
			collectors.GoRuntimeMetricsRule{Matcher: regexp.MustCompile(`^/gc/cycles/total:gc-cycles$`)})),
	)
	return r
}

// MaxConnections is the number of connections that a listener for the metrics should accept
// at once.
const MaxConnections = 16

// Handler serves the metrics in g and the health of a server, which admits new visitors
// while ready returns true.
func Handler(g prometheus.Gatherer, ready func() bool) http.Handler {
	mux := http.NewServeMux()
	// Without a log: it would have the address of each scraper that hangs up.
	mux.Handle("GET /metrics", promhttp.HandlerFor(g, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /healthz", ok)
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if !ready() {
			http.Error(w, "draining", http.StatusServiceUnavailable)
			return
		}
		ok(w, r)
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		mux.ServeHTTP(w, r)
	})
}

func ok(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok\n") }
