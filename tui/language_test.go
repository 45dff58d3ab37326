package tui

import (
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"wenkaiyue.com/cv/data/locale"
)

// The screens of a CV are in its language, and fit in each; a terminal that is not in
// UTF-8 gets the English words.
func TestLanguages(t *testing.T) {
	for _, tag := range locale.Tags() {
		words := locale.For(tag.String())
		doc := load(t, "basics: {name: A B, email: a@example.org}\nwork: [{name: C, startDate: 2021-07}]\nskills: [{name: D}]\nmeta: {language: "+tag.String()+"}")
		for _, size := range [][2]int{{40, 12}, {80, 24}, {120, 40}} {
			for _, keys := range []string{"", "?", "c", "s", "t", "m", "n"} {
				opt := testOptions()
				opt.Width, opt.Height = size[0], size[1]
				m := New(doc, opt)
				if keys != "" {
					m = press(m, keys)
				}
				rows := screen(m)
				for y, row := range rows {
					if n := ansi.StringWidth(row); n > size[0] {
						t.Errorf("%s %v %q: row %d is %d cells wide: %q", tag, size, keys, y, n, row)
					}
				}
				text, want := strings.Join(rows, "\n"), map[string]string{
					"": strings.ToUpper(words.Labels.Work), "?": strings.ToUpper(words.Screen.KeysTitle), "c": strings.ToUpper(words.Screen.ContactTitle), "s": strings.ToUpper(words.Screen.SaveTitle),
				}[keys]
				if !strings.Contains(text, want) {
					t.Errorf("%s %v %q: no %q in\n%s", tag, size, keys, want, text)
				}
			}
		}
		m := New(doc, Options{Width: 80, Height: 24, ASCII: true})
		if text := strings.Join(screen(m), "\n"); !strings.Contains(text, "EXPERIENCE") || !strings.Contains(text, "Jul 2021 - present") || !strings.Contains(text, "q quit") {
			t.Errorf("%s in ASCII:\n%s", tag, text)
		}
		if n := len(strings.Split(words.Screen.Scroll, " ")); n > 1 {
			t.Errorf("%s: the footer's first word is %s words", tag, strconv.Itoa(n))
		}
	}
}
