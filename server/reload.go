package server

import (
	"context"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/check"
	"wenkaiyue.com/cv/data/export/pdf/fonts"
)

// defaultLookEvery is the interval at which the server reads the CV's file, and for
// how long a change must last before it is shown.
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
		s.noteSource(ctx, s.cfg.CVFile.Source())
		s.cfg.CVFile.Watch(ctx, s.cfg.lookEvery, s.cfg.Reload, func(v data.Version) { s.publish(ctx, v) })
		return
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.cfg.Reload:
			s.cfg.Log.Info("nothing to reload: the CV is built in")
		}
	}
}

// publish shows a new version of the CV to visitors who come from now on; sessions
// under way keep their edition. A version that is no CV changes nothing.
func (s *Server) publish(ctx context.Context, v data.Version) {
	file := slog.String("cv", s.cfg.CVFile.Path())
	if v.Err != nil {
		s.reloads.WithLabelValues(reloadFailed).Inc()
		s.cfg.Log.LogAttrs(ctx, slog.LevelWarn, "not reloaded; visitors see the CV from before",
			file, slog.String("err", v.Err.Error()))
		return
	}
	e := newEdition(v.CV, s.cfg.Fonts)
	s.edition.Store(e)
	s.lacking(e)
	s.reloads.WithLabelValues(reloadOK).Inc()
	entries := 0
	for _, section := range e.sections {
		entries += len(section.Items)
	}
	attrs := []slog.Attr{file, slog.Int("sections", len(e.sections)), slog.Int("entries", entries)}
	if n := warnings(v, s.cfg.Fonts); n > 0 {
		attrs = append(attrs, slog.Int("warnings", n))
	}
	s.cfg.Log.LogAttrs(ctx, slog.LevelInfo, "reloaded", attrs...)
	s.noteSource(ctx, v.Source)
}

// noteSource logs what the file was taken for, if it is not JSON Resume as it stands.
func (s *Server) noteSource(ctx context.Context, source *data.Source) {
	if source == nil {
		return
	}
	for _, n := range check.Notes(source) {
		s.cfg.Log.LogAttrs(ctx, slog.LevelInfo, n.Message, slog.String("cv", s.cfg.CVFile.Path()))
	}
}

// warnings counts what cv check has to say about the file. What breaks the check
// must not break what is running.
func warnings(v data.Version, lib *fonts.Library) (n int) {
	defer func() {
		if recover() != nil {
			n = 0
		}
	}()
	return check.Source(v.Source, time.Now(), lib).Count(data.Warning)
}
