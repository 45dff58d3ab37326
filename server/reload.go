package server

import (
	"bytes"
	"context"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/check"
)

// defaultLookEvery is how often the server looks whether the CV's file has
// changed, and how long a change has to stay before it is shown.
const defaultLookEvery = time.Second

// The results of a reload.
const (
	reloadOK     = "ok"
	reloadFailed = "failed"
)

// newReloads registers the metric of reloads, with all results at 0.
func newReloads(r prometheus.Registerer) *prometheus.CounterVec {
	c := promauto.With(r).NewCounterVec(prometheus.CounterOpts{Name: "cv_reloads_total",
		Help: "Times that the CV's file was read again, by result."}, []string{"result"})
	c.WithLabelValues(reloadOK)
	c.WithLabelValues(reloadFailed)
	return c
}

// reload keeps the edition in step with the CV's file until ctx is done.
func (s *Server) reload(ctx context.Context) {
	if s.cfg.CVFile != nil {
		s.cfg.CVFile.Watch(ctx, s.cfg.lookEvery, s.cfg.Reload, s.publish)
		return
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.cfg.Reload:
			s.cfg.Log.Info("there is nothing to reload: the CV is built in")
		}
	}
}

// publish shows a new version of the CV to everybody who comes from now on. Who
// is here keeps the edition that they came for. A version that is no CV changes
// nothing.
func (s *Server) publish(v data.Version) {
	file := slog.String("cv", s.cfg.CVFile.Path())
	old := s.edition.Load()
	if v.Err != nil {
		s.reloads.WithLabelValues(reloadFailed).Inc()
		s.cfg.Log.LogAttrs(context.Background(), slog.LevelWarn, "not reloaded; visitors see the CV from before",
			file, slog.String("err", v.Err.Error()))
		return
	}
	e := newEdition(v.CV)
	what := changes(old, e)
	if what != "" {
		s.edition.Store(e)
	} else {
		what = "nothing"
	}
	s.reloads.WithLabelValues(reloadOK).Inc()
	attrs := []slog.Attr{file, slog.String("changed", what)}
	if n := warnings(s.cfg.CVFile.Path(), v); n > 0 {
		attrs = append(attrs, slog.Int("warnings", n))
	}
	s.cfg.Log.LogAttrs(context.Background(), slog.LevelInfo, "reloaded", attrs...)
}

// warnings counts what cv check has to say about the file. What breaks the check
// must not break what is running.
func warnings(path string, v data.Version) (n int) {
	defer func() {
		if recover() != nil {
			n = 0
		}
	}()
	report, err := check.Check(path, bytes.NewReader(v.Source()))
	if err != nil {
		return 0
	}
	return report.Count(check.Warning)
}
