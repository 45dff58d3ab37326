package server

import (
	"errors"
	"strings"

	"charm.land/wish/v2"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/server/editions"
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
		Files: func(cv *data.CV) []tui.File { return filesOf(s.reached(v), e, v.editions.Code(e), cv.Words()) },
		Fetch: func() string { return fetch(s.reached(v), e, v.editions.Code(e)) },
		Card:  func() string { return export.Card(e.CV) },

		BibTeX: export.BibEntries,
	}
	if all := v.editions.Turns(e); len(all) > 1 {
		for i, l := range all {
			opt.Languages = append(opt.Languages, tui.Language{Code: strings.ToUpper(l.Code), Label: l.Short(), Document: l.Doc})
			if l.Edition == e {
				opt.Language = i
			}
		}
		opt.Turned = func(i int) {
			e = all[i].Edition
			v.turns(e)
		}
	}
	if typed := v.typed; len(typed) > 0 {
		opt.Section = e.Section(typed[0]).Name
	}
	return &reader{tui.New(e.Doc, opt), v}
}

// filesOf returns the formats for the save page, with summaries in the words of w.
func filesOf(h host, e *editions.Edition, code string, w *locale.Locale) []tui.File {
	var out []tui.File
	for _, f := range e.Formats {
		out = append(out, tui.File{Name: editions.FileName(f, code), Summary: f.Summary(w), Command: h.fetch(f, code)})
	}
	return out
}

// fetch returns the line that fetches the PDF, or the text where no PDF is offered.
func fetch(h host, e *editions.Edition, code string) string {
	return h.fetch(e.Formats[0], code)
}
