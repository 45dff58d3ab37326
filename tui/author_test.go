package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"wenkaiyue.com/cv/data/cell"
)

// An author's name stays on one line where a line has room for it, in plain
// spaces; a longer one is broken between its words where it can be.
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
				t.Errorf("width %d: %s is cut in two:\n%s", w, name, text)
			}
			if found := update(press(m, "/"), tea.PasteMsg{Content: name}); found.query.matches != 1 {
				t.Errorf("width %d: %s is found %d times", w, name, found.query.matches)
			}
		}
		if joined := strings.Join(strings.Fields(text), " "); !strings.Contains(joined, long) {
			t.Errorf("width %d: a long name is broken inside a word:\n%s", w, text)
		}
		checkFrame(t, m, w, 60)
	}
}
