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

// bibliographies are those with all the difficulties, by their names.
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

// What a bibliography says is in the one that is made of it, but for what another
// format has no word for.
func TestBibliographyRoundTrip(t *testing.T) {
	for from, cv := range bibliographies(t) {
		for format, file := range map[string]string{"bibtex": "again.bib", "csl": "again.json"} {
			written := render(t, format, cv)
			again := load(t, file, written)
			if len(again.Publications) != len(cv.Publications) {
				t.Fatalf("%s by %s has %d entries of %d", from, format, len(again.Publications), len(cv.Publications))
			}
			if again.Basics.Name != cv.Basics.Name {
				t.Errorf("%s by %s is of %q", from, format, again.Basics.Name)
			}
			for i := range cv.Publications {
				before, after := cv.Publications[i], again.Publications[i]
				before.Links = slices.Clone(before.Links)
				if from != format { // both are the same to their own format
					before.Type, after.Type = "", ""
				}
				if before.Key == "" {
					after.Key = ""
				}
				if before.URL == "" { // the page of a link
					after.URL = ""
				}
				if format == "csl" { // an object has no order
					byName := func(a, b publication.Link) int { return strings.Compare(a.Name, b.Name) }
					slices.SortFunc(before.Links, byName)
					slices.SortFunc(after.Links, byName)
				}
				if !reflect.DeepEqual(before, after) {
					t.Errorf("%s by %s:\n%+v\nbecame\n%+v", from, format, before, after)
				}
			}
			if again := render(t, format, again); again != written {
				t.Errorf("%s by %s is\n%s\nand then\n%s", from, format, written, again)
			}
		}
	}
}

// tool runs a program on a file in a folder of its own, and returns what it printed.
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

// LaTeX's own programs and pandoc read what is written without a complaint.
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
					t.Error(out)
				}
				for _, p := range cv.Publications {
					if first, _, _ := strings.Cut(p.Name, ":"); !strings.Contains(strings.ToLower(out), strings.ToLower(strings.Fields(first)[len(strings.Fields(first))-1])) {
						t.Errorf("pandoc has no %q in\n%s", p.Name, out)
					}
				}
			})
		}
	}
}
