package server

import (
	"cmp"
	"context"
	"log/slog"
	"net"
	"slices"
	"time"

	"charm.land/ssh"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/server/editions"
	"wenkaiyue.com/cv/server/guard"
	"wenkaiyue.com/cv/server/metrics"
	"wenkaiyue.com/cv/server/screen"
	"wenkaiyue.com/cv/server/visits"
)

// lastScrape bounds the answers to scrapes that are under way when the last
// visitor has left.
const lastScrape = time.Second

// measure makes the programs of c report how fast they are.
func measure(c *screen.Config, r prometheus.Registerer) {
	first := promauto.With(r).NewHistogram(prometheus.HistogramOpts{Name: "cv_first_frame_seconds",
		Help:    "Time from the start of an interactive session to its first frame, written.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5}})
	key := promauto.With(r).NewHistogram(prometheus.HistogramOpts{Name: "cv_key_frame_seconds",
		Help:    "Time from a key to what it changes on the screen, written.",
		Buckets: []float64{.00025, .0005, .001, .002, .005, .01, .025, .05, .1, .25, 1}})
	c.FirstFrame = func(sess ssh.Session) { first.Observe(time.Since(sess.(*visit).began).Seconds()) }
	c.KeyFrame = func(d time.Duration) { key.Observe(d.Seconds()) }
}

// newMetricsServer listens on the address of the metrics. It returns nil if none
// is configured.
func (s *Server) newMetricsServer(g prometheus.Gatherer) (*metrics.Server, error) {
	if s.cfg.Metrics == "" {
		return nil, nil
	}
	l, err := listen("Metrics", s.cfg.Metrics)
	if err != nil {
		return nil, err
	}
	return metrics.NewServer(g, l, s.cfg.Log), nil
}

// watch starts the metrics server and returns a function that stops it.
func (s *Server) watch(ctx context.Context) (stop func()) {
	if s.watched == nil {
		return func() {}
	}
	address := s.watched.Addr()
	s.cfg.Log.Info("metrics", "address", address.String())
	if tcp, ok := address.(*net.TCPAddr); !ok || !tcp.IP.IsLoopback() {
		s.cfg.Log.Warn("the metrics are on an address that is not loopback: anybody who reaches it can read the numbers",
			"address", address.String())
	}
	s.watched.Start()
	return func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastScrape)
		defer cancel()
		s.watched.Close(ctx)
	}
}

// counts are the metrics of visits that have ended.
type counts struct {
	visits, exports, read, reading, editions *prometheus.CounterVec
	sections, names                          metrics.Labels // from the CV's file, and the names of files
}

// newCounts registers the metrics of visits. What is known beforehand is there
// with the value 0, because no rate can be computed of what appears with 1.
func newCounts(r prometheus.Registerer, all *editions.Set) *counts {
	make := promauto.With(r)
	c := &counts{
		visits: make.NewCounterVec(prometheus.CounterOpts{Name: "cv_visits_total",
			Help: "Visits that have ended, by kind and end. Refused ones are not counted."}, []string{"kind", "ended"}),
		exports: make.NewCounterVec(prometheus.CounterOpts{Name: "cv_exports_total",
			Help: "Visits in which a format was taken home."}, []string{"format"}),
		read: make.NewCounterVec(prometheus.CounterOpts{Name: "cv_section_visits_total",
			Help: "Visits in which a section or page was on screen."}, []string{"section"}),
		reading: make.NewCounterVec(prometheus.CounterOpts{Name: "cv_section_reading_seconds_total",
			Help: "Time that a section or page was on screen, in visits that have ended."}, []string{"section"}),
		editions: make.NewCounterVec(prometheus.CounterOpts{Name: "cv_edition_visits_total",
			Help: "Visits that were shown an edition, by its name: a language, a tag, or default. Without editions there are none."}, []string{"edition"}),
	}
	for _, kind := range []string{kindInteractive, kindCommand, kindFiles, kindWeb} {
		for _, end := range visits.Endings() {
			c.visits.WithLabelValues(kind, end)
		}
	}
	for _, f := range export.Formats() {
		c.exports.WithLabelValues(f.Name)
	}
	c.shows(all)
	for _, s := range all.First.Sections {
		name := c.sections.Value(s.Name)
		c.read.WithLabelValues(name)
		c.reading.WithLabelValues(name)
	}
	return c
}

// shows makes the counters of editions, where there are several.
func (c *counts) shows(all *editions.Set) {
	for _, e := range all.All {
		if len(all.All) > 1 {
			c.editions.WithLabelValues(c.names.Value(all.Label(e)))
		}
	}
}

// add counts a visit that has ended. The caller holds its mu.
func (c *counts) add(v *visit) {
	c.visits.WithLabelValues(cmp.Or(v.kind, kindCommand), v.ended).Inc()
	for _, r := range v.read {
		name := c.sections.Value(r.place)
		c.read.WithLabelValues(name).Inc()
		c.reading.WithLabelValues(name).Add(max(r.time, 0).Seconds())
	}
	for _, label := range v.shown {
		c.editions.WithLabelValues(c.names.Value(label)).Inc()
	}
	for _, format := range v.took {
		c.exports.WithLabelValues(format).Inc()
	}
}

// tallyEvery is the interval between log lines about traffic.
const tallyEvery = time.Hour

// tally counts what has come since the start.
type tally struct {
	connections, visits uint64
	checks              uint64 // of them, health checks and connections without a word
	asides              uint64 // requests on the web that are no visit
	refused             map[guard.Reason]uint64
	strangers           uint64 // handshakes without a common algorithm
}

func (s *Server) tally() tally {
	st := s.guard.Stats()
	return tally{st.Admitted, s.visits.Load(), s.checks.Load() + st.Silent, s.asides.Load(), st.Refused, st.Failed[guard.Algorithms]}
}

// logTallies logs the traffic since the last line, at each interval and when ctx is
// done. Scanners appear in these counts alone.
func (s *Server) logTallies(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	var last tally
	for done := false; !done; {
		select {
		case <-tick.C:
		case <-ctx.Done():
			done = true
		}
		now := s.tally()
		if attrs := now.since(last); len(attrs) > 0 {
			s.cfg.Log.LogAttrs(ctx, slog.LevelInfo, visits.TrafficMessage, attrs...)
		}
		last = now
	}
}

// since returns the attributes of the traffic after before, or none without any.
func (t tally) since(before tally) []slog.Attr {
	came := visits.Traffic{
		Connections: t.connections - before.connections, Visits: t.visits - before.visits, Asides: t.asides - before.asides,
	}
	came.Connections -= min(came.Connections, t.checks-before.checks)
	for why, n := range t.refused {
		if n -= before.refused[why]; n > 0 {
			came.Refused = append(came.Refused, visits.Count{Name: why.String(), Times: n})
		}
	}
	if n := t.strangers - before.strangers; n > 0 {
		came.Refused = append(came.Refused, visits.Count{Name: guard.Algorithms.String(), Times: n})
	}
	if came.Connections == 0 && came.Visits == 0 && came.Refused == nil {
		return nil
	}
	slices.SortFunc(came.Refused, func(a, b visits.Count) int { return cmp.Compare(b.Times, a.Times) })
	return came.Attrs()
}
