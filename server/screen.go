package server

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/server/screen"
	"wenkaiyue.com/cv/server/visits"
	"wenkaiyue.com/cv/tui"
)

// show runs the interactive CV.
func (s *Server) show(v *visit) {
	model := s.model(v)
	v.kind = kindInteractive
	v.reads(model.Place())
	why := s.runner.Run(v, &v.window, v.guard.Work(), model)
	v.reads("")
	switch {
	case why == nil:
		v.ends(visits.Left)
	case errors.Is(why, screen.ErrEnded): // the guard's reason has been noted
	case errors.Is(why, screen.ErrPanicked):
		v.ends(visits.Panic)
		v.refuse(v.words().Visit.Broken)
	case errors.Is(why, screen.ErrGone):
		v.ends(v.ending(visits.Gone))
	case errors.Is(why, screen.ErrTooMany):
		v.guard.Drain()
		v.refuse(v.words().Visit.Twice)
	}
}

// model returns the model of a visit, which records what is on screen.
func (s *Server) model(v *visit) *reader {
	e := v.edition // the edition on screen
	opt := tui.Options{
		Files: func(cv *data.CV) (out []tui.File) {
			for _, f := range e.Files {
				out = append(out, tui.File{Name: f.Path, Summary: f.Summary(cv.Words()), Command: s.reached(v).fetch(f)})
			}
			return out
		},
		// The first file is the PDF, or the text if there is no PDF.
		Fetch:  func() string { return s.reached(v).fetch(e.Files[0]) },
		Card:   export.Card,
		BibTeX: export.BibEntries,
	}
	if all := v.editions.Turns(e, v.Environ()); len(all) > 1 {
		for i, l := range all {
			opt.Languages = append(opt.Languages, tui.Language{Code: l.Language(), Label: l.Short(), Document: l.Doc})
			if l == e {
				opt.Language = i
			}
		}
		opt.Turned = func(i int) {
			e = all[i]
			v.turns(e)
		}
	}
	if typed := v.typed; len(typed) > 0 {
		opt.Section = e.Section(typed[0]).Name
	}
	return &reader{tui.New(e.Doc, opt), v}
}

// reader is the model of a visit. It records what is on screen.
type reader struct {
	tui.Model
	visit *visit
}

// Update implements [tea.Model].
func (r *reader) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m, cmd := r.Model.Update(msg)
	r.Model, _ = m.(tui.Model)
	r.visit.reads(r.Place())
	return r, cmd
}
