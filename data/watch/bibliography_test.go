package watch

import (
	"path/filepath"
	"strings"
	"testing"
)

// A change of the bibliography alone is a new version. If it cannot be read, the error
// has the place, and the next version is read again.
func TestBibliography(t *testing.T) {
	dir := t.TempDir()
	cv, bib := filepath.Join(dir, "cv.yaml"), filepath.Join(dir, "papers.bib")
	put(t, bib, "@misc{a, title = {One}}")
	put(t, cv, cvOf("Jane Doe")+"publications: {file: papers.bib}\n")
	w := watch(t, cv)
	w.quiet()

	put(t, bib, "@misc{a, title = {Two}}")
	if v := w.next(); v.Err != nil || v.CV.Publications[0].Name != "Two" {
		t.Fatalf("got %+v, %v, want the publication Two", v.CV, v.Err)
	}
	w.quiet()

	put(t, bib, "@misc{a, title = {Two}}\n@misc{b, title}\n@misc{c, title = {Three}\n")
	if v := w.next(); v.Err == nil || !strings.HasPrefix(v.Err.Error(), bib+":3:1: ") {
		t.Fatalf("got error %v, want one at line 3 of the bibliography", v.Err)
	}
	w.quiet()

	put(t, bib, "@misc{a, title = {Three}}")
	if v := w.next(); v.Err != nil || v.CV.Publications[0].Name != "Three" {
		t.Fatalf("got %+v, %v, want the publication Three", v.CV, v.Err)
	}
	write(t, filepath.Join(dir, "other.bib"), "@misc{a, title = {Four}}")
	w.quiet()
	put(t, cv, cvOf("Jane Doe")+"publications: {file: other.bib}\n")
	if v := w.next(); v.Err != nil || v.CV.Publications[0].Name != "Four" {
		t.Fatalf("got %+v, %v, want the publication Four", v.CV, v.Err)
	}
	w.quiet()
	put(t, bib, "")
	w.quiet()
}
