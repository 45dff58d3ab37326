package export

import (
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/publication"
)

// bibliographies returns the difficult bibliographies of data/convert by format.
func bibliographies(t *testing.T) map[string]*data.CV {
	t.Helper()
	out := map[string]*data.CV{}
	for _, name := range []string{"bibtex", "csl"} {
		archive, err := txtar.ParseFile("../convert/testdata/" + name + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		out[name] = load(t, archive.Files[0].Name, string(archive.Files[0].Data))
	}
	return out
}

// A bibliography that is written and loaded is the same, except for fields that the other
// format lacks.
func TestBibliographyRoundTrip(t *testing.T) {
	for from, cv := range bibliographies(t) {
		for format, file := range map[string]string{"bibtex": "again.bib", "csl": "again.json"} {
			written := render(t, format, cv)
			again := load(t, file, written)
			if len(again.Publications) != len(cv.Publications) {
				t.Fatalf("%s as %s: got %d entries, want %d", from, format, len(again.Publications), len(cv.Publications))
			}
			if again.Basics.Name != cv.Basics.Name {
				t.Errorf("%s as %s: got the name %q, want %q", from, format, again.Basics.Name, cv.Basics.Name)
			}
			for i := range cv.Publications {
				before, after := cv.Publications[i], again.Publications[i]
				before.Links = slices.Clone(before.Links)
				if from != format { // the formats have different types
					before.Type, after.Type = "", ""
				}
				if before.Key == "" {
					after.Key = ""
				}
				if before.URL == "" { // then it is that of a link
					after.URL = ""
				}
				if format == "csl" { // JSON objects have no order
					byName := func(a, b publication.Link) int { return strings.Compare(a.Name, b.Name) }
					slices.SortFunc(before.Links, byName)
					slices.SortFunc(after.Links, byName)
				}
				if !reflect.DeepEqual(before, after) {
					t.Errorf("%s as %s: got\n%+v\nwant\n%+v", from, format, after, before)
				}
			}
			if again := render(t, format, again); again != written {
				t.Errorf("%s as %s, written again: got\n%s\nwant\n%s", from, format, again, written)
			}
		}
	}
}

// tool runs a program in a new folder with the given files, and returns its output.
func tool(t *testing.T, files map[string]string, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	for file, content := range files {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// BibTeX, Biber and pandoc read the written bibliographies without errors or unexpected
// warnings.
func TestBibliographyTools(t *testing.T) {
	for from, cv := range bibliographies(t) {
		bib := render(t, "bibtex", cv)
		t.Run(from+" bibtex", func(t *testing.T) {
			out := tool(t, map[string]string{"a.bib": bib, "a.aux": "\\citation{*}\n\\bibdata{a}\n\\bibstyle{plain}\n"}, "bibtex", "a")
			for line := range strings.Lines(out) {
				if strings.Contains(line, "rror") || strings.HasPrefix(line, "Warning--") && !strings.Contains(line, "empty ") && !strings.Contains(line, "entry type for") && !strings.Contains(line, "to sort") {
					t.Errorf("bibtex: %s\n%s", line, bib)
				}
			}
		})
		t.Run(from+" biber", func(t *testing.T) {
			if testing.Short() {
				t.Skip("it takes seconds")
			}
			out := tool(t, map[string]string{"a.bib": bib}, "biber", "--tool", "--validate-datamodel", "a.bib")
			for line := range strings.Lines(out) {
				if (strings.HasPrefix(line, "ERROR") || strings.HasPrefix(line, "WARN")) && !strings.Contains(line, "atamodel") && !strings.Contains(line, "year field") {
					t.Errorf("biber: %s\n%s", line, bib)
				}
			}
		})
		for format, file := range map[string]string{"bibtex": "a.bib", "csl": "a.json"} {
			t.Run(from+" pandoc "+format, func(t *testing.T) {
				out := tool(t, map[string]string{file: render(t, format, cv), "a.md": "---\nnocite: '@*'\n---\n"}, "pandoc", "--citeproc", "--bibliography="+file, "-t", "plain", "--wrap=none", "a.md")
				if strings.Contains(out, "WARNING") {
					t.Errorf("pandoc: got a warning, want none:\n%s", out)
				}
				for _, p := range cv.Publications {
					if first, _, _ := strings.Cut(p.Name, ":"); !strings.Contains(strings.ToLower(out), strings.ToLower(strings.Fields(first)[len(strings.Fields(first))-1])) {
						t.Errorf("the output of pandoc lacks %q:\n%s", p.Name, out)
					}
				}
			})
		}
	}
}
