package server

import (
	"bytes"
	"errors"
	"path"
	"slices"
	"strconv"
	"strings"

	"charm.land/wish/v2"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/server/editions"
)

// The exit statuses of a session; 255 is ssh's own and never ours.
const (
	exitDone    = 0
	exitFailed  = 1
	exitUsage   = 2
	exitUnknown = 127
)

// textWidth is the width of plain text without a terminal, in columns.
const textWidth = 80

// refuse writes one line to stderr and ends the session as failed.
func (v *visit) refuse(format string, args ...any) {
	wish.Errorf(v, "cv: "+format+"\n", args...)
	_ = v.Exit(exitFailed)
}

// interactive reports whether a session gets the interactive CV: it has a capable
// terminal and no command but a language and the name of a section.
func (v *visit) interactive() bool {
	pty, _, ok := v.Pty()
	if name, _, _ := strings.Cut(pty.Term, "-"); !ok || name == "dumb" { // or dumb-emacs-ansi
		return false
	}
	return len(v.typed) == 0 || len(v.typed) == 1 && v.edition.Section(v.typed[0]) != nil
}

// run runs the command of a session and returns its exit status.
func (s *Server) run(v *visit) int {
	e, typed := v.edition, v.typed
	say := &e.CV.Words().Visit
	if len(typed) == 0 {
		return s.text(v, nil)
	}
	if len(typed) > 1 {
		wish.Errorf(v, "cv: %s; %s\n%s\n", say.NoShell, say.OneWord, s.howToGetHelp(v))
		return exitUsage
	}
	word := typed[0]
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
	if section := e.Section(word); section != nil {
		return s.text(v, section)
	}
	near := ""
	if n := problem.Nearest(word, v.names()); n != "" {
		near = "; " + locale.Fill(say.Near, "word", n)
	} else if isShell(word) {
		near = "; " + say.NoShell
	}
	wish.Errorf(v, "cv: %s%s\n%s\n", locale.Fill(say.Unknown, "word", strings.Trim(strconv.Quote(tidy(word)), `"`)), near, s.howToGetHelp(v))
	return exitUnknown
}

// isShell reports whether a command asks for a shell, as editors that work on
// remote machines do.
func isShell(word string) bool {
	return slices.Contains([]string{"sh", "ash", "bash", "dash", "fish", "ksh", "zsh", "cmd", "cmd.exe", "powershell", "pwsh"}, path.Base(word))
}

func (s *Server) howToGetHelp(v *visit) string {
	return locale.Fill(v.words().Visit.HowToHelp, "command", s.reached(v).ssh("", "help"))
}

// text writes the whole CV or one section, as wide as the visitor's terminal.
func (s *Server) text(v *visit, section *data.Section) int {
	width := textWidth
	if pty, _, ok := v.Pty(); ok && pty.Window.Width > 0 {
		width = min(max(pty.Window.Width, 20), 200)
	}
	var b bytes.Buffer
	var err error
	if section != nil {
		v.reads(section.Name)
		err = export.TextSection(&b, *section, width)
	} else {
		v.takes("text")
		err = export.Text(&b, v.edition.CV, width)
	}
	return s.send(v, b.Bytes(), err)
}

// export writes one format, byte for byte.
func (s *Server) export(v *visit, f export.Format) int {
	e := v.edition
	_, _, tty := v.Pty()
	switch {
	case tty && f.Binary && e.Offers(f):
		wish.Errorf(v, "cv: %s\n%s\n", locale.Fill(e.CV.Words().Visit.NotForScreen, "file", editions.FileName(f, v.code())), s.reached(v).fetch(f, v.code()))
		return exitUsage
	case tty && f.Name == "text":
		return s.text(v, nil)
	}
	b, err := e.Export(f.Name)
	var unreadable *export.UnreadableError
	if errors.As(err, &unreadable) {
		v.refuse("%v", unreadable)
		return exitFailed
	}
	v.takes(f.Name)
	return s.send(v, b, err)
}

// send writes the output and returns the exit status. A write fails when the client
// has gone, which is not logged.
func (s *Server) send(v *visit, b []byte, err error) int {
	if err != nil {
		s.cfg.Log.Error("a command failed", "command", tidy(v.RawCommand()), "err", err)
		v.refuse("%s", v.words().Visit.Failed)
		return exitFailed
	}
	if _, err := v.Write(b); err != nil {
		return exitFailed
	}
	return exitDone
}

// names returns every word that a visitor can type.
func (v *visit) names() []string {
	names := []string{"help"}
	for _, f := range v.edition.Formats {
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

// code returns the code of the visit's edition; see [editions.code].
func (v *visit) code() string { return v.editions.Code(v.edition) }
