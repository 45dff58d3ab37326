package server

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"

	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/tui"
)

// program makes the model of one visitor's session.
func (s *Server) program(sess ssh.Session) (tea.Model, []tea.ProgramOption) {
	e := visitOf(sess.Context()).edition
	opt := tui.Options{
		Files: func() []tui.File { return files(s.reached(sess)) },
		Fetch: func() string { return fetch(s.reached(sess)) },
		Card:  e.card,
	}
	if typed := commandOf(sess); len(typed) > 0 {
		opt.Section = e.section(typed[0]).Name
	}
	r := &reader{tui.New(e.doc, opt), visitOf(sess.Context())}
	r.visit.is(kindInteractive)
	r.visit.reads(r.Place())
	return r, nil
}

// card is the vCard for the QR code: of the whole one, what a phone cannot do
// without, so that the code stays small enough for a screen.
func (e *edition) card() string {
	b, err := e.exports["vcard"]()
	if err != nil {
		return ""
	}
	var card strings.Builder
	keep := false
	for line := range strings.Lines(string(b)) {
		name := line[:max(strings.IndexAny(line, ";:"), 0)]
		if !strings.HasPrefix(line, " ") { // a folded line goes with the one before
			keep = slices.Contains([]string{"BEGIN", "VERSION", "FN", "EMAIL", "TEL", "URL", "END"}, name)
		}
		if keep {
			card.WriteString(line)
		}
	}
	return card.String()
}

// files is the table of formats as the save page shows it.
func files(h host) []tui.File {
	var out []tui.File
	for _, f := range export.Formats() {
		out = append(out, tui.File{Name: f.File, Summary: f.Summary, Command: h.fetch(f)})
	}
	return out
}

// fetch is the line for the PDF, or for the last format of the table where there
// is none.
func fetch(h host) string {
	all := export.Formats()
	if f, ok := export.Lookup("pdf"); ok {
		return h.fetch(f)
	}
	return h.fetch(all[len(all)-1])
}
