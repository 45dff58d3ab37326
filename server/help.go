package server

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"wenkaiyue.com/cv/data/locale"
)

// help is what can be typed, with the host that the visitor has reached. A
// command has a line to itself, as it must be copied whole however long the name
// of the host is; the rest keeps to the width of a terminal.
func (s *Server) help(v *visit) string {
	h, e, code := s.reached(v), v.edition, v.code()
	named := func(command string) string { return strings.TrimSpace(code + " " + command) }
	var b strings.Builder
	say := func(indent, text string) { b.WriteString(fold(indent, text)) }
	line := func(command, does string) {
		fmt.Fprintf(&b, "  %s\n", command)
		say("      ", does)
	}
	w := e.CV.Words()
	say("", locale.Fill(w.Visit.Title, "name", e.CV.Basics.Name))
	b.WriteString("\n")
	terminal := "" // ssh asks for one where there is no command
	if code != "" {
		terminal = "-t"
	}
	line(h.ssh(terminal, code), w.Visit.ReadIt)
	sections := w.Pair(w.Visit.Sections, "")
	for _, s := range e.Sections {
		sections = strings.TrimSpace(sections) + " " + s.Name
	}
	if len(e.Sections) > 0 {
		name := e.Sections[len(e.Sections)/2].Name
		line(h.ssh("-t", named(name)), locale.Fill(w.Visit.ReadFrom, "section", name))
		line(h.ssh("", named(name)), w.Visit.ReadSection)
		b.WriteString("\n")
		say("", sections)
	}
	if v.editions.Several() {
		b.WriteString("\n" + strings.TrimSpace(w.Pair(w.Labels.Languages, "")) + "\n")
		for _, l := range v.editions.Languages {
			if l.Edition != e {
				line(h.ssh("-t", l.Code), l.Own())
			}
		}
	}
	b.WriteString("\n" + strings.TrimSpace(w.Pair(w.Screen.SaveTitle, "")) + "\n")
	for _, f := range e.Formats {
		line(h.fetch(f, code), f.Summary(w))
	}
	return b.String()
}

// fold sets words in lines of at most textWidth cells behind an indent; a longer
// word has a line of its own.
func fold(indent, text string) string {
	var b strings.Builder
	used := 0
	for i, word := range strings.Fields(text) {
		n := ansi.StringWidth(word)
		switch {
		case i == 0:
			b.WriteString(indent)
			used = len(indent)
		case used+1+n > textWidth:
			b.WriteString("\n" + indent)
			used = len(indent)
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used += n
	}
	return b.String() + "\n"
}
