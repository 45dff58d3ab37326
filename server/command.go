package server

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"charm.land/wish/v2"

	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/problem"
)

// The exit statuses of a session. 255 is reserved for ssh itself.
const (
	exitDone    = 0
	exitFailed  = 1
	exitUsage   = 2
	exitUnknown = 127
)

// textWidth is the width of plain text without a terminal, in columns.
const textWidth = 80

// shells are the commands that editors and similar programs run on remote machines.
const shells = " sh ash bash dash fish ksh zsh cmd cmd.exe powershell pwsh "

// complain writes a message to stderr and returns the status.
func (v *visit) complain(status int, format string, args ...any) int {
	wish.Errorf(v, "cv: "+format+"\n", args...)
	return status
}

// refuse writes one line to stderr and ends the session as failed.
func (v *visit) refuse(why string) { _ = v.Exit(v.complain(exitFailed, "%s", why)) }

// interactive reports whether a session gets the interactive CV: it has a capable terminal,
// and no command other than a language and the name of a section.
func (v *visit) interactive() bool {
	pty, _, ok := v.Pty()
	if name, _, _ := strings.Cut(pty.Term, "-"); !ok || name == "dumb" { // such as dumb-emacs-ansi
		return false
	}
	return len(v.typed) == 0 || len(v.typed) == 1 && v.edition.Section(v.typed[0]) != nil
}

// run runs the command of a session and returns its exit status.
func (s *Server) run(v *visit) int {
	say := &v.edition.CV.Words().Visit
	howToGetHelp := locale.Fill(say.HowToHelp, "command", s.reached(v).ssh("", "help"))
	word := "text"
	if len(v.typed) > 0 {
		word = v.typed[0]
	}
	if len(v.typed) > 1 {
		return v.complain(exitUsage, "%s; %s\n%s", say.NoShell, say.OneWord, howToGetHelp)
	}
	switch word {
	case "help", "--help", "-h":
		wish.Print(v, s.help(v))
		return exitDone
	case "exit", "quit", "logout":
		return exitDone
	}
	if f, ok := export.Lookup(word); ok {
		return s.export(v, f)
	}
	if section := v.edition.Section(word); section != nil {
		v.reads(section.Name)
		b, err := s.render(v, func(w io.Writer) error { return export.TextSection(w, *section, v.width()) })
		return s.send(v, b, err)
	}
	near := ""
	if n := problem.Nearest(word, v.names()); n != "" {
		near = "; " + locale.Fill(say.Near, "word", n)
	} else if strings.Contains(shells, " "+path.Base(word)+" ") {
		near = "; " + say.NoShell
	}
	unknown := locale.Fill(say.Unknown, "word", strings.Trim(strconv.Quote(tidy(word)), `"`))
	return v.complain(exitUnknown, "%s%s\n%s", unknown, near, howToGetHelp)
}

// width returns the width of plain text for the visitor's terminal.
func (v *visit) width() int {
	if pty, _, ok := v.Pty(); ok && pty.Window.Width > 0 {
		return min(max(pty.Window.Width, 20), 200)
	}
	return textWidth
}

// export writes one format unchanged, or text as wide as the terminal.
func (s *Server) export(v *visit, f export.Format) int {
	e, width := v.edition, v.width()
	_, _, tty := v.Pty()
	for _, own := range e.Files {
		if tty && own.Binary && own.Name == f.Name {
			why := locale.Fill(e.CV.Words().Visit.NotForScreen, "file", own.Path)
			return v.complain(exitUsage, "%s\n%s", why, s.reached(v).fetch(own))
		}
	}
	var b []byte
	var err error
	if f.Name == "text" && width != textWidth {
		b, err = s.render(v, func(w io.Writer) error { return export.Text(w, e.CV, width) })
	} else {
		b, err = e.Export(f.Name)
	}
	if _, ok := errors.AsType[*export.UnreadableError](err); ok {
		var others []string
		for _, own := range e.Files {
			others = append(others, own.Name)
		}
		return v.complain(exitFailed, "%s", locale.Fill(e.CV.Words().Visit.NoPDF, "formats", strings.Join(others, ", ")))
	}
	v.takes(f.Name)
	return s.send(v, b, err)
}

// render returns a text that is not kept, as write writes it. The text of a long CV costs as
// much as hundreds of screens, so it waits like them. It is empty if the client has gone.
func (s *Server) render(v *visit, write func(io.Writer) error) ([]byte, error) {
	var b bytes.Buffer
	var err error
	s.runner.Work(v.guard.Work(), v.Context().Done(), func() { err = write(&b) })
	return b.Bytes(), err
}

// send writes the output and returns the exit status. A write fails if the client has gone,
// which is not logged.
func (s *Server) send(v *visit, b []byte, err error) int {
	if err != nil {
		s.cfg.Log.Error("a command failed", "command", tidy(v.RawCommand()), "err", err)
		return v.complain(exitFailed, "%s", v.words().Visit.Failed)
	}
	if _, err := v.Write(b); err != nil {
		return exitFailed
	}
	return exitDone
}

// names returns all words that a visitor can type.
func (v *visit) names() []string {
	names := []string{"help"}
	for _, f := range v.edition.Files {
		names = append(append(names, f.Name, f.File), f.Aliases...)
	}
	for _, s := range v.edition.Sections {
		names = append(names, s.Name)
	}
	if v.editions.Several() {
		for _, l := range v.editions.Languages {
			names = append(names, l.Code)
		}
	}
	return names
}

// help lists the commands, with the host that the visitor has reached. Each command has its
// own line, because it must be copied whole even with a long host name; other lines are at
// most textWidth wide.
func (s *Server) help(v *visit) string {
	h, e := s.reached(v), v.edition
	w := e.CV.Words()
	var b strings.Builder
	line := func(command, does string) { fmt.Fprintf(&b, "  %s\n%s", command, fold("      ", does)) }
	title := func(title string) { fmt.Fprintf(&b, "\n%s\n", strings.TrimSpace(w.Pair(title, ""))) }
	b.WriteString(fold("", locale.Fill(w.Visit.Title, "name", e.CV.Basics.Name)) + "\n")
	line(h.read(e.Code), w.Visit.ReadIt)
	if n := len(e.Sections); n > 0 {
		name := e.Sections[n/2].Name
		command := strings.TrimSpace(e.Code + " " + name)
		line(h.ssh("-t", command), locale.Fill(w.Visit.ReadFrom, "section", name))
		line(h.ssh("", command), w.Visit.ReadSection)
		names := []string{w.Pair(w.Visit.Sections, "")}
		for _, s := range e.Sections {
			names = append(names, s.Name)
		}
		b.WriteString("\n" + fold("", strings.Join(names, " ")))
	}
	if v.editions.Several() {
		title(w.Labels.Languages)
		for _, l := range v.editions.Languages {
			if l != e {
				line(h.read(l.Code), l.Own())
			}
		}
	}
	title(w.Screen.SaveTitle)
	for _, f := range e.Files {
		line(h.fetch(f), f.Summary(w))
	}
	return b.String()
}

// fold breaks a text into lines of at most textWidth cells, each with an indent.
func fold(indent, text string) string {
	var b strings.Builder
	text = strings.Join(strings.Fields(text), " ")
	width := textWidth - len(indent)
	for _, l := range cell.Wrap(text, nil, width, width) {
		b.WriteString(indent + text[l.From:l.To] + "\n")
	}
	return b.String()
}
