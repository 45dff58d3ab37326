package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"wenkaiyue.com/cv/data/cell"
)

// An author's name stays on one line if it fits, with plain spaces. A longer one is broken
// between its words.
func TestAuthorsAreNotCutInTwo(t *testing.T) {
	names := []string{"Zhiyuan Liu", "María José Carreño Quiñones", "刘 知远", "Ana Lind", "J. R. R. Tolkien", "Lei Hou"}
	const long = "Karl Theodor Maria Nikolaus Johann Jacob Philipp Franz Joseph"
	doc := load(t, `publications: [{name: T, authors: ["`+strings.Join(names, `", "`)+`", "`+long+`"]}]`)
	for w := minWidth; w <= 110; w++ {
		m := New(doc, Options{Width: w, Height: 60})
		text := strings.Join(screen(m), "\n")
		for _, name := range names {
			fits := cell.Width(name+",") <= m.geo.text-len("1  ")
			if fits && !strings.Contains(text, name) {
				t.Errorf("width %d: got %s on two lines, want one:\n%s", w, name, text)
			}
			if found := update(press(m, "/"), tea.PasteMsg{Content: name}); found.query.found.Len() != 1 {
				t.Errorf("width %d: got %d matches of %s, want 1", w, found.query.found.Len(), name)
			}
		}
		if joined := strings.Join(strings.Fields(text), " "); !strings.Contains(joined, long) {
			t.Errorf("width %d: got a break within a word of a long name:\n%s", w, text)
		}
		checkFrame(t, m, w, 60)
	}
}
