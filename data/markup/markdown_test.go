package markup

import (
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/uri"
)

// marks returns runs in a short notation: S, E, C and L for strong, emphasis, code and
// link, {words} and <URL>.
func marks(t Text) string {
	var b strings.Builder
	for _, r := range t {
		for _, m := range []struct {
			on   bool
			mark string
		}{{r.Strong, "S"}, {r.Emphasis, "E"}, {r.Code, "C"}, {r.URL != "", "L"}} {
			if m.on {
				b.WriteString(m.mark)
			}
		}
		b.WriteString("{" + r.Words + "}")
		if r.URL != "" {
			b.WriteString("<" + r.URL + ">")
		}
	}
	return b.String()
}

func TestParseText(t *testing.T) {
	for in, want := range map[string]string{
		"":                                                 "",
		"plain":                                            "{plain}",
		"*one* and _two_":                                  "E{one}{ and }E{two}",
		"**one** and __two__":                              "S{one}{ and }S{two}",
		"***both*** **a *b* c**":                           "SE{both}{ }S{a }SE{b}S{ c}",
		"run `go test ./...` now":                          "{run }C{go test ./...}{ now}",
		"``a`b`` and `*x*`":                                "C{a`b}{ and }C{*x*}",
		"[label](https://a.example/x_(y)) end":             "L{label}<https://a.example/x_(y)>{ end}",
		"[**b** c](https://a.example)":                     "SL{b}<https://a.example>L{ c}<https://a.example>",
		"**[b](mailto:a@b.example)**":                      "SL{b}<mailto:a@b.example>",
		`[t](https://a.example "title")`:                   "L{t}<https://a.example>",
		"[](https://a.example/)":                           "L{a.example}<https://a.example/>",
		"a [b *c*]() d":                                    "{a b }E{c}{ d}",
		"![logo](https://a.example/l.png)":                 "L{logo}<https://a.example/l.png>",
		"<https://a.example> <me@a.example>":               "L{https://a.example}<https://a.example>{ }L{me@a.example}<mailto:me@a.example>",
		"see https://a.example/a_b_c(d)?e=f*g.":            "{see }L{https://a.example/a_b_c(d)?e=f}<https://a.example/a_b_c(d)?e=f>{*g.}",
		"(https://a.example), xhttps://b.example http://":  "{(}L{https://a.example}<https://a.example>{), xhttps://b.example http://}",
		"[https://a.example](https://b.example)":           "L{https://a.example}<https://b.example>",
		`\*not\* \[x](y) \\ C:\dir`:                        `{*not* [x](y) \ C:\dir}`,
		"这是**重点**内容，*强调*。":                                 "{这是}S{重点}{内容，}E{强调}{。}",
		"スキル**GPU**向け":                                     "{スキル}S{GPU}{向け}",
		"كان **مهما** جدا":                                 "{كان }S{مهما}{ جدا}",
		"a 👩‍💻 *b* e\u0301*c*":                             "{a 👩‍💻 }E{b}{ e\u0301*c*}",
		"Used `C++`, *Go* & AT&T &amp; &#42;":              "{Used }C{C++}{, }E{Go}{ & AT&T &amp; &#42;}",
		"# heading":                                        "{# heading}",
		"[foo]: https://a.example":                         "{[foo]: }L{https://a.example}<https://a.example>",
		"1. *item*":                                        "{1. }E{item}",
		"a<b>*c*</b> <script>alert(1)</script> <!-- x -->": "{a<b>}E{c}{</b> <script>alert(1)</script> <!-- x -->}",
	} {
		if got := marks(Parse(in)); got != want {
			t.Errorf("Parse(%q)\n got %s\nwant %s", in, got, want)
		}
	}
}

