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

// The page on the web is the page, and has three things beside it: the PDF among
// the contacts, the line to type, and the files.
func TestWebPage(t *testing.T) {
	page, without := webPage(t, embedded(t), "ssh -p 2222 cv.example.org"), render(t, "html", embedded(t))
	for _, f := range Formats() {
		if !strings.Contains(page, `<a href="`+f.File+`" `) {
			t.Errorf("no link to %s", f.File)
		}
	}
	line := "<dt>PDF</dt><dd><a href=\"cv.pdf\">cv.pdf</a></dd>\n<dt>Terminal</dt><dd><code>ssh -p 2222 cv.example.org</code></dd>\n"
	before, after, ok := strings.Cut(page[strings.Index(page, "<body>"):], line)
	if !ok {
		t.Fatalf("no %q", line)
	}
	body, _, ok := strings.Cut(before+after, "\n<nav aria-label=\"Formats\">")
	if body += "\n</footer>\n</body>\n</html>\n"; !ok || body != without[strings.Index(without, "<body>"):] {
		t.Error("the rest is not that of the export")
	}
	style := page[strings.Index(page, "<style>")+len("<style>") : strings.Index(page, "</style>")]
	if want := policy(style) + "; img-src 'self'"; !strings.Contains(html.UnescapeString(page), `content="`+want+`"`) {
		t.Errorf("the policy is not %s", want)
	}
	if !strings.Contains(StyleSources(), styleSource(style)) || !strings.Contains(StyleSources(), styleSource(pageStyle)) {
		t.Errorf("%s does not allow the style sheets", StyleSources())
	}
}

// A CV without any address has the line nevertheless, and a line is text.
func TestWebPageEscapes(t *testing.T) {
	cv := load(t, "a.json", `{"basics": {"name": "A"}}`)
	want, _ := outline(t, webPage(t, cv, "x"))
	got, text := outline(t, webPage(t, cv, hostile))
	if !slices.Equal(got, want) || !strings.Contains(text, hostile) {
		t.Errorf("a hostile line changes the page:\n%q\nwant\n%q", got, want)
	}
}
