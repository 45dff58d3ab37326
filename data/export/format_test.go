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
			t.Errorf("Lookup(%q) = %q, %v, want %q, %v", name, f.Name, ok, want, want != "")
		}
	}
}

// Names, aliases and file names of formats share a name space, so that a visitor's word
// names one format.
func TestFormatsAreDistinct(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Formats() {
		for _, name := range append([]string{f.Name, f.File}, f.Aliases...) {
			if seen[name] || name == "" || name != strings.ToLower(name) {
				t.Errorf("%s: got the name %q, want one that is unique, not empty and in lower case", f.Name, name)
			}
			seen[name] = true
		}
		if _, _, err := mime.ParseMediaType(f.MediaType); err != nil {
			t.Errorf("%s: media type %q: %v", f.Name, f.MediaType, err)
		}
		if f.Summary(locale.English()) == "" || strings.HasSuffix(f.Summary(locale.English()), ".") {
			t.Errorf("%s: got summary %q, want one without a full stop", f.Name, f.Summary(locale.English()))
		}
	}
}

// Formats for people come before those for programs.
func TestFormatsForPeopleComeFirst(t *testing.T) {
	var names []string
	for _, f := range Formats() {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, " "); !strings.HasPrefix(got, "pdf text html ") {
		t.Errorf("got formats %s, want pdf text html first", got)
	}
}

type brokenWriter struct{}

var errBroken = errors.New("broken pipe")

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

func TestWriteReportsErrors(t *testing.T) {
	for _, f := range Formats() {
		if err := f.Write(brokenWriter{}, embedded(t), nil); !errors.Is(err, errBroken) || !strings.Contains(err.Error(), f.Name) {
			t.Errorf("%s: got error %v, want %v with the name of the format", f.Name, err, errBroken)
		}
	}
}

// The same CV is written as the same bytes.
func TestDeterministic(t *testing.T) {
	for _, f := range Formats() {
		first := render(t, f.Name, embedded(t))
		if again := render(t, f.Name, embedded(t)); again != first {
			t.Errorf("%s differs from one run to the next", f.Name)
		}
	}
}
