package data

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/decode"
	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/data/publication"
)

func mustLoad(t *testing.T, name, src string) *CV {
	t.Helper()
	cv, err := Load(name, strings.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	return cv
}

// An email or web address given as an HTML link is read from its href.
func TestAddressInHTML(t *testing.T) {
	cv := mustLoad(t, "a.yaml", `basics: {name: A, email: '<a href="mailto:a@example.org">write</a>', url: '<a href="https://a.example">home</a>'}`)
	if b := cv.Basics; b.Email != "a@example.org" || b.URL != "https://a.example" {
		t.Errorf("got %q and %q, want the addresses in the links", b.Email, b.URL)
	}
}

func TestEmbedded(t *testing.T) {
	cv, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	if got := cv.Emails(); !slices.Equal(got, []string{"wenky20@mails.tsinghua.edu.cn", "kaiyuewen3@gmail.com"}) {
		t.Errorf("got emails %q, want both of the owner", got)
	}
	type shape struct {
		name, title string
		items       int
	}
	want := []shape{
		{"education", "Education", 1},
		{"awards", "Awards and Honors", 7},
		{"publications", "Publication", 4},
		{"research", "Selected Research Experience", 3},
		{"skills", "Skills", 2},
	}
	var got []shape
	for _, s := range cv.Sections() {
		got = append(got, shape{s.Name, s.Title, len(s.Items)})
	}
	if !slices.Equal(got, want) {
		t.Errorf("got sections %v, want %v", got, want)
	}
	for _, p := range cv.Publications {
		if n := len(slices.DeleteFunc(slices.Clone(p.Authors), func(a publication.Author) bool { return !a.Self })); n != 1 {
			t.Errorf("%q: got %d authors marked as the owner, want 1", p.Name, n)
		}
		equal := slices.DeleteFunc(slices.Clone(p.Authors), func(a publication.Author) bool { return !a.Equal })
		if len(equal) == 1 {
			t.Errorf("%q: got 1 author with an equal contribution, want none or several", p.Name)
		}
		if p.Venue == "" && p.Status == "" {
			t.Errorf("%q: got neither venue nor status, want one", p.Name)
		}
	}
	want2 := "Core group member, Supervised by Zhiyuan Li and Tengyu Ma, Stanford"
	if got := cv.Sections()[3].Items[0].Lines[0].String(); got != want2 {
		t.Errorf("line of the first project: got %q, want %q", got, want2)
	}
}

// Forms that real files take must load.
func TestLoadIsLenient(t *testing.T) {
	for name, src := range map[string]string{
		"null.json":       `{"basics": null, "work": [null, {"name": "A", "highlights": null}], "skills": "Go"}`,
		"tabs.json":       "{\n\t\"basics\": {\n\t\t\"name\": \"\\ud83d\\ude00 A\\/B\"\n\t}\n}",
		"bom.json":        "\ufeff{\"basics\": {\"name\": \"A\"}}",
		"flow.yaml":       `{basics: {name: A}, work: [{name: B}]}`,
		"wrong-types.yml": "basics: [1, 2]\nwork: 5\nskills: {name: Go, keywords: fast}\neducation:\n  - x\nmeta: no\n",
		"unknown.yaml":    "basics: {name: A, shoeSize: 44}\nhobbies: [a]\n",
		"dates.yaml":      "work:\n  - {position: P, startDate: 2021/07, endDate: present}\n  - {position: Q, startDate: 2019}\n",
		"merge.yaml":      "x: &x {name: A}\nbasics: *x\n",
	} {
		t.Run(name, func(t *testing.T) {
			cv := mustLoad(t, name, src)
			cv.Sections()
			cv.Contacts()
			cv.Headline()
		})
	}
}

// A list may be given as one text, an item a line.
func TestLoadLines(t *testing.T) {
	cv := mustLoad(t, "a.yaml", "work:\n  - highlights: |\n      - One\n      - Two\n\n      *three*\n    endDate: 2020\nskills: [{keywords: Go}]\n")
	if got, want := cv.Work[0].Highlights, []string{"One", "Two", "*three*"}; !slices.Equal(got, want) {
		t.Errorf("got highlights %q, want %q", got, want)
	}
	if got := cv.Skills[0].Keywords; !slices.Equal(got, []string{"Go"}) {
		t.Errorf("got keywords %q, want Go", got)
	}
	cv = mustLoad(t, "a.yaml", "work:\n  - highlights: |\n      → Java → Go\n      → Go − C\n")
	if got, want := cv.Work[0].Highlights, []string{"Java → Go", "Go − C"}; !slices.Equal(got, want) {
		t.Errorf("got highlights %q, want %q", got, want)
	}
}

func TestLoadLegacyKeys(t *testing.T) {
	cv := mustLoad(t, "old.json", `{"basics": {"name": "A", "website": "http://a.example"},
		"work": [{"company": "C", "position": "P", "website": "http://c.example"}],
		"education": [{"institution": "I", "gpa": 3.5}]}`)
	if cv.Basics.URL != "http://a.example" || cv.Work[0].Name != "C" || cv.Work[0].URL != "http://c.example" || cv.Education[0].Score != "3.5" {
		t.Errorf("got %+v, want website, company and gpa read as url, name and score", cv)
	}
}

func TestLoadRefuses(t *testing.T) {
	for _, tt := range []struct {
		name, src    string
		line, column int
		reason       string
	}{
		{"a.yaml", "basics:\n  name: [A\nwork: B", 2, 9, "not YAML: this bracket is not closed"},
		{"a.yaml", "basics:\n  name: A\x1b[31m", 2, 10, "control character here"},
		{"a.yaml", "- just\n- a list\n", 1, 1, "starts with keys"},
		{"a.yaml", "", 1, 1, "starts with keys"},
		{"a.json", "{\n  \"basics\": {\"name\" \"A\"}\n}", 2, 21, "not JSON: a colon is missing"},
		{"a.json", "{\"basics\": {", 1, 12, "is not closed"},
		{"a.json", `{"basics": {}} x`, 1, 16, "not JSON"},
		{"big.yaml", "basics: {name: A}\n" + strings.Repeat("# x\n", decode.MaxBytes/4), 262141, 4, "larger than 1024 KiB"},
		{"deep.json", strings.Repeat(`{"a":`, 100), 1, 0, "levels deep"},
		{"deep.yaml", "a:\n  " + strings.Repeat("[", 100) + strings.Repeat("]", 100), 2, 67, "levels deep"},
		{"deep.yaml", strings.Repeat("[", 20000), 1, 10001, "levels deep"},
		{"long.yaml", "basics:\n  summary: " + strings.Repeat("x", decode.MaxText+1), 2, 12, "longer than 256 KiB"},
		{"long.yaml", "work:\n  - startDateText: " + strings.Repeat("x", decode.MaxText+1), 2, 20, "longer than 256 KiB"},
		{"many.yaml", "skills:\n" + strings.Repeat("- a\n", decode.MaxEntries+1), decode.MaxEntries + 2, 3, "more than 2000 entries"},
		{"heavy.yaml", "basics: {summary: &a " + strings.Repeat("x ", decode.MaxText/2) + "}\nskills: [" + strings.Repeat("*a,", 100) + "]\n", 2, 52, "4 MiB of text"},
		{"laughs.yaml", "a: &a {highlights: [" + strings.Repeat("x,", 1000) + "]}\nwork: [" + strings.Repeat("*a,", 1000) + "]\n", 2, 602, "unfolds to more than"},
	} {
		_, err := Load(tt.name, strings.NewReader(tt.src))
		var se *problem.Problem
		if !errors.As(err, &se) {
			t.Errorf("%s %.40q: got error %v, want a Problem", tt.name, tt.src, err)
			continue
		}
		if se.Line != tt.line || tt.column != 0 && se.Column != tt.column || !strings.Contains(se.Message, tt.reason) {
			t.Errorf("%s %.40q: got %d:%d %q, want %d:%d %q", tt.name, tt.src, se.Line, se.Column, se.Message, tt.line, tt.column, tt.reason)
		}
	}
}

func TestLoadFileMissing(t *testing.T) {
	if _, err := LoadFile(filepath.Join(t.TempDir(), "none.yaml")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got error %v, want os.ErrNotExist", err)
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                                        "plain",
		"\x1b[31mred\x1b[0m":                           "[31mred[0m",
		"a\u009b31mb":                                  "a31mb",
		"user\u202etxt.exe":                            "usertxt.exe",
		"a\u200bb\u2060c\ufeff":                        "abc",
		" a \t b\u00a0 c ":                             "a b c",
		"a\r\nb\u2028c":                                "a\nb\nc",
		"a\u200cb\u200d \u200c":                        "ab",
		"می\u200cخواهم\u200d\u200d\u200d":              "می\u200cخواهم\u200d",
		"क्\u200dष \u200dक":                            "क्\u200dष क",
		"👩🏽\u200d💻 ❤\ufe0f\u200d🔥":                     "👩🏽\u200d💻 ❤\ufe0f\u200d🔥",
		"z" + strings.Repeat("\u0334\u0489", 50) + "a": "z" + strings.Repeat("\u0334\u0489", 3) + "a",
		"Nguye\u0302\u0303n שָׁ֖לוֹם":                  "Nguye\u0302\u0303n שָׁ֖לוֹם",
		"a\u3164\u115f\u2063\u180e\ufff9\ufffeb":       "ab",
		"\u0627\u061cb":                                "\u0627b",
		"a\u200eb\u200fc":                              "a\u200eb\u200fc",
		"👩‍💻":                                          "👩‍💻",
		"bad \xff\xfe utf8":                            "bad utf8",
		"\x00\x07\x08":                                 "",
		"a \U000E0061\U000E0062\u00adb":                "a b",
	} {
		if got := clean.Text(in); got != want {
			t.Errorf("clean.Text(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("a.yaml", embedded)
	f.Add("a.yaml", "a: &a [*a]\nwork: *a\n")
	for _, slip := range []string{"a: \"b\nc: \"d\"", "- '\"a\" b", "a: | b", "a：b\n  c: d", "-a\n  b: c", "• a: b\n  c: d", "a: [b] c", "- *\x1b\u202e a", "a: 'b' 'c'", "---\n...\na", "{\"a\" b}"} {
		f.Add("a.yaml", slip)
	}
	names, err := filepath.Glob("testdata/*.[jy]*")
	if err != nil || len(names) == 0 {
		f.Fatalf("seeds = %q, %v", names, err)
	}
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(name, string(src))
	}
	f.Fuzz(func(t *testing.T, name, src string) {
		cv, err := Load(name, strings.NewReader(src))
		var se *problem.Problem
		if err != nil && (!errors.As(err, &se) || se.Line < 1 || se.Column < 1 || se.Message == "" || se.Fix == "") {
			t.Errorf("got error %#v, want a Problem with a place, a message and a fix", err)
		}
		if se != nil && (clean.Line(se.Message) != se.Message || clean.Line(se.Fix) != se.Fix) {
			t.Errorf("got message %q and fix %q, want %q and %q", se.Message, se.Fix, clean.Line(se.Message), clean.Line(se.Fix))
		}
		if err != nil {
			return
		}
		cv.Contacts()
		cv.Headline()
		ids := map[string]bool{}
		for _, s := range cv.Sections() {
			if s.Name == "" || s.Title == "" || s.Label == "" || len(s.Items) == 0 {
				t.Errorf("got section %+v, want one with a name, a title, a label and items", s)
			}
			for _, it := range s.Items {
				if it.Title == "" && (s.Kind != Quotes || len(it.Body)+len(it.Lines) == 0) || ids[it.ID] {
					t.Errorf("got item %+v, want one with a title and an ID of its own", it)
				}
				ids[it.ID] = true
				texts := append(it.Lines, markup.Plain(it.Title), markup.Plain(it.Date), markup.Plain(it.Venue), markup.Plain(it.Words))
				for _, p := range it.Body {
					texts = append(texts, p.Text)
				}
				for _, text := range texts {
					if s := strings.Join(strings.Fields(text.Words()), " "); clean.Line(s) != s {
						t.Errorf("got text %q, want %q", s, clean.Line(s))
					}
				}
			}
		}
	})
}

func BenchmarkEmbedded(b *testing.B) {
	for b.Loop() {
		if _, err := Embedded(); err != nil {
			b.Fatal(err)
		}
	}
}
