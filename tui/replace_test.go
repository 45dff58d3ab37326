package tui

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/golden"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/problem"
)

// awards returns a document with a list of prizes between two other sections. A first
// title "-" leaves out the section before it.
func awards(t testing.TB, titles ...string) *Document {
	t.Helper()
	var b strings.Builder
	b.WriteString("basics: {name: Wen Kaiyue}\nmeta: {sections: [{name: work}, {name: awards}, {name: skills}]}\n")
	if titles[0] != "-" {
		b.WriteString("work: [{position: P1}, {position: P2, highlights: [a, b, c]}]\n")
	} else {
		titles = titles[1:]
	}
	b.WriteString("awards:\n")
	for _, s := range titles {
		fmt.Fprintf(&b, "- {title: %q, summary: \"what it was for\"}\n", s)
	}
	b.WriteString("skills:\n")
	for i := range 20 {
		fmt.Fprintf(&b, "- {name: S%d}\n", i)
	}
	return load(t, b.String())
}

func prizes(n int) (out []string) {
	for i := range n {
		out = append(out, fmt.Sprintf("Prize %d", i))
	}
	return out
}

// A new version of the CV keeps the reader's entry at the top, even if entries before it
// were added or removed.
func TestReplaceKeepsThePlace(t *testing.T) {
	all := prizes(10)
	for name, c := range map[string]struct {
		next []string
		top  string
	}{
		"the same":        {all, "Prize 4"},
		"newest first":    {append([]string{"Prize A", "Prize B"}, all...), "Prize 4"},
		"one less before": {all[1:], "Prize 4"},
		"no work":         {append([]string{"-"}, all...), "Prize 4"},
		"retitled":        {append(append(append([]string{}, all[:4]...), "Medal"), all[5:]...), "Medal"},
		"all but three":   {all[:3], "Prize 2"},
	} {
		t.Run(name, func(t *testing.T) {
			m := New(awards(t, all...), Options{Width: 50, Height: 12})
			for m.here() != "awards" || !strings.Contains(screen(m)[m.geo.top], "Prize 4") {
				before := m.offset
				if m = press(m, "j"); m.offset == before {
					t.Fatal("Prize 4 does not get to the top")
				}
			}
			m = update(m, Replace{Document: awards(t, c.next...)})
			if top := screen(m)[m.geo.top]; !strings.Contains(top, c.top) {
				t.Errorf("got %q at the top, want %s", top, c.top)
			}
			if footer := screen(m)[m.geo.footer]; !strings.Contains(footer, "reloaded") {
				t.Errorf("got footer %q, want reloaded", footer)
			}
			if footer := screen(press(m, "k"))[m.geo.footer]; strings.Contains(footer, "reloaded") {
				t.Errorf("after a key: got footer %q, want no reloaded", footer)
			}
		})
	}
}

// A section that was jumped to stays the current one. If it is gone, the screen is
// still a valid one.
func TestReplaceKeepsTheSection(t *testing.T) {
	m := press(New(awards(t, prizes(10)...), Options{Width: 50, Height: 12}), "2")
	if m = update(m, Replace{Document: awards(t, append([]string{"-"}, prizes(12)...)...)}); m.here() != "awards" || m.offset != m.lay.Sections[0].Line {
		t.Errorf("got section %s, line %d, want awards, line %d", m.here(), m.offset, m.lay.Sections[0].Line)
	}
	m = press(m, "2")
	m = update(m, Replace{Document: NewDocument(new(data.CV))})
	checkFrame(t, press(m, "j"), 50, 12)
	m = update(m, Replace{Document: awards(t, prizes(10)...)})
	checkFrame(t, press(m, "j"), 50, 12)
}

// A search continues in the new version.
func TestReplaceSearchesAgain(t *testing.T) {
	m := press(New(awards(t, prizes(10)...), Options{Width: 50, Height: 12}), "/ p r i z e enter")
	m = update(m, Replace{Document: awards(t, prizes(12)...)})
	m = press(m, "n")
	if got := m.count(); got != "2/12" {
		t.Errorf("got count %s, want 2/12", got)
	}
}

