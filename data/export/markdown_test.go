package export

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

func toHTML(t testing.TB, markdown string) string {
	t.Helper()
	var b bytes.Buffer
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList))
	if err := md.Convert([]byte(markdown), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// markdownPlaces are the places for text of a CV, and the HTML around it (%) if the text
// does not become markup.
var markdownPlaces = []struct{ before, after, html string }{
	{"", "", "<p>%</p>\n"},
	{"# ", "", "<h1>%</h1>\n"},
	{"- ", "", "<ul>\n<li>%</li>\n</ul>\n"},
	{"1. ", "", "<ol>\n<li>%</li>\n</ol>\n"},
	{"> ", "", "<blockquote>\n<p>%</p>\n</blockquote>\n"},
	{"*", "*", "<p><em>%</em></p>\n"},
	{"a, **", "**\\*, b", "<p>a, <strong>%</strong>*, b</p>\n"},
	{"[", "](https://a.example)", "<p><a href=\"https://a.example\">%</a></p>\n"},
	{"a\\\n", "", "<p>a<br>\n%</p>\n"},
	{"- a\n  - ", "", "<ul>\n<li>a\n<ul>\n<li>%</li>\n</ul>\n</li>\n</ul>\n"},
}

// checkMarkdownText fails if s becomes markup in one of the places.
func checkMarkdownText(t *testing.T, s string) {
	t.Helper()
	want := printable(s)
	if want == "" {
		return
	}
	for _, p := range markdownPlaces {
		got := toHTML(t, p.before+mdText(s)+p.after)
		before, after, _ := strings.Cut(p.html, "%")
		text, ok1 := strings.CutPrefix(strings.ReplaceAll(got, "<br />", "<br>"), before)
		text, ok2 := strings.CutSuffix(text, after)
		if !ok1 || !ok2 || strings.Contains(text, "<") || html.UnescapeString(text) != want {
			t.Errorf("%q in %q: got %q, want the text %q", mdText(s), p.html, got, want)
		}
	}
}

func TestMarkdownText(t *testing.T) {
	for _, s := range []string{
		"plain", "# no heading", "C #", "C#", "a ## ##", "* a", "- a", "+ a", "-", "1. a", "1) a", "123456789. a",
		"> a", "===", "---", "```", "~~~", "`code`", "*em*", "_em_", "**s**", "[a](b)", "![a](b)", "[a]: b", "<b>", "<http://a>",
		"&amp;", "R&D", "&#65;", "a\\", "\\*", "~~a~~", "a | b", "|---|", "[ ] a", "<!-- a", "<?a", "a  ", "$x$", "!", "=", "C/C++ (a)",
	} {
		checkMarkdownText(t, s)
	}
}

func FuzzMarkdownText(f *testing.F) {
	f.Add("# a *b* [c](d) <e> &amp; `f` \\")
	f.Add("1. ~~a~~ | b")
	f.Fuzz(func(t *testing.T, s string) {
		if s = strings.ToValidUTF8(s, ""); strings.ContainsRune(s, '\u00a0') {
			return
		}
		checkMarkdownText(t, s)
	})
}

// The Markdown shows all facts of the text.
func TestMarkdownSaysWhatTextSays(t *testing.T) {
	page := toHTML(t, render(t, "markdown", embedded(t)))
	shown := squeeze(html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(page, "")))
	for line := range strings.Lines(text(t, embedded(t), 200)) {
		for fact := range strings.SplitSeq(strings.TrimRight(line, "\n"), "  ") {
			fact = strings.TrimLeft(fact, "-1234567890. ")
			if fact = squeeze(fact); !strings.Contains(strings.ToUpper(shown), strings.ToUpper(strings.TrimSuffix(fact, ":"))) {
				t.Errorf("the Markdown lacks %q, which the text has", fact)
			}
		}
	}
}

func TestMarkdownLinks(t *testing.T) {
	for _, tt := range []struct{ text, url, want string }{
		{"a@b.example", "mailto:a@b.example", "<a@b.example>"},
		{"a>b@c", "mailto:a>b@c", "[a>b@c](mailto:a%3Eb@c)"},
		{"site", "https://a.example/(x)?a=1&lt;=2", "[site](<https://a.example/(x)?a=1\\&lt;=2>)"},
		{"*site*", "javascript:alert(1)", "\\*site\\*"},
		{"x](y)", "https://a.example/>", "[x\\](y)](https://a.example/%3E)"},
	} {
		if got := mdLink(tt.text, tt.url); got != tt.want {
			t.Errorf("mdLink(%q, %q) = %q, want %q", tt.text, tt.url, got, tt.want)
		}
	}
}

// The marks between label and text are those of the CV's language.
func TestMarkdownOfALanguage(t *testing.T) {
	cv := load(t, "a.yaml", `
basics: {name: 张三, email: a@example.org}
awards: [{title: 一等奖, date: 2016-11}]
skills: [{name: 编程语言（熟练）, keywords: [Go, Rust]}]
`)
	got := toHTML(t, render(t, "markdown", cv))
	for _, want := range []string{"<li>邮箱：<a", "<li>一等奖，<em>2016年11月</em></li>", "<li><strong>编程语言（熟练）</strong>：Go、Rust</li>"} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %s:\n%s", want, got)
		}
	}
}
