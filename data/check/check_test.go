package check

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"wenkaiyue.com/cv/data"
)

func mustCheck(t *testing.T, name, src string) *Report {
	t.Helper()
	r, err := Check(name, strings.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The owner's CV is the first that must be well.
func TestOwnersCV(t *testing.T) {
	src, err := os.ReadFile(filepath.Join("..", "cv.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range mustCheck(t, "cv.yaml", string(src)).Problems {
		t.Errorf("%+v", p)
	}
}

func TestTooLarge(t *testing.T) {
	r := mustCheck(t, "a.yaml", "basics: {name: A}\n"+strings.Repeat("# x\n", data.MaxBytes/4))
	if r.CV != nil || r.Count(data.Error) != 1 || r.Problems[0].Line != 262141 || !strings.Contains(r.Problems[0].Message, "larger than 1024 KiB") {
		t.Errorf("report = %+v", r)
	}
}

// An alias is looked at where it leads to first, and never without end.
func TestAliases(t *testing.T) {
	r := mustCheck(t, "a.yaml", `
_one: &one {position: A, startDate: 2021-13}
_ten: &ten [*one, *one, *one, *one, *one, *one, *one, *one, *one, *one]
basics: {name: A, email: a@example.com}
work: *ten
volunteer: *ten
`)
	if len(r.Problems) != 1 || r.Problems[0].Line != 2 || r.Problems[0].Path != "work[0].startDate" {
		t.Errorf("problems = %+v", r.Problems)
	}
}

// What a file says never does anything to the terminal that shows its problems.
func TestHostile(t *testing.T) {
	hostile := `\u001b[31m\u202ex\u0007`
	r := mustCheck(t, "a\x1b.json", `{"basics": {"name": "A", "email": "`+hostile+`", "url": "`+hostile+`", "`+hostile+`": 1, "phone": "`+hostile+`", "location": {"countryCode": "`+hostile+`"}},
		"work": [{"position": {"`+hostile+`": "`+hostile+`"}, "startDate": ["`+hostile+`"], "endDate": "2021-13 `+hostile+`"}],
		"publications": [{"authors": [{"name": "`+hostile+`", "self": "`+hostile+`"}]}], "meta": {"sections": ["`+hostile+`", "`+hostile+`"]}}`)
	if len(r.Problems) < 12 {
		t.Errorf("only %d problems: %+v", len(r.Problems), r.Problems)
	}
	wellFormed(t, r)
}

func wellFormed(t *testing.T, r *Report) {
	t.Helper()
	for i, p := range r.Problems {
		for _, s := range []string{p.File, p.Path, p.Message, p.Fix} {
			if bad := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }); bad >= 0 {
				t.Errorf("%q does something to a terminal", s)
			}
		}
		if p.Message == "" || p.Kind == "" || !slices.Contains([]data.Severity{data.Error, data.Warning}, p.Severity) {
			t.Errorf("%+v says nothing", p)
		}
		if i > 0 && p.Line < r.Problems[i-1].Line {
			t.Errorf("line %d comes after line %d", p.Line, r.Problems[i-1].Line)
		}
	}
	if (r.CV == nil) != slices.ContainsFunc(r.Problems, func(p data.Problem) bool { return p.Kind == "form" }) {
		t.Errorf("loaded: %t, but the problems are %+v", r.CV != nil, r.Problems)
	}
}

func TestSameName(t *testing.T) {
	for _, tt := range []struct {
		a, b            string
		same, strangers bool
	}{
		{"Wen Kaiyue", "Kaiyue Wen", true, false},
		{"Wen Kaiyue", "K. Wen", true, false},
		{"Wen Kaiyue", "Wen", false, false},
		{"Wen Kaiyue", "Wen Li", false, false},
		{"Wen Kaiyue", "Tengyu Ma", false, true},
		{"Wen Kaiyue", "K. W.", false, true},
		{"Ámé Ñó", "Ame No", true, false},
		{"Wen Kaiyue", "温凯越", false, false},
		{"山田太郎", "李四", false, false},
		{"Mononym", "Mononym", true, false},
		{"", "Mononym", false, false},
	} {
		if got := sameName(tt.a, tt.b); got != tt.same {
			t.Errorf("sameName(%q, %q) = %t", tt.a, tt.b, got)
		}
		if got := strangers(tt.a, tt.b); got != tt.strangers {
			t.Errorf("strangers(%q, %q) = %t", tt.a, tt.b, got)
		}
	}
}

// Every word that a synonym leads to is a key of the vocabulary.
func TestSynonymsLead(t *testing.T) {
	for _, tt := range []struct{ name, want, known string }{
		{"Company", "name", "name position"},
		{"from", "startDate", "startDate endDate"},
		{"job_title", "position", "name position"},
		{"bullets", "highlights", "summary highlights"},
		{"xyzzy", "", "summary highlights"},
		{"summery", "summary", "summary highlights"},
	} {
		if got := meant(tt.name, strings.Fields(tt.known)); got != tt.want {
			t.Errorf("meant(%q) = %q, want %q", tt.name, got, tt.want)
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
		c := newChecker(name)
		cv, err := c.read([]byte(src)) // without the PDF, which takes long
		if err != nil {
			t.Fatal(err)
		}
		wellFormed(t, &Report{CV: cv, Problems: c.sorted()})
	})
}

// An owner under an older key, without an address, has no node to be blamed.
func TestOwnerUnderAnOldKey(t *testing.T) {
	r := mustCheck(t, "a.yaml", "bio:\n  name: Jane\nwork:\n  - name: ACME\n")
	if !slices.ContainsFunc(r.Problems, func(p data.Problem) bool { return p.Kind == "no-contact" && p.Line > 0 }) {
		t.Errorf("%+v", r.Problems)
	}
}
