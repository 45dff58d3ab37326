package watch

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// loadOthers returns what LoadOthers reports.
func loadOthers(e *Editions) (loaded []Version, problems []error) {
	e.LoadOthers(func(v Version) { loaded = append(loaded, v) }, func(err error) { problems = append(problems, err) })
	return loaded, problems
}

// The name of an edition comes from the name of its file.
func TestNamesOfEditions(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{
		"cv.yaml", "cv.zh.yaml", "cv.zh.json", "cv.ZH-hant.YML", "cv.pt_br.json", "cv.iw.yaml", "cv.acme.yaml", "cv.ms.yaml",
		"cv.json", "cv.schema.json", "cv.csl.json", "cv.zh.csl.json", "cv.txt", "cv.zh.pdf", "zh.yaml", "other.de.yaml", "cv.yaml~", ".cv.yaml.swp",
		"cv.bak.yaml", "cv.eng.yaml", "cv.xq.yaml", "cv.old.de.yaml", "cv.zh.yml",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("basics: {name: A}"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	e := NewEditions(filepath.Join(dir, "cv.yaml"), []string{"Acme", "ms"})
	loaded, problems := loadOthers(e)
	var got, strays []string
	for _, c := range loaded {
		name := c.Name + " " + filepath.Base(c.Path)
		if c.Tag {
			name += " tag"
		}
		if c.Err == nil {
			name += " " + c.CV.Language()
		}
		got = append(got, name)
	}
	slices.Sort(got)
	want := []string{"acme cv.acme.yaml tag ", "he cv.iw.yaml he", "ms cv.ms.yaml tag ", "pt-BR cv.pt_br.json", "zh cv.zh.yaml zh", "zh-Hant cv.ZH-hant.YML zh-Hant"}
	if !slices.Equal(got, want) {
		t.Errorf("got editions %q\nwant %q", got, want)
	}
	for _, err := range problems {
		name, _, _ := strings.Cut(err.Error(), " ")
		strays = append(strays, name)
	}
	slices.Sort(strays)
	if want := []string{"cv.bak.yaml", "cv.eng.yaml", "cv.old.de.yaml", "cv.xq.yaml", "cv.zh.yml"}; !slices.Equal(strays, want) {
		t.Errorf("got problems with %q\nwant %q", strays, want)
	}
}

// The number of editions and the size of their folder are limited.
func TestManyEditions(t *testing.T) {
	dir := t.TempDir()
	put := func(name string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("basics: {name: A}"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for a := 'A'; a <= 'Z'; a++ {
		put("cv.en-" + string(a) + "S.yaml")
		put("cv.es-" + string(a) + "E.yaml")
	}
	e := NewEditions(filepath.Join(dir, "cv.yaml"), nil)
	if loaded, problems := loadOthers(e); len(loaded) == 0 || len(loaded) > maxEditions || len(problems) == 0 {
		t.Errorf("got %d editions and %d problems, want 1 to %d editions and some problems", len(loaded), len(problems), maxEditions)
	}
	for i := range maxFolder {
		put("f" + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676)))
	}
	loaded, problems := loadOthers(NewEditions(filepath.Join(dir, "cv.yaml"), nil))
	if len(loaded) > 0 || len(problems) != 1 || !strings.Contains(problems[0].Error(), "more than 4096 files") {
		t.Errorf("a large folder: got %d editions and %v, want one problem with its size", len(loaded), problems)
	}
}
