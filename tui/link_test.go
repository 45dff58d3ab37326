package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"wenkaiyue.com/cv/data"
)

// A terminal takes one byte of Ü, of М or of 本 for the end of a link's address,
// and shows what is left of it.
func TestLinksAreBytesOfURIs(t *testing.T) {
	for _, url := range []string{"https://example.com/Übung/more", "https://ru.wikipedia.org/wiki/Москва", "https://example.com/日本"} {
		cv, err := data.Load("a.yaml", strings.NewReader("basics: {name: Jane, url: '"+url+"', summary: 'See [the paper]("+url+").'}\nwork: [{name: W, url: '"+url+"'}]\n"))
		if err != nil {
			t.Fatal(err)
		}
		m := New(NewDocument(cv), Options{Width: 80, Height: 24})
		for s := m.View().Content; ; {
			_, after, found := strings.Cut(s, "\x1b]8;;")
			if !found {
				break
			}
			address, rest, _ := strings.Cut(after, "\x07")
			if i := strings.IndexFunc(address, func(r rune) bool { return r < ' ' || r > '~' }); i >= 0 {
				t.Errorf("%s: the address %q", url, address)
			}
			s = rest
		}
		if text := ansi.Strip(m.View().Content); !strings.Contains(text, "See the paper (") || strings.Contains(strings.ReplaceAll(text, "100%", ""), "%") {
			t.Errorf("%s: shown as\n%s", url, text)
		}
	}
}
