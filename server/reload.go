package server

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/check"
	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/data/export/pdf/fonts"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/data/watch"
	"wenkaiyue.com/cv/server/editions"
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

// newValid returns the gauge of files that can be shown. The CV that is built in is one.
func newValid() *prometheus.GaugeVec {
	return prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "cv_cv_valid",
		Help: "1 if the file of an edition can be shown as it is now, 0 while it is refused and visitors see the version from before, or none."}, []string{"edition"})
}

// noteValid records whether the file of an edition can be shown.
func (s *Server) noteValid(name string, err error) {
	valid := 0.0
	if err == nil {
		valid = 1
	}
	s.valid.WithLabelValues(editionLabel(name)).Set(valid)
}

// editionLabel names the file of an edition for cv_cv_valid: it stays the same whatever
// language the file says it is in.
func editionLabel(name string) string { return cmp.Or(name, "default") }

// load returns the editions at start. One that cannot be shown is left out.
func (s *Server) load() *editions.Set {
	all := map[string]*editions.Edition{"": s.newEdition(s.cfg.CV)}
	s.lacking(all[""])
	s.noteValid("", nil)
	if s.cfg.Editions == nil {
		return editions.NewSet(all)
	}
	loaded, problems := s.cfg.Editions.LoadOthers()
	for _, c := range loaded {
		s.noteValid(c.Name, c.Err)
		if c.Err != nil {
			s.cfg.Log.Warn("an edition is not shown", "cv", c.Path, "err", c.Err)
			continue
		}
		all[c.Name] = s.edit(c)
	}
	for _, err := range problems {
		s.misnamed(err)
	}
	for tag := range s.tags {
		if _, ok := locale.ParseTag(tag); ok {
			s.cfg.Log.Warn("a tag is also a language; an edition of that name is the tag's alone", "tag", tag)
		}
	}
	e := editions.NewSet(all)
	if e.First.CV.Language() == "" && len(e.Languages) > 0 {
		s.cfg.Log.Warn("the language of the CV is not known, so visitors cannot ask for it; write meta.language", "cv", s.cfg.Editions.Path())
	}
	return e
}

// newEdition publishes a CV that says how to reach this server, as --public-address or
// else the README calls it.
func (s *Server) newEdition(cv *data.CV) *editions.Edition {
	line := "ssh HOST"
	if s.public.name != "" {
		line = s.public.ssh("", "")
	}
	return editions.New(cv.At(line), s.cfg.Fonts)
}

// edit makes the edition of a version.
func (s *Server) edit(c watch.Change) *editions.Edition {
	e := s.newEdition(c.CV)
	e.Name, e.Tag = c.Name, c.Tag
	s.lacking(e)
	return e
}

// misnamed logs what is wrong with the names of editions.
func (s *Server) misnamed(err error) {
	s.cfg.Log.Warn("a file beside the CV is no edition", "err", err)
}

// reload keeps the editions in step with their files until ctx is done.
func (s *Server) reload(ctx context.Context) {
	if s.cfg.Editions != nil {
		s.noteSource(ctx, s.cfg.Editions.Path(), s.cfg.Editions.Source())
		s.cfg.Editions.Watch(ctx, s.cfg.lookEvery, s.cfg.Reload, func(c watch.Change) { s.publish(ctx, c) }, s.misnamed)
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

// publish shows a new version of an edition to visitors who come from now on; sessions
// under way keep theirs. A version that is no CV changes nothing. There is one call at
// a time.
func (s *Server) publish(ctx context.Context, c watch.Change) {
	file := slog.String("cv", c.Path)
	now := s.editions.Load()
	if !c.Gone {
		s.noteValid(c.Name, c.Err)
	}
	switch {
	case c.Gone:
		s.valid.DeleteLabelValues(editionLabel(c.Name))
		if now.All[c.Name] != nil {
			s.editions.Store(now.With(c.Name, nil))
			s.cfg.Log.LogAttrs(ctx, slog.LevelInfo, "an edition is gone", file)
		}
		return
	case c.Err != nil:
		s.reloads.WithLabelValues(reloadFailed).Inc()
		what := "not reloaded; visitors see the CV from before"
		if now.All[c.Name] == nil {
			what = "an edition is not shown"
		}
		s.cfg.Log.LogAttrs(ctx, slog.LevelWarn, what, file, slog.String("err", c.Err.Error()))
		return
	}
	e := s.edit(c)
	now = now.With(c.Name, e)
	s.editions.Store(now)
	s.counts.shows(now)
	s.reloads.WithLabelValues(reloadOK).Inc()
	entries := 0
	for _, section := range e.Sections {
		entries += len(section.Items)
	}
	attrs := []slog.Attr{file, slog.Int("sections", len(e.Sections)), slog.Int("entries", entries)}
	if n := warnings(c.Version, s.cfg.Fonts); n > 0 {
		attrs = append(attrs, slog.Int("warnings", n))
	}
	s.cfg.Log.LogAttrs(ctx, slog.LevelInfo, "reloaded", attrs...)
	s.noteSource(ctx, c.Path, c.Source)
}

// noteSource logs what the file was taken for, if it is not JSON Resume as it stands.
func (s *Server) noteSource(ctx context.Context, path string, source *data.Source) {
	if source == nil {
		return
	}
	for _, n := range check.Notes(source) {
		s.cfg.Log.LogAttrs(ctx, slog.LevelInfo, n.Message, slog.String("cv", path))
	}
}

// warnings counts what cv check has to say about the file. What breaks the check
// must not break what is running.
func warnings(v watch.Version, lib *fonts.Library) (n int) {
	defer func() {
		if recover() != nil {
			n = 0
		}
	}()
	return check.Source(v.Source, time.Now(), lib).Count(problem.Warning)
}

// lacking logs what the PDF lacks, by script, and the Debian package that has it.
func (s *Server) lacking(e *editions.Edition) {
	for _, lack := range export.LacksPDF(e.CV, s.cfg.Fonts) {
		s.cfg.Log.Warn("no font for the PDF; install one or name it with --fonts", "script", lack.Script, "characters", lack.Some, "debian", lack.Package)
	}
}
