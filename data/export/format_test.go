package export

import (
	"errors"
	"mime"
	"strings"
	"testing"

	"wenkaiyue.com/cv/data/locale"
)

func TestLookup(t *testing.T) {
	for name, want := range map[string]string{
		"text": "text", "txt": "text", "cv.txt": "text", "TEXT": "text",
		"": "", "doc": "", "cv": "", "../cv.txt": "",
	} {
		f, ok := Lookup(name)
		if f.Name != want || ok != (want != "") {
			t.Errorf("Lookup(%q) = %q, %v, want %q", name, f.Name, ok, want)
		}
	}
}

// Names, aliases and files are one name space: what a visitor types means one
// thing.
func TestFormatsAreDistinct(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Formats() {
		for _, name := range append([]string{f.Name, f.File}, f.Aliases...) {
			if seen[name] || name == "" || name != strings.ToLower(name) {
				t.Errorf("%q is taken, empty or not in lower case", name)
			}
			seen[name] = true
		}
		if _, _, err := mime.ParseMediaType(f.MediaType); err != nil {
			t.Errorf("%s: media type: %v", f.Name, err)
		}
		if f.Summary(locale.English()) == "" || strings.HasSuffix(f.Summary(locale.English()), ".") {
			t.Errorf("%s: summary %q", f.Name, f.Summary(locale.English()))
		}
	}
}

// What people take comes before what programs read, in every list of formats.
func TestFormatsForPeopleComeFirst(t *testing.T) {
	var names []string
	for _, f := range Formats() {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, " "); !strings.HasPrefix(got, "pdf text html ") {
		t.Errorf("the formats are %s", got)
	}
}

type brokenWriter struct{}

var errBroken = errors.New("broken pipe")

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

func TestWriteReportsErrors(t *testing.T) {
	for _, f := range Formats() {
		if err := f.Write(brokenWriter{}, embedded(t), nil); !errors.Is(err, errBroken) || !strings.Contains(err.Error(), f.Name) {
			t.Errorf("%s: error = %v", f.Name, err)
		}
	}
}

// The same CV gives the same bytes.
func TestDeterministic(t *testing.T) {
	for _, f := range Formats() {
		first := render(t, f.Name, embedded(t))
		if again := render(t, f.Name, embedded(t)); again != first {
			t.Errorf("%s differs from one run to the next", f.Name)
		}
	}
}
