package export

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"wenkaiyue.com/cv/data"
)

// outline returns the elements of a page with the names of their attributes, and its
// text. It reads the page with an XML parser that knows the HTML elements without an end.
func outline(t testing.TB, page string) (elements []string, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	var b strings.Builder
	for {
		tok, err := d.Token()
		if tok == nil {
			if d.InputOffset() < int64(len(page)) {
				t.Fatalf("parsing the page stopped at byte %d of %d: %v", d.InputOffset(), len(page), err)
			}
			return elements, b.String()
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			e := tok.Name.Local
			for _, a := range tok.Attr {
				e += " " + a.Name.Local
			}
			elements = append(elements, e)
		case xml.CharData:
			b.Write(tok)
		}
	}
}

const hostile = `</style></script><script>alert(1)</script><img src=x onerror=alert(1)>" onmouseover="x' {{.}} &amp; <!-- \u003c/script>`

// hostileShown is the rest of hostile without its HTML, as pages show it.
const hostileShown = `" onmouseover="x' {{.}} & <!-- \u003c/script>`

// oneOfEach returns a CV in JSON with every kind of section and text in every field.
func oneOfEach(text string) string {
	q, _ := json.Marshal(text)
	s := string(q)
	return fmt.Sprintf(`{"basics": {"name": %[1]s, "label": %[1]s, "summary": %[1]s, "location": {"city": %[1]s}},
		"work": [{"position": %[1]s, "name": %[1]s, "startDate": %[1]s, "summary": %[1]s, "highlights": [%[1]s]}],
		"awards": [{"title": %[1]s, "date": %[1]s}], "skills": [{"name": %[1]s, "keywords": [%[1]s]}],
		"publications": [{"name": %[1]s, "authors": [{"name": %[1]s, "self": true, "equal": true}], "venue": %[1]s}],
		"projects": [{"name": %[1]s, "keywords": [%[1]s]}], "references": [{"name": %[1]s, "reference": %[1]s}],
		"meta": {"sections": [{"name": "work", "title": %[1]s}, {"name": "awards"}, {"name": "skills"}, {"name": "publications"}, {"name": "projects"}, {"name": "references"}]}}`, s)
}

func TestHTMLEscapes(t *testing.T) {
	// The harmless text is as long and has a comma and a colon too, so that its layout is
	// the same.
	harmless := "x,:" + strings.Repeat("y", len(hostile))
	want, _ := outline(t, render(t, "html", load(t, "a.json", oneOfEach(harmless))))
	got, text := outline(t, render(t, "html", load(t, "a.json", oneOfEach(hostile))))
	if !slices.Equal(got, want) {
		t.Errorf("hostile text changes the elements: got\n%q\nwant\n%q", got, want)
	}
	if n := strings.Count(text, hostileShown); n < 15 {
		t.Errorf("got the text without its HTML %d times, want at least 15:\n%s", n, text)
	}
}

// tags matches a page without the contents of its style and data: elements, attributes
// with quoted values, and text, all without unescaped characters.
var tags = regexp.MustCompile(`^<!DOCTYPE html>(<[a-z0-9]+( [a-z-]+="[^<>"']*")*>|</[a-z0-9]+>|[^<>"']+)*$`)

// checkPage fails if a text became markup, or if the page has a link that is neither safe
// nor to a file beside it.
func checkPage(t testing.TB, page string) {
	t.Helper()
	bare := regexp.MustCompile(`(?s)(<style>|<script type="application/ld\+json">).*?(</style>|</script>)`).ReplaceAllString(page, "$1$2")
	if !tags.MatchString(bare) {
		t.Errorf("a text became markup:\n%s", bare)
	}
	for _, m := range regexp.MustCompile(` (\w+)="([^"]*)"`).FindAllStringSubmatch(bare, -1) {
		name, value := m[1], html.UnescapeString(m[2])
		own := slices.ContainsFunc(Formats(), func(f Format) bool { return f.File == value })
		switch {
		case strings.HasPrefix(name, "on"), name == "src", name == "style":
			t.Errorf("got%s, want no such attribute", m[0])
		case name == "href" && !own && !regexp.MustCompile(`^(https?://[^/]|mailto:.|tel:\+?[0-9]+$)`).MatchString(value):
			t.Errorf("got a link to %q, want only web, mail and telephone links and our files", value)
		}
	}
}

