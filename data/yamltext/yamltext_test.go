package yamltext

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"
)

func TestSplit(t *testing.T) {
	for line, want := range map[string]Line{
		"  - - name: Jane Doe # legal": {"  ", "- - ", "name: ", "Jane Doe"},
		"url: https://a.example":       {"", "", "url: ", "https://a.example"},
		"\t-\t\"a: b\": c":             {"\t", "-\t", `"a: b": `, "c"},
		"- **Bold**: text":             {"", "- ", "", "**Bold**: text"},
		"- [a](https://b): c":          {"", "- ", "", "[a](https://b): c"},
		"-":                            {"", "-", "", ""},
		"-Built: this":                 {"", "", "-Built: ", "this"},
		"work:":                        {"", "", "work:", ""},
		"# a: b":                       {"", "", "", "# a: b"},
		"a: C# and F#":                 {"", "", "a: ", "C# and F#"},
		"":                             {},
	} {
		if got := Split(line); got != want {
			t.Errorf("Split(%q) = %q, want %q", line, got, want)
		}
	}
}

func TestQuote(t *testing.T) {
	for text, want := range map[string]string{
		`plain: text`:                  `"plain: text"`,
		`the world's best`:             `"the world's best"`,
		`'the world's best'`:           `"the world's best"`,
		`"Quoted" start`:               `'"Quoted" start'`,
		`"Yes" and "no"`:               `'"Yes" and "no"'`,
		`'Yes' and 'no'`:               `"'Yes' and 'no'"`,
		`"He said: "hi" to me"`:        `'He said: "hi" to me'`,
		`"a" isn't \n`:                 `'"a" isn''t \n'`,
		`"`:                            `'"'`,
		strings.Repeat("ä", longest+1): `"` + strings.Repeat("ä", longest) + `…"`,
	} {
		if got := Quote(text); got != want {
			t.Errorf("Quote(%q) = %s, want %s", text, got, want)
		}
	}
}

// What is advised is read as it is meant.
func FuzzQuote(f *testing.F) {
	for _, s := range []string{`"a" and 'b' \ c`, `@home: 'x'`, "'", `""`, `\"`, "'tis", `"it's"`, "a #1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || len(text) > longest || strings.TrimSpace(text) != text || strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) || r == '\ufeff' }) >= 0 {
			return
		}
		var got []string
		if err := yaml.Load([]byte("- "+Quote(text)), &got); err != nil || len(got) != 1 || got[0] != inner(text) {
			t.Errorf("Quote(%q) = %s, read as %q, %v", text, Quote(text), got, err)
		}
		var doc yaml.Node
		if err := yaml.Load([]byte("[{k: "+Value(text)+"}]"), &doc); err != nil {
			t.Fatalf("Value(%q) = %s: %v", text, Value(text), err)
		}
		if read := doc.Content[0].Content[0].Content[1].Value; read != text && read != inner(text) {
			t.Errorf("Value(%q) = %s, read as %q", text, Value(text), read)
		}
	})
}

func TestValue(t *testing.T) {
	for text, want := range map[string]string{
		"Nurse": "Nurse", "Nurse, 2019": `"Nurse, 2019"`, "https://example.com": "https://example.com", "F #": `"F #"`, "C#": "C#",
		"a: b": `"a: b"`, "null": `"null"`, "": `""`, "- a": `"- a"`, "2019": "2019", "{a": `"{a"`,
	} {
		if got := Value(text); got != want {
			t.Errorf("Value(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestUnescaped(t *testing.T) {
	for line, want := range map[string]string{
		`a: "C:\new"`: `a: 'C:\new'`, `- "it's \"C:\\x\""`: `- 'it''s "C:\x"'`, `a: "b" c`: "", `a: b`: "", `a: "b`: "",
	} {
		if got, _ := Split(line).Unescaped(); got != want {
			t.Errorf("%s: %s, want %s", line, got, want)
		}
	}
}

// A quoted text may run over lines of its own, and over nothing else.
func TestFindOpen(t *testing.T) {
	for src, want := range map[string][3]int{ // line, column, closed in line
		"a: \"b\nc: d\ne: \"f\"":               {1, 4, 3},
		"a: \"b\nc: d":                         {1, 4, 0},
		"a: \"b\n  c: d\n  e\"\nf: g":          {},
		"a: \"b\n\n  c\"":                      {},
		"- \"b\n- c\"":                         {1, 3, 2},
		"- a: \"b\n  c: d\"":                   {1, 6, 2},
		"a: |\n  \"b\n  c: d\ne: \"f":          {4, 4, 0},
		"a: 'it''s\n  b'\nc: d":                {},
		"a: \"b\\\"\nc: \\\"d\"":               {1, 4, 2},
		"a: Jane \"JD\" Doe\nb: 5\"\nc: d 'e'": {},
		"a: b\n  'c\n  d: e":                   {},
		"a:\n  'c\nd: e":                       {2, 3, 0},
		"a:\n\n  # b\n  'c\n  d'":              {},
		"a: &b |\n  \"c\n  d: e\nf: g":         {},
	} {
		open, ok := FindOpen(strings.Split(src, "\n"), 99)
		if got := [3]int{open.Line, open.Column, open.Closed}; got != want || ok != (want[0] > 0) {
			t.Errorf("FindOpen(%q) = %v, want %v", src, got, want)
		}
	}
}

func TestBullet(t *testing.T) {
	for text, want := range map[string]string{
		"-Built this": "-", "• one": "•", "1. one": "1.", "12) one": "12)", "a) one": "a)", "– one": "–", "o one": "o", "* one": "*",
		"-5 degrees": "", "1.5 million": "", "2019. Then": "", "one": "", "--help": "", "*one*": "", "•": "",
	} {
		if mark, _ := Bullet(text); mark != want {
			t.Errorf("Bullet(%q) = %q, want %q", text, mark, want)
		}
	}
}
