package starter_test

import (
	"bytes"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/check"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/data/starter"
)

// problems returns the problems of a file, without those of examples.
func problems(t *testing.T, src []byte) []problem.Problem {
	t.Helper()
	r, err := check.File("cv.yaml", bytes.NewReader(src), nil, time.Now(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(r.Problems, func(p problem.Problem) bool { return p.Kind == problem.KindExample })
}

// valid validates a file against the schema that editors use.
func valid(t *testing.T, src []byte) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(data.JSONSchema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("cv.json", doc); err != nil {
		t.Fatal(err)
	}
	var v map[string]any
	if err := yaml.Load(src, &v); err != nil {
		t.Fatal(err)
	}
	if err := c.MustCompile("cv.json").Validate(v); err != nil {
		t.Error(err)
	}
}

func TestNew(t *testing.T) {
	src, err := starter.New(starter.Placeholders())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems(t, src) {
		t.Errorf("got problem %+v, want none", p)
	}
	valid(t, src)
}

// commented matches the "#" before a line of YAML. Comments in words have one space after it.
var commented = regexp.MustCompile(`(?m)^( *)#(\S| {2,})`)

// The starter without its "#" is a CV with all lists and no problems.
func TestNewUncommented(t *testing.T) {
	for name, a := range map[string]starter.Answers{"placeholders": starter.Placeholders(), "nothing": {}} {
		src, err := starter.New(a)
		if err != nil {
			t.Fatal(err)
		}
		src = commented.ReplaceAll(src, []byte("$1$2"))
		for _, p := range problems(t, src) {
			if p.Kind != "left-out" { // its meta.sections are an example
				t.Errorf("%s: got problem %+v, want none", name, p)
			}
		}
		valid(t, src)
		cv, err := data.Load("cv.yaml", bytes.NewReader(src))
		if err != nil {
			t.Fatal(err)
		}
		for i := range reflect.TypeOf(*cv).NumField() {
			if reflect.TypeOf(*cv).Field(i).IsExported() && reflect.ValueOf(*cv).Field(i).IsZero() {
				t.Errorf("%s: the starter lacks %s", name, reflect.TypeOf(*cv).Field(i).Name)
			}
		}
	}
}

// The starter for researchers has no problems and shows all its lists, also without its "#".
func TestAcademic(t *testing.T) {
	for name, change := range map[string]func([]byte) []byte{
		"as it is":    func(src []byte) []byte { return src },
		"uncommented": func(src []byte) []byte { return commented.ReplaceAll(src, []byte("$1$2")) },
	} {
		a := starter.Placeholders()
		a.Academic = true
		src, err := starter.New(a)
		if err != nil {
			t.Fatal(err)
		}
		src = change(src)
		for _, p := range problems(t, src) {
			if p.Kind != "orcid" && p.Kind != "stale" && p.Kind != "example" {
				t.Errorf("%s: got problem %+v, want none", name, p)
			}
		}
		valid(t, src)
		cv, err := data.Load("cv.yaml", bytes.NewReader(src))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, s := range cv.Sections() {
			names = append(names, s.Name+"="+s.Title)
		}
		want := "education=Education publications=Publications"
		if name == "uncommented" {
			want += " talks=Talks teaching=Teaching advising=Advising grants=Grants service=Service media=Media software=Software awards=Awards"
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s: got sections %s, want %s", name, got, want)
		}
	}
}

func TestNewAnswers(t *testing.T) {
	for _, s := range []string{"Wen Kaiyue", "Anna: of #1, {x} [y]", "- a", "'q' \"r\" \\", "yes", "12", "*a*", "名前 🍵", "a # b", "@home"} {
		src, err := starter.New(starter.Answers{Name: s, Headline: s, City: s})
		if err != nil {
			t.Fatal(err)
		}
		src = commented.ReplaceAll(src, []byte("$1$2"))
		cv, err := data.Load("cv.yaml", bytes.NewReader(src))
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		if cv.Basics.Name != s || cv.Basics.Label != s || cv.Basics.Location.City != s || cv.Publications[0].Authors[0].Name != s {
			t.Errorf("%q: got %+v and the author %q, want it unchanged", s, cv.Basics, cv.Publications[0].Authors[0].Name)
		}
	}
}

func TestAsk(t *testing.T) {
	var out bytes.Buffer
	got, err := starter.Ask(strings.NewReader("  Wen\x1b  Kaiyue \n\nnot an address\nyou@example.com\nBeijing\nexample.com"), &out)
	want := starter.Answers{Name: "Wen Kaiyue", Email: "you@example.com", City: "Beijing", Website: "https://example.com"}
	if err != nil || got != want {
		t.Errorf("got answers %+v, %v; want %+v", got, err, want)
	}
	if n := strings.Count(out.String(), "That is not an email address"); n != 1 {
		t.Errorf("got %d complaints about the email address, want 1: %q", n, out.String())
	}
	if got, err := starter.Ask(strings.NewReader("Wen\n"), &out); err != nil || got != (starter.Answers{Name: "Wen"}) {
		t.Errorf("input that ends early: got %+v, %v, want the name only", got, err)
	}
	if _, err := starter.Ask(strings.NewReader(strings.Repeat("x", 2*1<<10)), &out); err == nil {
		t.Error("an answer of 2 KiB: got no error")
	}
}

// The check knows every example of a new file, so that none is left in.
func TestExamplesAreSamples(t *testing.T) {
	src, err := starter.New(starter.Answers{Name: "Jane Doe", Email: "jane@example.com"})
	if err != nil {
		t.Fatal(err)
	}
	r, err := check.File("cv.yaml", bytes.NewReader(src), nil, time.Now(), nil)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, p := range r.Problems {
		if p.Kind == problem.KindExample {
			n += p.Count
		}
	}
	if n < 9 {
		t.Errorf("got %d examples reported, want at least 9: %+v", n, r.Problems)
	}
}
