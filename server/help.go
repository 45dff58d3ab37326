package server

import (
	"fmt"
	"strings"

	"charm.land/ssh"

	"wenkaiyue.com/cv/data/export"
)

// help is what can be typed, with the host that the visitor has reached.
func (s *Server) help(sess ssh.Session, e *edition) string {
	h := s.reached(sess)
	var b strings.Builder
	line := func(command, does string) { fmt.Fprintf(&b, "  %-44s %s\n", command, does) }
	fmt.Fprintf(&b, "The CV of %s\n\n", e.cv.Basics.Name)
	line(h.ssh("", ""), "read it")
	if len(e.sections) > 0 {
		name := e.sections[len(e.sections)/2].Name
		line(h.ssh("-t", name), "read it from "+name+" on")
		line(h.ssh("", name), "that section as text")
	}
	b.WriteString("\nSections:")
	for _, s := range e.sections {
		b.WriteString(" " + s.Name)
	}
	b.WriteString("\n\nTake it with you:\n")
	for _, f := range export.Formats() {
		line(h.fetch(f), f.Summary)
	}
	return b.String()
}
