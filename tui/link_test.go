package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// The addresses of links are in ASCII, as some terminals take a byte of Ü, М or 本 for the
// end of the address and show the rest. The text of the link is not encoded.
func TestLinksAreBytesOfURIs(t *testing.T) {
	for _, url := range []string{"https://example.com/Übung/more", "https://ru.wikipedia.org/wiki/Москва", "https://example.com/日本"} {
		doc := load(t, "basics: {name: Jane, url: '"+url+"', summary: 'See [the paper]("+url+").'}\nwork: [{name: W, url: '"+url+"'}]\n")
		m := New(doc, Options{Width: 80, Height: 24})
		for s := m.View().Content; ; {
			_, after, found := strings.Cut(s, "\x1b]8;;")
			if !found {
				break
			}
			address, rest, _ := strings.Cut(after, "\x07")
			if i := strings.IndexFunc(address, func(r rune) bool { return r < ' ' || r > '~' }); i >= 0 {
				t.Errorf("%s: got the address %q, want it in ASCII", url, address)
			}
			s = rest
		}
		if text := ansi.Strip(m.View().Content); !strings.Contains(text, "See the paper (") || strings.Contains(strings.ReplaceAll(text, "100%", ""), "%") {
			t.Errorf("%s: got\n%s\nwant the link with its URL not encoded", url, text)
		}
	}
}
