package tui

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"wenkaiyue.com/cv/data"
)

// TestFiles shows every line of every CV in data/testdata, the hostile one included, at
// every width.
func TestFiles(t *testing.T) {
	names, err := filepath.Glob("../data/testdata/*.[jy]*")
	if err != nil || len(names) < 8 {
		t.Fatalf("got files %q, %v, want at least 8", names, err)
	}
	for _, name := range names {
		cv, err := data.LoadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		doc := NewDocument(cv)
		t.Run(filepath.Base(name), func(t *testing.T) {
			seen := map[*layout]bool{} // wide screens share one
			for width := 1; width <= 200; width++ {
				opt := testOptions()
				opt.Width, opt.Height, opt.ASCII = width, 1+width*7%60, width%5 == 0
				m := New(doc, opt)
				checkFrame(t, m, opt.Width, opt.Height)
				for i := range m.lay.Lines {
					if seen[m.lay] {
						break
					}
					if n := m.lay.Lines[i].Width(); m.geo.class != tooSmall && n > m.geo.text {
						t.Fatalf("width %d: got line %d with %d cells, want at most %d", width, i, n, m.geo.text)
					}
					checkSequences(t, m.lay.Row(i))
				}
				seen[m.lay] = true
				keys := []string{"G", "l l l", "c", "s", "/ e"}[width%5]
				p := press(m, keys)
				checkFrame(t, p, opt.Width, opt.Height)
				checkShown(t, ansi.Strip(p.View().Content))
				checkShown(t, m.View().WindowTitle)
			}
		})
	}
}

// checkShown fails on control characters and on those that make text look like other text.
func checkShown(t *testing.T, s string) {
	t.Helper()
	if i := strings.IndexFunc(s, func(r rune) bool {
		return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\u200b' || r == '\ufeff' || r >= 0xe0000 && r < 0xe0080
	}); i >= 0 {
		t.Fatalf("got %q on screen, want no such character", s[i:min(i+8, len(s))])
	}
}

// A search finds every field of whole.yaml.
func TestWholeFile(t *testing.T) {
	cv, err := data.LoadFile("../data/testdata/whole.yaml")
	if err != nil {
		t.Fatal(err)
	}
	opt := testOptions()
	opt.Width, opt.Height = 100, 30
	m := New(NewDocument(cv), opt)
	for _, want := range strings.Split("Mastodon: social.example/@jane|Chat: jane-chat|github.com/jane|+1 (912) 555-4321|other@example.com|1 Some Street|12345|"+
		"First paragraph with strong, `code` and a link (a.example/x_(y)?a=1&b=2)|snake_case, 2*3*4, C*, <b>, https://b.example/path|"+
		"Work name, Work location|Work post|Keywords: Work post keyword|Education location|Reference name, Reference position, Reference company|reference.example|Work description|Work position|work.example|Feb 2020 – present|Work summary|Work highlight one|Work highlight two|"+
		"Volunteer organization|Volunteer position|volunteer.example|2012 – Jan 2013|Volunteer summary|Volunteer highlight|"+
		"Education type, Education area, Education institution|education.example|Jun 2011 – Expected 07/2023|Education label: 3.9|Education course|C* course|"+
		"Award title|11/2014|Award awarder|Award summary|Certificate name|March 2019|certificate.example|Certificate issuer|"+
		"Publication name|Publication publisher, Publication status|Autumn 2014|publication.example|Publication summary|Jane Doe*, Publication author*|"+
		"Skill name, Skill level|Skill keyword, Skill other|Language language|Language fluency|Interest name|Interest keyword|Reference name|Reference reference|"+
		"Project name|Project description|Project highlight|Project keyword|Aug 2016|project.example|Project role, Project second, Supervised by Project supervisor, Project entity, Project location, Project type|"+
		"FREE TITLE|Free name|Free location|free.example|2018 – 2019|Free summary|Free highlight|Free keyword", "|") {
		if m.lay.Search(want).Len() == 0 {
			t.Errorf("got no match of %q", want)
		}
	}
}