// The line to return to from a search may be gone in the new version.
func TestReplaceWhileSearching(t *testing.T) {
	m := press(New(awards(t, prizes(60)...), Options{Width: 80, Height: 24}), "space space space /")
	m = update(m, Replace{Document: load(t, "basics: {name: A, summary: 'Just this.'}")})
	if m = press(m, "j"); m.count() != "1/1" {
		t.Errorf("got count %s, want 1/1", m.count())
	}
}

func testProblem() problem.Problem {
	return problem.Problem{File: "cv.yaml", Line: 15, Column: 18, Before: `    postalCode: "`, At: `100084"`,
		Message: "this is not YAML: this quotation mark has no second one", Fix: "close it at the end of the text"}
}

// A problem covers the CV until the file is mended or the problem closed.
func TestProblemGoes(t *testing.T) {
	for name, mend := range map[string]func(Model) Model{
		"mended": func(m Model) Model { return update(m, Replace{Document: embedded(t)}) },
		"closed": func(m Model) Model { return press(m, "esc") },
	} {
		m := press(newModel(t, 80, 24), "3 j / w e n")
		before := m.offset
		m = update(m, testProblem())
		if m.Place() != "problem" || !strings.Contains(m.View().Content, "line 15, column 18") {
			t.Errorf("%s: got place %s, want the problem with its line and column:\n%s", name, m.Place(), m.View().Content)
		}
		m = mend(m)
		if m.Place() != "publications" || m.offset != before || strings.Contains(m.View().Content, "column 18") {
			t.Errorf("%s: got place %s, offset %d, want publications, %d", name, m.Place(), m.offset, before)
		}
	}
	m := update(press(newModel(t, 80, 24), "?"), Replace{Document: embedded(t)})
	if m.Place() != "help" {
		t.Errorf("new version: got place %s, want help to stay open", m.Place())
	}
}

// Every problem fits every screen.
func TestProblemFitsEverySize(t *testing.T) {
	long := strings.Repeat("wide 日本語 ", 20)
	for _, p := range []problem.Problem{
		testProblem(),
		{File: "cv.yaml", Message: "open cv.yaml: no such file or directory"},
		{File: strings.Repeat("long", 20) + ".yaml", Line: 123456, Column: 999, Before: long, At: long, Message: long, Fix: long},
		{File: "cv.yaml", Line: 1, Column: 200, Before: strings.Repeat("👩‍👩‍👧‍👦", 50)},
	} {
		for w := 1; w <= 130; w += 3 {
			for _, h := range []int{3, 8, 12, 24, 40} {
				opt := testOptions()
				opt.Width, opt.Height = w, h
				m := update(New(embedded(t), opt), p)
				checkFrame(t, m, w, h)
				m = update(m, tea.WindowSizeMsg{Width: h, Height: 9}) // also while it is open
				checkFrame(t, m, h, 9)
			}
		}
	}
	opt := testOptions()
	opt.Width, opt.Height = 40, 12
	m := update(New(embedded(t), opt), testProblem())
	if n := len(m.page.Lines); n > m.geo.body {
		t.Errorf("40×12: got a page of %d lines, want at most %d", n, m.geo.body)
	}
}

func TestProblemFrames(t *testing.T) {
	for _, size := range [][2]int{{40, 12}, {80, 24}, {120, 40}} {
		for _, ascii := range []bool{false, true} {
			t.Run(fmt.Sprintf("%dx%d-%v", size[0], size[1], map[bool]string{false: "utf8", true: "ascii"}[ascii]), func(t *testing.T) {
				opt := testOptions()
				opt.ASCII = ascii
				m := update(New(embedded(t), opt), tea.WindowSizeMsg{Width: size[0], Height: size[1]})
				golden.RequireEqual(t, update(press(m, "2"), testProblem()).View().Content)
			})
		}
	}
}
