package export

import (
	"bytes"
	"strings"
	"testing"
	"unicode"

	"github.com/clipperhouse/displaywidth"
	"github.com/rivo/uniseg"

	"wenkaiyue.com/cv/data"
)

func text(t testing.TB, cv *data.CV, width int) string {
	t.Helper()
	var b bytes.Buffer
	if err := Text(&b, cv, width); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// checkText fails unless s is clean text in lines of at most width cells.
func checkText(t testing.TB, s string, width int) {
	t.Helper()
	body, ok := strings.CutSuffix(s, "\n")
	if !ok || strings.HasSuffix(body, "\n") || strings.HasPrefix(body, "\n") || strings.Contains(s, "\n\n\n") {
		t.Errorf("width %d: got %q, want no blank line at the start or end, one newline at the end, and no two blank lines", width, s)
	}
	for line := range strings.Lines(s) {
		line = strings.TrimSuffix(line, "\n")
		if n := displaywidth.String(line); n > width {
			t.Errorf("width %d: got a line of %d cells: %q", width, n, line)
		}
		if line != strings.TrimRight(line, " ") {
			t.Errorf("width %d: got a space at the end of %q, want none", width, line)
		}
		if i := strings.IndexFunc(line, unicode.IsControl); i >= 0 {
			t.Errorf("width %d: got a control character in %q, want none", width, line)
		}
	}
}

// squeeze returns s without white space, to compare texts of different widths.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

func TestTextWidths(t *testing.T) {
	cv := embedded(t)
	want := squeeze(text(t, cv, 80))
	for width := 20; width <= 200; width++ {
		s := text(t, cv, width)
		checkText(t, s, width)
		if squeeze(s) != want {
			t.Errorf("width %d: got\n%s\nwant the words as at width 80", width, s)
		}
	}
}

func TestTextHasEveryFact(t *testing.T) {
	checkFacts(t, text(t, embedded(t), 80))
}

func TestTextSection(t *testing.T) {
	cv := embedded(t)
	whole := text(t, cv, 80)
	for _, s := range cv.Sections() {
		var b bytes.Buffer
		if err := TextSection(&b, s, 80); err != nil {
			t.Fatal(err)
		}
		checkText(t, b.String(), 80)
		if !strings.Contains(whole, "\n\n"+b.String()) {
			t.Errorf("section %s: got\n%s\nwant it as in the whole CV", s.Name, b.String())
		}
	}
}

func TestTextLaysOut(t *testing.T) {
	cv := load(t, "a.yaml", `
basics: {name: 文凯越, label: 研究员, summary: "First.\n\nSecond."}
work:
  - {position: Engineer, name: A, startDate: 2019, url: https://a.example, highlights: [one two three four five six seven]}
skills: [{name: Go, level: Master, keywords: [a, b]}, {name: Rust}]
languages: [{language: English, fluency: Native}]
references: [{name: Jane Roe, reference: Good.}]
publications: [{name: Alone, publisher: P, releaseDate: 2020-01}]
projects: [{name: 深度学习中的锐度感知最小化方法的极限动力学研究与分析及其应用, keywords: [x, y]}]
meta: {sections: [{name: work}, {name: skills}, {name: languages}, {name: references}, {name: publications}, {name: projects}]}
`)
	got := text(t, cv, 30)
	want := `文凯越
研究员

First.

Second.

工作经历

Engineer
2019 – 至今
A
https://a.example
- one two three four five six
  seven

技能

Go, Master: a、b
Rust

语言

English: Native

推荐人

Jane Roe:
  Good.

论文发表

1. Alone
   2020年1月
   P

项目经历

深度学习中的锐度感知最小化方
  法的极限动力学研究与分析及
  其应用
关键词：x、y
`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// An address is in one line if that has room for it, even without the column of labels.
func TestTextKeepsAddresses(t *testing.T) {
	for email, want := range map[string]string{
		"a@example.org":                      "Email:   a@example.org\nPhone:   1\nAddress: Z",
		"someone@example.university.example": "Email: someone@example.university.example\nPhone: 1\nAddress: Z",
	} {
		cv := load(t, "a.yaml", "basics: {name: A, email: "+email+", phone: '1', location: {address: Z}}")
		if got := text(t, cv, 42); !strings.Contains(got, want) {
			t.Errorf("%s", got)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, tt := range []struct {
		in    string
		width int
		want  string
	}{
		{"a bb ccc", 4, "a bb|ccc"},
		{"abcdefghij", 4, "abcd|efgh|ij"},
		{"a abcdefghij b", 4, "a|abcd|efgh|ij b"},
		{"你好,世界。好", 4, "你|好,|世|界。|好"},
		{"👩‍💻👩‍💻👩‍💻", 4, "👩‍💻|👩‍💻|👩‍💻"},
		{"e\u0301e\u0301e\u0301", 2, "e\u0301e\u0301|e\u0301"},
		{"\x1b[31mred\x1b[0m", 20, "[31mred[0m"},
		{"   ", 4, ""},
	} {
		if got := strings.Join(hang("", "", tt.in, tt.width), "|"); got != tt.want {
			t.Errorf("hang(%q, %d) = %q, want %q", tt.in, tt.width, got, tt.want)
		}
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("Silver Medal in S.-T. Yau 深度学习", 10)
	f.Add("👩‍💻a\u0301\x1b[31m\u200d", 3)
	f.Fuzz(func(t *testing.T, s string, width int) {
		width = 2 + (width&0xff+0x100)&0xff
		lines := hang("", "", s, width)
		for _, l := range lines {
			if n := displaywidth.String(l); n > width && uniseg.GraphemeClusterCount(l) > 1 {
				t.Errorf("width %d: got %d cells in %q", width, n, l)
			}
			if l == "" || strings.ContainsFunc(l, unicode.IsControl) {
				t.Errorf("got line %q, want one that is not empty and has no control characters", l)
			}
		}
		if got, want := squeeze(strings.Join(lines, " ")), squeeze(printable(s)); got != want {
			t.Errorf("got words %q, want %q", got, want)
		}
	})
}
