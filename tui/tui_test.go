package tui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"wenkaiyue.com/cv/tui/paper"
)

func newModel(t testing.TB, w, h int) Model {
	t.Helper()
	opt := testOptions()
	opt.Width, opt.Height = w, h
	return New(embedded(t), opt)
}

// screen returns the rows of the frame as text.
func screen(m Model) []string { return strings.Split(ansi.Strip(m.View().Content), "\n") }

func (m *Model) here() string { return m.lay.Sections[m.current()].Name }

func TestJumpLandsOnTheHeading(t *testing.T) {
	for _, size := range [][2]int{{30, 8}, {40, 12}, {80, 24}, {120, 40}} {
		m := newModel(t, size[0], size[1])
		for i, s := range m.lay.Sections {
			m = press(m, fmt.Sprint(i+1))
			if m.here() != s.Name {
				t.Errorf("%v: after %d: got section %s, want %s", size, i+1, m.here(), s.Name)
			}
			if m.offset != s.Line && m.offset != m.last() {
				t.Errorf("%v: section %s: got line %d at the top, want %d", size, s.Name, m.offset, s.Line)
			}
			if !slices.ContainsFunc(m.lay.Lines[m.offset:min(m.offset+m.geo.body, len(m.lay.Lines))], func(l paper.Line) bool { return l.Entry == m.lay.Lines[s.Line].Entry }) {
				t.Errorf("%v: the heading of %s is not on screen", size, s.Name)
			}
		}
	}
}

func TestScrollSpy(t *testing.T) {
	m := newModel(t, 80, 24)
	if m.here() != "education" {
		t.Errorf("at the start: got section %s, want education", m.here())
	}
	seen := []string{m.here()}
	for range m.lay.Lines {
		m = press(m, "j")
		if h := m.here(); h != seen[len(seen)-1] {
			seen = append(seen, h)
		}
	}
	want := []string{"education", "awards", "publications", "research", "skills"}
	if !slices.Equal(seen, want) {
		t.Errorf("scrolling down: got sections %v, want %v", seen, want)
	}
	if footer := screen(m)[m.geo.footer]; !strings.HasSuffix(footer, " 100%") {
		t.Errorf("at the end: got footer %q, want 100%%", footer)
	}
}

func TestNextAndPreviousSection(t *testing.T) {
	m := newModel(t, 80, 24)
	m = press(m, "tab tab l right")
	if m.here() != "skills" {
		t.Errorf("four times next: got %s, want skills", m.here())
	}
	if m = press(m, "h left shift+tab"); m.here() != "awards" {
		t.Errorf("three times back: got %s, want awards", m.here())
	}
	if m = press(m, "j j j h"); m.here() != "awards" || m.offset != m.lay.Sections[1].Line {
		t.Errorf("back within awards: got %s, line %d, want the heading at line %d", m.here(), m.offset, m.lay.Sections[1].Line)
	}
}

func TestPageDownLeavesNoHeadingAtTheFoot(t *testing.T) {
	for h := minHeight; h <= 40; h++ {
		m := newModel(t, 80, h)
		for range m.lay.Lines {
			before := m.offset
			m = press(m, "space")
			if m.offset == before {
				break
			}
			foot := m.offset + m.geo.body - 1
			if m.offset < m.last() && m.offset > before+1 && m.lay.Lines[foot].Keep {
				t.Errorf("height %d: got line %d, a heading, at the foot", h, foot)
			}
		}
		if m.offset != m.last() {
			t.Errorf("height %d: paging ends at line %d, want %d", h, m.offset, m.last())
		}
	}
}

func TestResizeKeepsThePlace(t *testing.T) {
	m := newModel(t, 80, 24)
	for _, keys := range []string{"space", "space j j", "3", "space"} {
		m = press(m, keys)
		item := m.lay.Lines[m.offset].Entry
		for _, w := range []int{40, 120, 33, 200, 80} {
			m = update(m, tea.WindowSizeMsg{Width: w, Height: 24})
			if got := m.lay.Lines[m.offset].Entry; got != item && m.offset != m.last() {
				t.Errorf("after %q, width %d: got item %d at the top, want %d", keys, w, got, item)
			}
		}
	}
}

// Every screen shows the whole headline, below the name if it fits, or else at the start
// of the document.
func TestHeadlineIsNotCut(t *testing.T) {
	doc := embedded(t)
	for w := minWidth; w < wideWidth; w++ { // wider screens have an outline between the lines
		for _, h := range []int{12, 20, 24, 40} {
			m := New(doc, Options{Width: w, Height: h})
			text := strings.Join(strings.Fields(strings.Join(screen(m), " ")), " ")
			if !strings.Contains(text, doc.headline) {
				t.Errorf("%d×%d: the headline is cut:\n%s", w, h, strings.Join(screen(m), "\n"))
			}
		}
	}
	m := New(load(t, "basics: {name: A B}\nskills: [{name: a}]"), Options{})
	if rows := screen(m); rows[1] != "" || !strings.Contains(rows[2], "Skills") {
		t.Errorf("without a headline: got %q, want one blank row and then Skills", rows[:4])
	}
}

func TestDeepLink(t *testing.T) {
	opt := testOptions()
	opt.Section = "research"
	m := New(embedded(t), opt)
	m = update(m, tea.WindowSizeMsg{Width: 100, Height: 30})
	if m.here() != "research" || m.offset == 0 {
		t.Errorf("got %s, line %d, want research", m.here(), m.offset)
	}
}

func TestFarewell(t *testing.T) {
	want := "Wen Kaiyue\nwenky20@mails.tsinghua.edu.cn\nhttps://wenkaiyue.com\nscp cv.example.org:cv.pdf ."
	if got := newModel(t, 80, 24).Farewell(); got != want {
		t.Errorf("got farewell %q, want %q", got, want)
	}
}

func TestViewIsPure(t *testing.T) {
	m := press(newModel(t, 80, 24), "2 / w e n")
	if a, b := m.View().Content, m.View().Content; a != b {
		t.Errorf("two views of one state differ: got %q and %q", a, b)
	}
}
