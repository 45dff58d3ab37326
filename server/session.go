package server

import (
	"errors"
	"strings"

	"charm.land/wish/v2"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/server/screen"
	"wenkaiyue.com/cv/server/visits"
	"wenkaiyue.com/cv/tui"
)

// show runs the interactive CV.
func (s *Server) show(v *visit) {
	model := s.model(v)
	v.is(kindInteractive)
	v.reads(model.Place())
	why := s.runner.Run(v, &v.window, v.guard.Work(), model)
	v.reads("")
	switch {
	case why == nil:
		v.ends(visits.Left)
	case errors.Is(why, screen.ErrEnded):
		v.ends(visits.Restart) // the other reasons have been noted already
	case errors.Is(why, screen.ErrPanicked):
		v.ends(visits.Panic)
	case errors.Is(why, screen.ErrRefused):
		wish.Fatalln(v, why)
	default:
		v.ends(v.end(visits.Gone))
	}
}

// model returns the model of a visit. It records what is on screen.
func (s *Server) model(v *visit) *reader {
	e := v.edition
	opt := tui.Options{
		Files: func(cv *data.CV) []tui.File { return filesOf(s.reached(v), e, v.editions.code(e), cv.Words()) },
		Fetch: func() string { return fetch(s.reached(v), e, v.editions.code(e)) },
		Card:  func() string { return export.Card(e.cv) },

		BibTeX: export.BibEntry,
	}
	if all := v.editions.turns(e); len(all) > 1 {
		for i, l := range all {
			opt.Languages = append(opt.Languages, tui.Language{Code: strings.ToUpper(l.code), Label: l.short(), Document: l.doc})
			if l.edition == e {
				opt.Language = i
			}
		}
		opt.Turned = func(i int) {
			e = all[i].edition
			v.turns(e)
		}
	}
	if typed := v.typed; len(typed) > 0 {
		opt.Section = e.section(typed[0]).Name
	}
	return &reader{tui.New(e.doc, opt), v}
}

// filesOf returns the formats for the save page, with summaries in the words of w.
func filesOf(h host, e *edition, code string, w *locale.Locale) []tui.File {
	var out []tui.File
	for _, f := range e.formats {
		out = append(out, tui.File{Name: fileOf(f, code), Summary: f.Summary(w), Command: h.fetch(f, code)})
	}
	return out
}

// fetch returns the line that fetches the PDF, or the text where no PDF is offered.
func fetch(h host, e *edition, code string) string {
	return h.fetch(e.formats[0], code)
}
