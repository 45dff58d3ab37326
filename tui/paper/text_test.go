package paper

import (
	"strings"
	"testing"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/markup"
)

// Balancing lines does not break a word that fits a line.
func TestBalanceBreaksNoWord(t *testing.T) {
	address := "https://example.org/" + strings.Repeat("x", 40)
	for w := len(address); w < len(address)+30; w++ {
		if lines := (Text{{Text: "see " + address + " too"}}).wrap(w, w); !strings.Contains(joinLines(lines), address) {
			t.Errorf("width %d: got %q, want the address in one piece", w, joinLines(lines))
		}
	}
}

// A long date is below a title that it would break into lines, and beside any other.
func TestDateBesideATitle(t *testing.T) {
	for title, want := range map[string]int{"Entwickler": 1, "Leitender Softwareentwickler und Architekt": 2} {
		p := Page{Look: newLook(Terminal{}, locale.English()), Width: Roomy}
		p.Set(Block{Text: Text{{Text: title}}, Right: "März 2018 – Juni 2021"})
		if len(p.Lines) != want || want == 1 && p.Lines[0].Width() != Roomy {
			t.Errorf("%q: %q", title, p.Lines)
		}
	}
}

// A dot between two links neither begins a line nor ends one.
func TestLinksInLines(t *testing.T) {
	it := &data.Item{Links: []markup.Run{{Words: "DOI 10.1145/3341301.3359639"}, {Words: "Code"}, {Words: "Slides"}, {Words: "Video"}}}
	for w := 20; w < 60; w++ {
		p := Page{Look: newLook(Terminal{}, locale.English()), Width: w}
		p.links(3, it)
		for _, l := range p.Lines {
			if text := strings.TrimSpace(l.String()); strings.HasPrefix(text, p.Dot) || strings.HasSuffix(text, p.Dot) {
				t.Errorf("at %d: %q", w, p.Lines)
			}
		}
	}
}

func joinLines(lines []Text) string {
	var rows []string
	for _, text := range lines {
		rows = append(rows, text.String())
	}
	return strings.Join(rows, "\n")
}
