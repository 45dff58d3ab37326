package data

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// longBibliography returns n BibTeX entries, each with five authors and an abstract.
func longBibliography(n int) string {
	var b strings.Builder
	b.WriteString("@string{jox = {Journal of Examples}}\n")
	for i := range n {
		fmt.Fprintf(&b, `@article{k%d,
  author = {Alpha, Anna and Beta, Ben and Doe, Jane and van der Gamma, Chris and Delta, Dana},
  title = {{B}ounds for sparse models of {\"o}ptimal transport, part %d},
  journal = jox, volume = {%d}, number = 4, pages = {%d--%d}, year = {%d}, month = jan,
  doi = {10.1000/%d}, eprint = {2211.%05d}, archiveprefix = {arXiv},
  abstract = {%s}
}
`, i, i, i/50, i, i+9, 2000+i%25, i, i, strings.Repeat("We bound the error of models in $O(n^2)$ steps. ", 10))
	}
	return b.String()
}

// BenchmarkBibliography loads a CV with 2,000 publications in BibTeX.
func BenchmarkBibliography(b *testing.B) {
	path := filepath.Join(b.TempDir(), "cv.yaml")
	for name, content := range map[string]string{path: "basics: {name: Jane Doe}\npublications: {file: papers.bib}\n", filepath.Join(filepath.Dir(path), "papers.bib"): longBibliography(2000)} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if cv, err := LoadFile(path); err != nil || len(cv.Publications) != 2000 {
			b.Fatalf("got %+v, %v; want a CV with 2000 publications", cv, err)
		}
	}
}