// Text that is not markup, or only half of it, stays as written.
func TestParseTextLiteral(t *testing.T) {
	for _, s := range []string{
		"snake_case_name and a__init__b", "2*3*4", "2 * 3 * 4", "C*", "C*-algebras and W*-algebras", "f(x)**2", "a**b**c",
		"**", "*", "_", "***", "* *", "** **", "`", "``", "`a``", "*half", "half*", "**half*x", "_half", "[half", "[half](",
		"[x](javascript:alert(1))", "[x](data:text/html,x)", "[x](//evil.example)", "[x](file:///etc/passwd)", "![x](javascript:x)", "[x]", "[x][y]",
		"<javascript:alert(1)>", "<b", "1 < 2 > 0", "5 ⭐ * 4", "***equal contribution", "* equal contribution", "Rated A* (top)", "p*", "2_000_000", "_private", "$x_1$ and $y_2$",
		strings.Repeat("[", 2000), strings.Repeat("*a ", 1000) + "x", strings.Repeat("![", 999),
	} {
		if got := Parse(s); !reflect.DeepEqual(got, Plain(s)) {
			t.Errorf("Parse(%.60q) = %.80s, want it unchanged", s, marks(got))
		}
	}
}

func TestTextString(t *testing.T) {
	for in, want := range map[string]string{
		"*a* **b** `c`":                                        "a b c",
		"[label](https://a.example/x), and more":               "label (https://a.example/x), and more",
		"[*la* bel](https://a.example/x)":                      "la bel (https://a.example/x)",
		"[a](https://a.example)[b](https://b.example)":         "a (https://a.example)b (https://b.example)",
		"<https://a.example/x> [a.example](http://a.example/)": "https://a.example/x a.example",
		"<me@a.example> [mail](mailto:me@a.example)":           "me@a.example mail (me@a.example)",
	} {
		if got := Parse(in).String(); got != want {
			t.Errorf("Parse(%q).String() = %q, want %q", in, got, want)
		}
	}
}

// Text that is made to be slow is parsed, up to the length that Parse reads. A longer
// paragraph is plain text.
func TestParseTextHeavy(t *testing.T) {
	for _, unit := range []string{"*a ", "a* ", "*a_ ", "[", "[a](", "![[", "`", "<", "**a *b ", "[*", "a*_*_", `\`, "http://", "*[_", "[a](https://a.example ", "[<https://a.example>"} {
		start := time.Now()
		if Parse(strings.Repeat(unit, maxMarkdown/len(unit))).Words() == "" {
			t.Errorf("repeated %q: got no words", unit)
		}
		t.Logf("%q: %v", unit, time.Since(start))
	}
	long := strings.Repeat("*a* ", maxMarkdown)
	if got := Parse(long); !reflect.DeepEqual(got, Plain(long)) {
		t.Errorf("a paragraph of %d bytes: got markup, want plain text", len(long))
	}
}

func FuzzParseText(f *testing.F) {
	for _, s := range []string{"*a* **b** `c` [d](https://e.example) <https://f.example>", "***a** b*", "[![x](https://a.example)](https://b.example)", `\*a\*`, "https://a.example/(b).", "[]()"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = clean.Line(s)
		text := Parse(s)
		n := 0
		for _, r := range text {
			n += len(r.Words)
			if r.Words == "" || r.URL != "" && uri.Safe(r.URL) == "" {
				t.Errorf("Parse(%q): got run %+v, want words and a safe URL", s, r)
			}
		}
		if clean.Line(text.String()) != text.String() && !strings.ContainsAny(s, "*_`[\\") {
			t.Errorf("Parse(%q).String() = %q, want %q", s, text.String(), clean.Line(text.String()))
		}
		if !strings.ContainsAny(s, "*_`[<\\") && text.String() != s {
			t.Errorf("Parse(%q) = %q, want it unchanged", s, text.String())
		}
		if s != "" && n == 0 {
			t.Errorf("Parse(%q): got no words", s)
		}
	})
}

// Goroutines share the parser.
func TestParseTextTogether(t *testing.T) {
	const s = "*a* **b** `c` [d](https://e.example)"
	want := marks(Parse(s))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 100 {
				if got := marks(Parse(s)); got != want {
					t.Errorf("got %s, want %s", got, want)
				}
			}
		})
	}
	wg.Wait()
}
