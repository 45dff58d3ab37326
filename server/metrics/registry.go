// Package metrics serves the metrics of a server to Prometheus over HTTP, on an
// address of their own, beside two lines about its health:
//
//	/metrics  the metrics, in Prometheus' text format
//	/healthz  200 as long as the process answers
//	/readyz   200 while new visitors are let in, 503 once the server is ending
//
// It knows neither SSH nor what is served: each metric is declared beside the
// event that it counts and registered with the registry of [NewRegistry].
//
// No text from a visitor becomes the value of a label. Values are constants of the
// program, or go through a [Labels], which bounds them.
package metrics

import (
	"regexp"
	"runtime"
	"strings"
	"sync"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promauto"
)

// NewRegistry returns a registry with the metrics that any program has: its build,
// Go's runtime and the process.
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

// Bounds of [Labels].
const (
	maxValues = 64 // values
	maxValue  = 64 // bytes of a value
)

// other is the value of a label in place of those beyond [maxValues].
const other = "other"

// Labels bounds the values of a label that come from a file and may change with
// it. The zero Labels is ready; its methods may be called concurrently.
type Labels struct {
	mu    sync.Mutex
	known map[string]bool
}

// Value returns name as the value of a label, cut to 64 bytes of UTF-8, or
// "other" if there are [maxValues] different ones already.
func (l *Labels) Value(name string) string {
	name = strings.ToValidUTF8(name[:min(len(name), maxValue)], "")
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.known == nil:
		l.known = map[string]bool{}
	case !l.known[name] && len(l.known) >= maxValues:
		return other
	}
	l.known[name] = true
	return name
}
