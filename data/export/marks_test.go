package export

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/markup"
)

const marked = "Led **three** teams, wrote `go test -run 'a*b'` and *a [paper](https://a.example/p_(1)?q=a&b=c)*; snake_case, 2*3*4, C* and List<x>."

// Each format shows inline Markdown in its own way, and other text as it is.
func TestMarks(t *testing.T) {
	cv := load(t, "a.yaml", "basics: {summary: &m "+`"`+marked+`"`+"}\nwork: [{position: P, name: N, description: *m}, {summary: *m, name: O}, {highlights: [*m], name: Q}]\n"+
		"references: [{name: R, reference: *m}]\npublications: [{name: T, summary: *m}]\nskills: [{name: '*S*', keywords: ['*k*, l']}]\n")
	for format, tt := range map[string]struct {
		want  string
		times int
	}{
		"text":     {"Led three teams, wrote go test -run 'a*b' and a paper (https://a.example/p_(1)?q=a&b=c); snake_case, 2*3*4, C* and List<x>.", 6},
		"markdown": {"Led **three** teams, wrote `go test -run 'a*b'` and *a [paper](<https://a.example/p_(1)?q=a\\&b=c>)*; snake\\_case, 2\\*3\\*4, C\\* and List\\<x>.", 6},
		"html":     {"Led <strong>three</strong> teams, wrote <code>go test -run &#39;a*b&#39;</code> and <em>a </em><a href=\"https://a.example/p_(1)?q=a&amp;b=c\"><em>paper</em></a>; snake_case, 2*3*4, C* and List&lt;x&gt;.", 6},
		"json":     {`"` + marked + `"`, 6},
		"vcard":    {`NOTE:Led three teams\, wrote go test -run 'a*b' and a paper (https://a.example/p_(1)?q=a&b=c); snake_case\, 2*3*4\, C* and List<x>.`, 1},
		"csl":      {`"Led three teams, wrote go test -run 'a*b' and a paper (https://a.example/p_(1)?q=a&b=c); snake_case, 2*3*4, C* and List<x>."`, 1},
		"bibtex":   {`{Led three teams, wrote go test -run 'a*b' and a paper (https://a.example/p\_(1)?q=a\&b=c); snake\_case, 2*3*4, C* and List\textless{}x\textgreater{}.}`, 1},
	} {
		got := render(t, format, cv)
		if format == "vcard" {
			got = strings.ReplaceAll(got, "\r\n ", "")
		}
		if format == "text" {
			got = strings.Join(strings.Fields(got), " ")
		}
		if n := strings.Count(got, tt.want); n != tt.times {
			t.Errorf("%s: got %q %d times, want %d:\n%s", format, tt.want, n, tt.times, got)
		}
		if format != "json" && format != "markdown" && strings.Contains(got, "**") {
			t.Errorf("%s: got **, want no marks", format)
		}
	}
	if got := render(t, "markdown", cv); !strings.Contains(got, `\*S\*`) || !strings.Contains(got, `\*k\*`) {
		t.Errorf("markdown: want the escaped \\*S\\* and \\*k\\*, got\n%s", got)
	}
}

// The PDF has the words without marks, code in its own font, and the links.
func TestPDFMarks(t *testing.T) {
	pdf := render(t, "pdf", load(t, "a.yaml", `basics: {name: N, summary: "Led **three** teams, *wrote* `+"`code`"+` for [a paper](https://a.example/p)."}`))
	if got := poppler(t, pdf, "pdftotext"); !strings.Contains(got, "Led three teams, wrote code for a paper.") {
		t.Errorf("got text %q, want the sentence without marks", got)
	}
	fonts := poppler(t, pdf, "pdffonts")
	for _, f := range []string{"CVSerif-Bold", "CVSerif-Italic", "GoMono"} {
		if !strings.Contains(fonts, f) {
			t.Errorf("the PDF lacks the font %s:\n%s", f, fonts)
		}
	}
	if !strings.Contains(pdf, "/URI (https://a.example/p)") {
		t.Error("the PDF lacks a link to https://a.example/p")
	}
}

// checkMarks fails unless the Markdown of s shows the words of s and no others.
func checkMarks(t *testing.T, s string) {
	t.Helper()
	for _, p := range markup.Paragraphs(s) {
		got := toHTML(t, mdRuns(p.Text))
		shown := html.UnescapeString(regexp.MustCompile(`</?(p|em|strong|code|a)( [^>]*)?>`).ReplaceAllString(got, ""))
		if squeeze(shown) != squeeze(printable(p.Words())) && squeeze(shown) != squeeze(printable(p.String())) {
			t.Errorf("%q, written as %q: got %q, want %q", s, mdRuns(p.Text), shown, p.String())
		}
	}
}

func TestMarkdownMarks(t *testing.T) {
	for _, s := range []string{
		marked, "***a** b*", "_a_**b**", "**a *b* c**", "*a*\u3000**b**", "这是**重点**内容", "**重点：**内容", "[**a** b](https://a.example)c", "`` ` ``", "` a `",
		"`a` `` b`c ``", "<https://a.example/*b*>", "[<](https://a.example)", "**1. a**", "*- a*", "# a *b*", "*#* b", "**&amp;**", "a `|` b", "*a*_b_", "**a**`b`*c*", "1*[a](https://b.example)*",
	} {
		checkMarks(t, s)
	}
}

func FuzzMarkdownMarks(f *testing.F) {
	f.Add(marked)
	f.Add("***a** b* `` ` `` [*x*](https://a.example)<https://b.example>")
	f.Fuzz(func(t *testing.T, s string) {
		cv, err := data.Load("a.json", strings.NewReader(`{"basics": {"summary": `+jsonString(strings.ToValidUTF8(s, ""))+`}}`))
		if err != nil {
			return
		}
		checkMarks(t, cv.Basics.Summary)
	})
}
