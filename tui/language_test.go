package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"wenkaiyue.com/cv/data/locale"
)

// The screens of a CV are in its language, and fit. A terminal without UTF-8 gets English
// words.
func TestLanguages(t *testing.T) {
	for _, tag := range locale.Tags() {
		words := locale.For(tag.String())
		doc := load(t, "basics: {name: A B, email: a@example.org}\nwork: [{name: C, startDate: 2021-07}]\nskills: [{name: D}]\nmeta: {language: "+tag.String()+"}")
		for _, size := range [][2]int{{40, 12}, {80, 24}, {120, 40}} {
			for _, keys := range []string{"", "?", "c", "s", "t", "m", "n"} {
				opt := testOptions()
				opt.Width, opt.Height = size[0], size[1]
				rows := screen(press(New(doc, opt), keys))
				for y, row := range rows {
					if n := ansi.StringWidth(row); n > size[0] {
						t.Errorf("%s %v %q: got row %d with %d cells: %q", tag, size, keys, y, n, row)
					}
				}
				text, want := strings.Join(rows, "\n"), map[string]string{
					"": strings.ToUpper(words.Labels.Work), "?": strings.ToUpper(words.Screen.KeysTitle), "c": strings.ToUpper(words.Screen.ContactTitle), "s": strings.ToUpper(words.Screen.SaveTitle),
				}[keys]
				if !strings.Contains(text, want) {
					t.Errorf("%s %v %q: got no %q in\n%s", tag, size, keys, want, text)
				}
			}
		}
		m := New(doc, Options{Width: 80, Height: 24, ASCII: true})
		if text := strings.Join(screen(m), "\n"); !strings.Contains(text, "EXPERIENCE") || !strings.Contains(text, "Jul 2021 - present") || !strings.Contains(text, "q quit") {
			t.Errorf("%s in ASCII: got\n%s\nwant the English words", tag, text)
		}
		if n := len(strings.Split(words.Screen.Scroll, " ")); n > 1 {
			t.Errorf("%s: got %d words for scroll in the footer, want 1", tag, n)
		}
	}
}

// The header of a right-to-left CV ends at the right margin, as its text does, and no other
// Hebrew stands beside the name. The search prompt begins at the left margin, where the cursor is.
func TestRightToLeftHeader(t *testing.T) {
	doc := load(t, "basics: {name: אבג, label: דהו, location: {city: זחט}}\nwork: [{name: כלמ}]\nskills: [{name: נסע}]\nmeta: {language: he}")
	for _, size := range [][2]int{{40, 12}, {80, 16}, {80, 24}, {120, 40}} {
		for _, languages := range [][]Language{nil, {{Code: "de", Label: "DE"}, {Code: "he", Label: "HE"}}} {
			opt := testOptions()
			opt.Width, opt.Height, opt.Languages = size[0], size[1], languages
			m := New(doc, opt)
			rows, g := screen(m), m.geo
			name := rows[g.header]
			if !strings.HasSuffix(name, " אבג") || ansi.StringWidth(name) != g.left+g.text {
				t.Errorf("%v: got the name in %q, want it at the right margin", size, name)
			}
			if before := strings.TrimSuffix(name, "אבג"); strings.ContainsFunc(before, func(r rune) bool { return r >= 'א' && r <= 'ת' }) {
				t.Errorf("%v: got Hebrew beside the name in %q", size, name)
			}
			if label := rows[g.header+1]; g.headline && (!strings.HasSuffix(label, " דהו") || ansi.StringWidth(label) != g.left+g.text) {
				t.Errorf("%v: got the label in %q, want it at the right margin", size, label)
			}
			if prompt := screen(press(m, "/ א"))[g.footer]; !strings.HasPrefix(prompt, strings.Repeat(" ", g.left)+"/א ") {
				t.Errorf("%v: got the prompt %q, want it at the left margin", size, prompt)
			}
		}
	}
}
