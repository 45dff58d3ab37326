package server

import (
	"net"
	"strings"
	"time"

	"charm.land/ssh"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
	"golang.org/x/net/netutil"

	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/server/editions"
	"wenkaiyue.com/cv/server/metrics"
	"wenkaiyue.com/cv/server/screen"
	"wenkaiyue.com/cv/server/visits"
	"wenkaiyue.com/cv/server/web"
)

// openMetrics opens the address of the metrics.
func (s *Server) openMetrics(l net.Listener) (door, error) {
	if tcp, ok := l.Addr().(*net.TCPAddr); !ok || !tcp.IP.IsLoopback() {
		s.cfg.Log.Warn("the metrics are on an address that is not loopback: anybody who reaches it can read the numbers",
			"address", l.Addr().String())
	}
	ready := func() bool { return !s.stopping.Load() }
	srv := web.NewServer(metrics.Handler(s.registry, ready), s.cfg.Log)
	return door{protocol: srv, listener: netutil.LimitListener(l, metrics.MaxConnections)}, nil
}

// counts holds the metrics of visits that have ended, and of the CV's files.
type counts struct {
	visits, exports, read, reading, editions, reloads *prometheus.CounterVec
	valid                                             *prometheus.GaugeVec
}

// newCounts registers the metrics of visits and of files. Known labels start at 0, because
// a rate needs a value before the first 1.
func newCounts(r prometheus.Registerer) *counts {
	vec := func(name, help string, labels ...string) *prometheus.CounterVec {
		return promauto.With(r).NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	c := &counts{
		visits:  vec("cv_visits_total", "Visits that have ended, by kind and end. Refused ones are not counted.", "kind", "ended"),
		exports: vec("cv_exports_total", "Visits in which a format was taken home.", "format"),
		read:    vec("cv_section_visits_total", "Visits in which a section or page was on screen.", "section"),
		reading: vec("cv_section_reading_seconds_total", "Time that a section or page was on screen, in visits that have ended.", "section"),
		editions: vec("cv_edition_visits_total",
			"Visits that were shown an edition, by its name: a language, a tag, or default. Without editions there are none.", "edition"),
		reloads: vec("cv_reloads_total", "Times that the CV's file was read again, by result.", "result"),
		valid: promauto.With(r).NewGaugeVec(prometheus.GaugeOpts{Name: "cv_cv_valid",
			Help: "1 if the file of an edition can be shown as it is now, 0 while it is refused and visitors see the version from before, or none."}, []string{"edition"}),
	}
	for _, kind := range []string{kindInteractive, kindCommand, kindFiles, kindWeb} {
		for _, end := range visits.Endings() {
			c.visits.WithLabelValues(kind, end)
		}
	}
	for _, f := range export.Formats() {
		c.exports.WithLabelValues(f.Name)
	}
	for _, result := range []string{reloadOK, reloadFailed} {
		c.reloads.WithLabelValues(result)
	}
	return c
}

// shows creates the counters of sections, and of editions if there are several.
func (c *counts) shows(all *editions.Set) {
	for _, s := range all.First.Sections {
		c.read.WithLabelValues(s.Name)
		c.reading.WithLabelValues(s.Name)
	}
	if len(all.All) > 1 {
		for _, e := range all.All {
			c.editions.WithLabelValues(e.Label())
		}
	}
}

// add counts a visit that has ended. The caller holds v.mu.
func (c *counts) add(v *visit) {
	c.visits.WithLabelValues(v.kind, v.line.Ended).Inc()
	for _, stay := range v.line.Read {
		c.read.WithLabelValues(stay.Place).Inc()
		c.reading.WithLabelValues(stay.Place).Add(max(stay.Seconds, 0))
	}
	for label := range strings.FieldsSeq(v.line.Edition) {
		c.editions.WithLabelValues(label).Inc()
	}
	for format := range strings.FieldsSeq(v.line.Took) {
		c.exports.WithLabelValues(format).Inc()
	}
}

// screens configures the interactive CV. With metrics, it measures the speed, which costs
// time at each key.
func (s *Server) screens() screen.Config {
	c, r := screen.Config{Log: s.cfg.Log}, s.registry
	if s.cfg.Metrics == "" {
		return c
	}
	first := promauto.With(r).NewHistogram(prometheus.HistogramOpts{Name: "cv_first_frame_seconds",
		Help:    "Time from the start of an interactive session to its first frame, written.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5}})
	key := promauto.With(r).NewHistogram(prometheus.HistogramOpts{Name: "cv_key_frame_seconds",
		Help:    "Time from a key to what it changes on the screen, written.",
		Buckets: []float64{.00025, .0005, .001, .002, .005, .01, .025, .05, .1, .25, 1}})
	c.FirstFrame = func(sess ssh.Session) { first.Observe(time.Since(sess.(*visit).began).Seconds()) }
	c.KeyFrame = func(d time.Duration) { key.Observe(d.Seconds()) }
	return c
}
