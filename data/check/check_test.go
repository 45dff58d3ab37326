package check

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/decode"
	"wenkaiyue.com/cv/data/export/pdf"
	"wenkaiyue.com/cv/data/problem"
)

// today is the day on which the files are checked, about when they were written.
var today = time.Date(2026, 7, 31, 0, 0, 0, 0, time.UTC)

func mustCheck(t *testing.T, name, src string) *Report {
	t.Helper()
	r, err := File(name, strings.NewReader(src), nil, today, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The owner's CV must have no problems at the time at which it was written.
func TestOwnersCV(t *testing.T) {
	src, err := os.ReadFile(filepath.Join("..", "cv.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := File("cv.yaml", bytes.NewReader(src), nil, time.Date(2023, 6, 1, 0, 0, 0, 0, time.UTC), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range r.Problems {
		t.Errorf("got problem %+v, want none", p)
	}
}

func TestTooLarge(t *testing.T) {
	r := mustCheck(t, "a.yaml", "basics: {name: A}\n"+strings.Repeat("# x\n", decode.MaxBytes/4))
	if r.CV != nil || r.Count(problem.Error) != 1 || r.Problems[0].Line != 262141 || !strings.Contains(r.Problems[0].Message, "larger than 1024 KiB") {
		t.Errorf("got report %+v, want no CV and one error on line 262141", r)
	}
}

// A text of white space counts as missing, so an older key beside it is read, and it is no
// problem.
func TestWhiteSpace(t *testing.T) {
	r := mustCheck(t, "a.yaml", `
basics: {name: A, email: a@example.com, url: " ", phone: "\t"}
work: [{name: " ", company: Acme, startDate: 2019, endDate: "\u3000"}]
`)
	if w := r.CV.Work[0]; len(r.Problems) > 0 || w.Name != "Acme" || !w.End.Present {
		t.Errorf("got %+v with problems %+v, want the name Acme, the end present and no problems", w, r.Problems)
	}
}

// The value of an alias is checked once, for the first path that leads to it.
func TestAliases(t *testing.T) {
	r := mustCheck(t, "a.yaml", `
_one: &one {position: A, startDate: 2021-13}
_ten: &ten [*one, *one, *one, *one, *one, *one, *one, *one, *one, *one]
basics: {name: A, email: a@example.com}
work: *ten
volunteer: *ten
`)
	if len(r.Problems) != 1 || r.Problems[0].Line != 2 || r.Problems[0].Path != "work[0].startDate" {
		t.Errorf("got problems %+v, want one on line 2 at work[0].startDate", r.Problems)
	}
}

// No text of a file gets control characters into its problems, which a terminal shows.
func TestHostile(t *testing.T) {
	hostile := `\u001b[31m\u202ex\u0007`
	r := mustCheck(t, "a\x1b.json", `{"basics": {"name": "A", "email": "`+hostile+`", "url": "`+hostile+`", "`+hostile+`": 1, "phone": "`+hostile+`", "location": {"countryCode": "`+hostile+`"}},
		"work": [{"position": {"`+hostile+`": "`+hostile+`"}, "startDate": ["`+hostile+`"], "endDate": "2021-13 `+hostile+`"}],
		"publications": [{"authors": [{"name": "`+hostile+`", "self": "`+hostile+`"}]}], "meta": {"sections": ["`+hostile+`", "`+hostile+`"]}}`)
	if len(r.Problems) < 12 {
		t.Errorf("got %d problems, want at least 12: %+v", len(r.Problems), r.Problems)
	}
	wellFormed(t, r)
}

// wellFormed fails if a problem is incomplete, unprintable or out of order.
func wellFormed(t *testing.T, r *Report) {
	t.Helper()
	for i, p := range r.Problems {
		for _, s := range []string{p.File, p.Path, p.Message, p.Fix} {
			if bad := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }); bad >= 0 {
				t.Errorf("got %q, want only printable characters", s)
			}
		}
		if p.Message == "" || p.Kind == "" || !slices.Contains([]problem.Severity{problem.Error, problem.Warning}, p.Severity) {
			t.Errorf("got problem %+v, want one with a message, a kind and a severity", p)
		}
		if i > 0 && p.Line < r.Problems[i-1].Line {
			t.Errorf("got line %d after line %d, want problems in the order of lines", p.Line, r.Problems[i-1].Line)
		}
	}
	if (r.CV == nil) != slices.ContainsFunc(r.Problems, func(p problem.Problem) bool { return p.Kind == "form" }) {
		t.Errorf("got loaded %t with problems %+v, want a problem of kind form if and only if nothing is loaded", r.CV != nil, r.Problems)
	}
}

func TestStrangers(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"Wen Kaiyue", "K. Wen", false}, {"Wen Kaiyue", "Tengyu Ma", true}, {"Wen Kaiyue", "温凯越", false}, {"", "Mononym", false}, {"Zoë", "Zoe", false},
	} {
		if got := strangers(tt.a, tt.b); got != tt.want {
			t.Errorf("strangers(%q, %q) = %t, want %t", tt.a, tt.b, got, tt.want)
		}
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("a.yaml", "basics: {name: A, url: b, email: c}\nwork: [{startDate: 2021-13, endDate: 1/1}]\nmeta: {sections: [work, work, x]}\n")
	f.Add("a.yaml", "basics:\n\tname: A\n")
	f.Add("a.yaml", "a: &a [*a]\nwork: *a\n")
	f.Add("a.yaml", "title: A: B\n")
	f.Add("a.yaml", "basics:\n  name:A\n  email：b\nwork:\n  -position: B\nskills: |\n  - a\n  • b\nawards:\n  - #1\n  - &a b #c\n  - !d e\n  - \"f\n  - g\"\n")
	f.Add("a.json", `{"basics": {"name": "\u202e"}, "work": [{"company": {"a": "b"}}, null], "publications": [{"authors": "x"}]}`)
	f.Fuzz(func(t *testing.T, name, src string) {
		s, err := data.Read(name, strings.NewReader(src), nil)
		if err != nil {
			return
		}
		c := &checker{s, today} // without the PDF, which takes long
		c.rules()
		c.sections()
		c.whole()
		wellFormed(t, &Report{CV: s.CV, Problems: c.Problems.All()})
	})
}

