package export

import (
	"bytes"
	"html"
	"slices"
	"strings"
	"testing"

	"wenkaiyue.com/cv/data"
)

func webPage(t testing.TB, cv *data.CV, command string) string {
	t.Helper()
	var b bytes.Buffer
	if err := WebPage(&b, cv, Web{Command: command, Files: Formats()}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The web page is the exported page with three additions: the PDF among the contacts, the
// command to type, and links to the files.
func TestWebPage(t *testing.T) {
	page, without := webPage(t, embedded(t), "ssh -p 2222 cv.example.org"), render(t, "html", embedded(t))
	for _, f := range Formats() {
		if !strings.Contains(page, `<a href="`+f.File+`" `) {
			t.Errorf("the page lacks a link to %s", f.File)
		}
	}
	line := "<dt>PDF</dt><dd><a href=\"cv.pdf\">cv.pdf</a></dd>\n<dt>Terminal</dt><dd><code>ssh -p 2222 cv.example.org</code></dd>\n"
	before, after, ok := strings.Cut(page[strings.Index(page, "<body>"):], line)
	if !ok {
		t.Fatalf("the page lacks %q", line)
	}
	body, _, ok := strings.Cut(before+after, "\n<nav aria-label=\"Formats\">")
	if body += "\n</footer>\n</body>\n</html>\n"; !ok || body != without[strings.Index(without, "<body>"):] {
		t.Error("the page without its additions differs from the exported page")
	}
	style := page[strings.Index(page, "<style>")+len("<style>") : strings.Index(page, "</style>")]
	if want := policy(style) + "; img-src 'self'"; !strings.Contains(html.UnescapeString(page), `content="`+want+`"`) {
		t.Errorf("the page lacks the policy %s", want)
	}
	if !strings.Contains(StyleSources(), styleSource(style)) || !strings.Contains(StyleSources(), styleSource(pageStyle)) {
		t.Errorf("got style sources %s, want those of both pages", StyleSources())
	}
}

// The command is shown even without contacts, and is escaped.
func TestWebPageEscapes(t *testing.T) {
	cv := load(t, "a.json", `{"basics": {"name": "A"}}`)
	want, _ := outline(t, webPage(t, cv, "x"))
	got, text := outline(t, webPage(t, cv, hostile))
	if !slices.Equal(got, want) || !strings.Contains(text, hostile) {
		t.Errorf("a hostile command changes the elements: got\n%q\nwant\n%q", got, want)
	}
}
