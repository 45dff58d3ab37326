package server

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"

	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/tui"
)

// program returns the model of a session.
func (s *Server) program(sess ssh.Session) tea.Model {
	v := visitOf(sess.Context())
	e := v.edition
	opt := tui.Options{
		Files: func(w *locale.Locale) []tui.File { return files(s.reached(sess), e, v.editions.code(e), w) },
		Fetch: func() string { return fetch(s.reached(sess), e, v.editions.code(e)) },
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
	if typed := commandOf(sess); len(typed) > 0 {
		opt.Section = e.section(typed[0]).Name
	}
	r := &reader{tui.New(e.doc, opt), v}
	r.visit.is(kindInteractive)
	r.visit.reads(r.Place())
	return r
}

// files returns the formats for the save page, with summaries in the words of w.
func files(h host, e *edition, code string, w *locale.Locale) []tui.File {
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
