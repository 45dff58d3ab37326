package server

import (
	"cmp"
	"context"
	"time"

	"wenkaiyue.com/cv/data/check"
	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/data/export/pdf"
	"wenkaiyue.com/cv/data/export/pdf/fonts"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/data/watch"
	"wenkaiyue.com/cv/server/editions"
)

// defaultLookEvery is the interval at which the server reads the CV's file. A change must
// last as long before it is shown.
const defaultLookEvery = time.Second

// The results of a reload.
const (
	reloadOK     = "ok"
	reloadFailed = "failed"
)

// load publishes the CV and the valid editions beside it.
func (s *Server) load() {
	s.editions.Store(new(editions.Set))
	first := s.publish(s.cfg.First)
	s.cfg.First = watch.Version{} // so that a replaced edition can be collected
	if s.cfg.Editions == nil {
		return
	}
	s.cfg.Editions.LoadOthers(func(v watch.Version) { s.publish(v) }, s.misnamed)
	for tag := range s.tags {
		if _, ok := locale.ParseTag(tag); ok {
			s.cfg.Log.Warn("a tag is also a language; an edition of that name is the tag's alone", "tag", tag)
		}
	}
	for _, section := range first.Sections {
		if e, words := s.editions.Load().Choose([]string{section.Name}, nil, ""); len(words) == 0 {
			s.cfg.Log.Warn("a section has the name of an edition, which visitors get who type it; give it another name", "section", section.Name, "edition", e.Label())
		}
	}
	if first.CV.Language() == "" && len(s.editions.Load().Languages) > 0 {
		s.cfg.Log.Warn("the language of the CV is not known, so visitors cannot ask for it; write meta.language", "cv", s.cfg.Editions.Path())
	}
}

// publish shows a version of an edition to visitors who come from now on, and returns it;
// sessions in progress keep theirs. An invalid version changes nothing. The CV says how to
// reach this server, by --public-address or else as in the README. publish logs the scripts
// that the PDF lacks, each with its Debian package, and the format of the file if it is not
// JSON Resume. In the metrics the first edition has one name, whatever its language.
func (s *Server) publish(v watch.Version) *editions.Edition {
	now, valid := s.editions.Load(), s.counts.valid.WithLabelValues(cmp.Or(v.Name, editions.Default))
	if v.Err != nil {
		valid.Set(0)
		what := "not reloaded; visitors see the CV from before"
		if now.All[v.Name] == nil {
			what = "an edition is not shown"
		}
		s.cfg.Log.Warn(what, "cv", v.Path, "err", v.Err)
		return nil
	}
	valid.Set(1)
	h := s.public
	h.name = cmp.Or(h.name, "HOST")
	e := editions.New(v.CV.At(h.read("")), s.cfg.Fonts)
	e.Name, e.Tag = v.Name, v.Tag
	for _, lack := range export.Lacks(pdf.Look(e.CV, s.cfg.Fonts).Missing) {
		s.cfg.Log.Warn("no font for the PDF; install one, or name its file or folder (see --help)", "script", lack.Script, "characters", string(lack.Runes[:min(len(lack.Runes), 8)]), "debian", lack.Package)
	}
	s.editions.Store(now.With(v.Name, e))
	s.counts.shows(s.editions.Load())
	if v.Source != nil {
		for _, n := range check.Notes(v.Source) {
			s.cfg.Log.Info(n.Message, "cv", v.Path)
		}
	}
	return e
}

// misnamed logs an error about the name of an edition.
func (s *Server) misnamed(err error) {
	s.cfg.Log.Warn("a file beside the CV is not an edition", "err", err)
}

// reload updates the editions when their files change, until ctx is done.
func (s *Server) reload(ctx context.Context) {
	if s.cfg.Editions != nil {
		s.cfg.Editions.Watch(ctx, s.cfg.lookEvery, s.cfg.Reload, s.changed, s.misnamed)
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

// changed handles a change of an edition's file. Calls are never concurrent.
func (s *Server) changed(v watch.Version) {
	if v.Gone {
		s.counts.valid.DeleteLabelValues(v.Name) // never the first: its removal is an error
		if now := s.editions.Load(); now.All[v.Name] != nil {
			s.editions.Store(now.With(v.Name, nil))
			s.cfg.Log.Info("an edition is gone", "cv", v.Path)
		}
		return
	}
	e := s.publish(v)
	if e == nil {
		s.counts.reloads.WithLabelValues(reloadFailed).Inc()
		return
	}
	s.counts.reloads.WithLabelValues(reloadOK).Inc()
	entries := 0
	for _, section := range e.Sections {
		entries += len(section.Items)
	}
	attrs := []any{"cv", v.Path, "sections", len(e.Sections), "entries", entries}
	if n := warnings(v, s.cfg.Fonts); n > 0 {
		attrs = append(attrs, "warnings", n)
	}
	s.cfg.Log.Info("reloaded", attrs...)
}

// warnings counts the warnings of cv check about the file, or returns 0 after a panic: a
// bug in the check must not end the server.
func warnings(v watch.Version, lib *fonts.Library) (n int) {
	defer func() {
		if recover() != nil {
			n = 0
		}
	}()
	return check.Source(v.Source, time.Now(), lib).Count(problem.Warning)
}
