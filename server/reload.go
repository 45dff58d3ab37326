package server

import (
	"cmp"
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/check"
	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/data/export/pdf"
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

// newReloads registers the metrics of the CV's files: readings, with all results at 0, and
// which of them can be shown.
func newReloads(r prometheus.Registerer) (reloads *prometheus.CounterVec, valid *prometheus.GaugeVec) {
	reloads = promauto.With(r).NewCounterVec(prometheus.CounterOpts{Name: "cv_reloads_total",
		Help: "Times that the CV's file was read again, by result."}, []string{"result"})
	reloads.WithLabelValues(reloadOK)
	reloads.WithLabelValues(reloadFailed)
	valid = promauto.With(r).NewGaugeVec(prometheus.GaugeOpts{Name: "cv_cv_valid",
		Help: "1 if the file of an edition can be shown as it is now, 0 while it is refused and visitors see the version from before, or none."}, []string{"edition"})
	return reloads, valid
}

// validity returns the metric of a file: an edition's, by its name, or without one that of
// --cv or of the CV that is built in. The label stays the same whatever language the file
// says it is in.
func (s *Server) validity(name string) prometheus.Gauge {
	return s.valid.WithLabelValues(cmp.Or(name, editions.Default))
}

// load publishes the CV and the editions beside it, without those that cannot be shown.
func (s *Server) load() {
	first := s.newEdition(s.cfg.CV)
	s.cfg.CV = nil // an edition that is replaced must be collected
	s.validity("").Set(1)
	s.editions.Store(editions.NewSet(map[string]*editions.Edition{"": first}))
	if s.cfg.Editions == nil {
		return
	}
	s.noteSource(s.cfg.Editions.Path(), s.cfg.Editions.Source())
	loaded, problems := s.cfg.Editions.LoadOthers()
	for _, c := range loaded {
		s.take(c)
	}
	for _, err := range problems {
		s.misnamed(err)
	}
	for tag := range s.tags {
		if _, ok := locale.ParseTag(tag); ok {
			s.cfg.Log.Warn("a tag is also a language; an edition of that name is the tag's alone", "tag", tag)
		}
	}
	if all := s.editions.Load(); first.CV.Language() == "" && len(all.Languages) > 0 {
		s.cfg.Log.Warn("the language of the CV is not known, so visitors cannot ask for it; write meta.language", "cv", s.cfg.Editions.Path())
	}
}

// newEdition makes an edition of a CV that says how to reach this server, as --public-address
// or else the README calls it. It logs what the PDF lacks, by script, and the Debian package
// that has it.
func (s *Server) newEdition(cv *data.CV) *editions.Edition {
	line := "ssh HOST"
	if s.public.name != "" {
		line = s.public.read("")
	}
	e := editions.New(cv.At(line), s.cfg.Fonts)
	for _, lack := range export.Lacks(pdf.Look(e.CV, s.cfg.Fonts).Missing) {
		s.cfg.Log.Warn("no font for the PDF; install one or name it with --fonts", "script", lack.Script, "characters", string(lack.Runes[:min(len(lack.Runes), 8)]), "debian", lack.Package)
	}
	return e
}

// take shows a version of an edition to visitors who come from now on, and returns it;
// sessions under way keep theirs. A version that is no CV changes nothing.
func (s *Server) take(c watch.Version) *editions.Edition {
	now := s.editions.Load()
	if c.Err != nil {
		s.validity(c.Name).Set(0)
		what := "not reloaded; visitors see the CV from before"
		if now.All[c.Name] == nil {
			what = "an edition is not shown"
		}
		s.cfg.Log.Warn(what, "cv", c.Path, "err", c.Err)
		return nil
	}
	s.validity(c.Name).Set(1)
	e := s.newEdition(c.CV)
	e.Name, e.Tag = c.Name, c.Tag
	s.editions.Store(now.With(c.Name, e))
	s.noteSource(c.Path, c.Source)
	return e
}

// misnamed logs an error about the name of an edition.
func (s *Server) misnamed(err error) {
	s.cfg.Log.Warn("a file beside the CV is no edition", "err", err)
}

// reload keeps the editions in step with their files until ctx is done.
func (s *Server) reload(ctx context.Context) {
	if s.cfg.Editions != nil {
		s.cfg.Editions.Watch(ctx, s.cfg.lookEvery, s.cfg.Reload, s.publish, s.misnamed)
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

// publish follows a change of an edition's file. There is one call at a time.
func (s *Server) publish(c watch.Version) {
	if c.Gone {
		s.valid.DeleteLabelValues(c.Name) // never the first, which is refused in place of gone
		if now := s.editions.Load(); now.All[c.Name] != nil {
			s.editions.Store(now.With(c.Name, nil))
			s.cfg.Log.Info("an edition is gone", "cv", c.Path)
		}
		return
	}
	e := s.take(c)
	if e == nil {
		s.reloads.WithLabelValues(reloadFailed).Inc()
		return
	}
	s.counts.shows(s.editions.Load())
	s.reloads.WithLabelValues(reloadOK).Inc()
	entries := 0
	for _, section := range e.Sections {
		entries += len(section.Items)
	}
	attrs := []any{"cv", c.Path, "sections", len(e.Sections), "entries", entries}
	if n := warnings(c, s.cfg.Fonts); n > 0 {
		attrs = append(attrs, "warnings", n)
	}
	s.cfg.Log.Info("reloaded", attrs...)
}

// noteSource logs the format that the file was read in, if it is not JSON Resume.
func (s *Server) noteSource(path string, source *data.Source) {
	if source == nil {
		return
	}
	for _, n := range check.Notes(source) {
		s.cfg.Log.Info(n.Message, "cv", path)
	}
}

// warnings counts the warnings of cv check about the file, or returns 0 after a panic: a
// fault of the check must not end the server.
func warnings(v watch.Version, lib *fonts.Library) (n int) {
	defer func() {
		if recover() != nil {
			n = 0
		}
	}()
	return check.Source(v.Source, time.Now(), lib).Count(problem.Warning)
}