// No text of a CV becomes markup or an unsafe link, in any field.
func TestHTMLHostile(t *testing.T) {
	for _, text := range []string{hostile, "javascript:alert(1)", "[x](javascript:alert(1))", `" onfocus="alert(1)" autofocus x="`, "' onfocus='alert(1)", "--></style><svg/onload=alert(1)>"} {
		cv := load(t, "a.json", oneOfEach(text))
		cv.Basics.URL, cv.Work[0].URL, cv.Projects[0].URL, cv.Publications[0].URL = text, text, "https://a.example/"+text, text
		cv.Basics.Profiles = []data.Profile{{Network: text, URL: text}}
		checkPage(t, render(t, "html", cv))
		checkPage(t, webPage(t, cv, text))
	}
	cv := files(t)["hostile.yaml"]
	page := webPage(t, cv, hostile)
	checkPage(t, page)
	if n := strings.Count(page, `href="https://a.example/`); n < 10 {
		t.Errorf("hostile.yaml: got %d links, want at least 10", n)
	}
}

func TestHTMLLinks(t *testing.T) {
	page := render(t, "html", load(t, "a.json", `{"basics": {"url": "javascript:alert(1)", "profiles": [{"network": "N", "url": "data:text/html,x"}, {"network": "M", "url": "https://m.example/\"><b>"}]},
		"work": [{"position": "P", "url": "vbscript:x"}], "projects": [{"name": "P", "url": "https://p.example/?a=1&b=2"}]}`))
	var got []string
	for _, m := range regexp.MustCompile(`href="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		got = append(got, html.UnescapeString(m[1]))
	}
	if want := []string{"https://m.example/%22%3E%3Cb%3E", "https://p.example/?a=1&b=2"}; !slices.Equal(got, want) {
		t.Errorf("got links %q, want %q", got, want)
	}
}

// A skill without keywords, whose name may be a sentence, is not set as a label.
func TestHTMLNames(t *testing.T) {
	for src, want := range map[string]string{
		"skills: [Go, I know how to read code]":      `<ul class="rows">`,
		"skills: [{name: Go, keywords: [gofmt]}, C]": `<dl class="labels">`,
	} {
		var b strings.Builder
		if err := writeHTML(&b, load(t, "cv.yaml", "basics: {name: A}\n"+src+"\n")); err != nil || !strings.Contains(b.String(), want) {
			t.Errorf("%s: got\n%s\n%v, want %s", src, b.String(), err, want)
		}
	}
}

// The content security policy allows exactly the style sheet of the page, and the page
// needs nothing else.
func TestHTMLPolicy(t *testing.T) {
	page := render(t, "html", embedded(t))
	style := page[strings.Index(page, "<style>")+len("<style>") : strings.Index(page, "</style>")]
	if want := html.EscapeString(policy(style)); !strings.Contains(page, want) {
		t.Errorf("the page lacks the policy %s", want)
	}
	for _, no := range []string{"<link", "<img", "<iframe", " src=", " style=", "@import", "url(", "@font-face", " onclick"} {
		if strings.Contains(page, no) {
			t.Errorf("got %q in the page, want none", no)
		}
	}
	if n := strings.Count(page, "<script"); n != 1 || !strings.Contains(page, `<script type="application/ld+json">`) {
		t.Errorf("got %d scripts, want one block of JSON-LD", n)
	}
}

func TestHTMLPerson(t *testing.T) {
	page := render(t, "html", embedded(t))
	_, block, _ := strings.Cut(page, `<script type="application/ld+json">`)
	block, _, _ = strings.Cut(block, "</script>")
	var got map[string]any
	if err := json.Unmarshal([]byte(block), &got); err != nil {
		t.Fatalf("%v\n%s", err, block)
	}
	for key, want := range map[string]string{"@type": "Person", "name": "Wen Kaiyue", "familyName": "Wen", "url": "https://wenkaiyue.com"} {
		if got[key] != want {
			t.Errorf("%s: got %v, want %q", key, got[key], want)
		}
	}
}

// Headings go down one level at a time, the landmarks are there once, and the page shows
// all facts of the text.
func TestHTMLStructure(t *testing.T) {
	page := render(t, "html", embedded(t))
	level := 0
	for _, m := range regexp.MustCompile(`<h([1-6])`).FindAllStringSubmatch(page, -1) {
		n, _ := strconv.Atoi(m[1])
		if n > level+1 {
			t.Errorf("got a heading of level %d after one of level %d, want at most one level more", n, level)
		}
		level = n
	}
	for _, want := range []string{`<html lang="en">`, "<header>", "<main>", "<h1", "<title>Wen Kaiyue – CV</title>"} {
		if n := strings.Count(page, want); n != 1 {
			t.Errorf("got %s %d times, want once", want, n)
		}
	}
	_, shown := outline(t, page)
	shown = squeeze(shown)
	for line := range strings.Lines(text(t, embedded(t), 200)) {
		for fact := range strings.SplitSeq(strings.TrimRight(line, "\n"), "  ") {
			fact = strings.TrimSuffix(strings.TrimLeft(fact, "-1234567890. "), ":")
			if fact = squeeze(fact); !strings.Contains(strings.ToUpper(strings.ReplaceAll(shown, ":", "")), strings.ToUpper(strings.ReplaceAll(fact, ":", ""))) {
				t.Errorf("the page lacks %q, which the text has", fact)
			}
		}
	}
}

// The contrast of text is at least 4.5:1 (WCAG 2.2 AA), in light and dark.
func TestHTMLContrast(t *testing.T) {
	colour := regexp.MustCompile(`--(\w+): #([0-9a-f]{3}|[0-9a-f]{6});`)
	blocks := regexp.MustCompile(`:root \{[^}]*--paper: #[^}]*\}`).FindAllString(pageStyle, -1)
	if len(blocks) != 3 {
		t.Fatalf("got %d palettes, want those of light, dark and print", len(blocks))
	}
	for _, block := range blocks {
		c := map[string]float64{}
		for _, m := range colour.FindAllStringSubmatch(block, -1) {
			if len(m[2]) == 3 {
				m[2] = regexp.MustCompile(`.`).ReplaceAllString(m[2], "$0$0")
			}
			c[m[1]] = luminance(t, m[2])
		}
		for _, name := range []string{"ink", "quiet", "accent"} {
			a, b := max(c[name], c["paper"]), min(c[name], c["paper"])
			if ratio := (a + 0.05) / (b + 0.05); ratio < 4.5 {
				t.Errorf("%s on paper: got a contrast of %.2f, want at least 4.5:\n%s", name, ratio, block)
			}
		}
	}
}

// luminance returns the relative luminance of an sRGB colour (WCAG 2.2).
func luminance(t testing.TB, hex string) float64 {
	t.Helper()
	l := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		v := float64(n) / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		l += weight * v
	}
	return l
}

func FuzzHTML(f *testing.F) {
	f.Add(hostile)
	f.Add("a\u2028`${x}`//-->")
	f.Fuzz(func(t *testing.T, s string) {
		cv := load(t, "a.json", oneOfEach("x,:"+s+"x"))
		elements, text := outline(t, render(t, "html", cv))
		if slices.ContainsFunc(elements, func(e string) bool {
			return strings.HasPrefix(e, "script") && e != "script type" || strings.Contains(e, " on")
		}) {
			t.Errorf("got elements %q, want no script", elements)
		}
		if !strings.Contains(text, cv.Basics.Name) {
			t.Errorf("the page lacks the name %q", cv.Basics.Name)
		}
	})
}
