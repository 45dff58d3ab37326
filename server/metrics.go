package server

import (
	"context"
	"net"
	"time"

	"charm.land/ssh"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"wenkaiyue.com/cv/server/metrics"
	"wenkaiyue.com/cv/server/screen"
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