// A missing address has a line even if the owner is under an older key, not "basics".
func TestOwnerUnderAnOldKey(t *testing.T) {
	r := mustCheck(t, "a.yaml", "bio:\n  name: Jane\nwork:\n  - name: ACME\n")
	if !slices.ContainsFunc(r.Problems, func(p problem.Problem) bool { return p.Kind == "no-contact" && p.Line > 0 }) {
		t.Errorf("got problems %+v, want no-contact with a line", r.Problems)
	}
}

// Only what is out of date on that day is reported as stale.
func TestStale(t *testing.T) {
	const src = `basics: {name: A, email: a@example.com}
education: [{institution: U, endDate: Expected 07/2025}, {institution: V, endDate: Expected 2027}]
publications:
  - {name: P, status: under review, venue: V 2024}
  - {name: Q, status: under review}
meta: {lastModified: 2025-01-01}
`
	for day, want := range map[string]int{"2024-12-31": 0, "2025-06-30": 1, "2025-09-01": 2, "2026-02-01": 3, "2028-01-02": 4} {
		today, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		r, err := File("a.yaml", strings.NewReader(src), nil, today, nil)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, p := range r.Problems {
			if p.Kind != "stale" {
				t.Errorf("on %s: got problem %+v, want only stale ones", day, p)
			}
			n += p.Count
		}
		if n != want {
			t.Errorf("on %s: got %d stale, want %d: %+v", day, n, want, r.Problems)
		}
	}
}

// Checking a file does not change what was read from it.
func TestCheckTwice(t *testing.T) {
	s, err := data.Read("a.yaml", strings.NewReader("basics: {name: A, emial: x}\nwork: [{startDate: 2021-13}, {startDate: 2022-13}]\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	first := Source(s, today, nil)
	if again := Source(s, today, nil); !slices.Equal(first.Problems, again.Problems) {
		t.Errorf("got %+v the second time, want %+v as the first time", again.Problems, first.Problems)
	}
}

func BenchmarkCheck(b *testing.B) {
	src, err := os.ReadFile(filepath.Join("..", "cv.yaml"))
	if err != nil {
		b.Fatal(err)
	}
	s, err := data.Read("cv.yaml", bytes.NewReader(src), nil)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		Source(s, today, nil)
	}
}

// The fonts embedded in cv have every letter that the check takes for usual.
func TestUsualLetters(t *testing.T) {
	var b strings.Builder
	for r := rune(' '); r < 0x2200; r++ {
		if !unusual(r) && unicode.IsPrint(r) && r != '"' && r != '\\' {
			b.WriteRune(r)
		}
	}
	cv, err := data.Load("a.json", strings.NewReader(`{"basics": {"name": "A", "summary": "`+strings.ReplaceAll(b.String(), "<", "")+`"}}`))
	if err != nil {
		t.Fatal(err)
	}
	if survey := pdf.Look(cv, nil); len(survey.Missing)+len(survey.Left) > 0 {
		t.Errorf("got %q missing and %q left out, want none", survey.Missing, survey.Left)
	}
}
