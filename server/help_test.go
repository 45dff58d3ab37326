package server

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/server/editions"
)

// Help fits a terminal of 80 columns, except commands with a long host name, which have
// lines of their own to be copied.
func TestHelpFitsATerminal(t *testing.T) {
	cfg := testConfig(t)
	cfg.PublicAddress = "curriculum-vitae.department-of-computing.university.example.org:2222"
	cv, err := data.Load("cv.yaml", strings.NewReader(`
basics: {name: Ana Lind}
work: [{position: a}]
education: [{institution: a}]
volunteer: [{organization: a}]
projects: [{name: a}]
awards: [{title: a}]
certificates: [{name: a}]
publications: [{name: a}]
skills: [{name: a}]
languages: [{language: a}]
interests: [{name: a}]
references: [{name: a, reference: b}]
`))
	if err != nil {
		t.Fatal(err)
	}
	cfg.First.CV = cv
	s, _ := startServer(t, cfg)
	out, _, status := command(t, dial(t, s, gossh.ClientConfig{}), "help")
	if status != 0 {
		t.Fatalf("got status %d, want 0", status)
	}
	lines := strings.Split(out, "\n")
	for i, line := range lines {
		if host := s.public.name; strings.Contains(line, host) {
			if i+1 == len(lines) || !strings.HasPrefix(lines[i+1], "      ") {
				t.Errorf("command without a description below it: %q", line)
			}
		} else if n := ansi.StringWidth(line); n > textWidth {
			t.Errorf("got a line of %d cells, want at most %d: %q", n, textWidth, line)
		}
	}
	words := strings.Join(strings.Fields(out), " ")
	for _, f := range export.Formats() {
		if want := s.public.fetch(editions.File{Format: f, Edition: new(editions.Edition), Path: f.File}) + " " + f.Summary(locale.English()); !strings.Contains(words, want) {
			t.Errorf("help lacks %q", want)
		}
	}
	for _, section := range cv.Sections() {
		if !strings.Contains(words, " "+section.Name+" ") {
			t.Errorf("help lacks the section %s", section.Name)
		}
	}
}
