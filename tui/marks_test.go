package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// Inline Markdown is shown in bold and italics, code in backquotes, and a link with its
// URL. A search finds the words as shown.
func TestMarks(t *testing.T) {
	opt := testOptions()
	opt.Width, opt.Height = 100, 24
	m := New(load(t, "work: [{position: P, highlights: ['**bold** and *slanted* `code`, [a *paper*](https://a.example/p), snake_case, **half']}]"), opt)
	frame := m.View().Content
	for _, want := range []string{
		"\x1b[1mbold", "\x1b[3mslanted", "`code`",
		ansi.SetHyperlink("https://a.example/p") + "\x1b[3mpaper", "(a.example/p)", "snake_case", "**half",
	} {
		if !strings.Contains(frame, want) {
			t.Errorf("the frame lacks %q:\n%q", want, frame)
		}
	}
	for query, want := range map[string]int{"bold and slanted": 1, "paper (a.ex": 1, "**bold": 0, "code": 1} {
		if got := m.lay.Search(query).Len(); got != want {
			t.Errorf("got %d matches of %q, want %d", got, query, want)
		}
	}
}
