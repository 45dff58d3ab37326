package data

import (
	"errors"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"wenkaiyue.com/cv/data/problem"
)

// FuzzBibliography reads any bytes as a bibliography in BibTeX or CSL-JSON. They must
// load within the limits, or fail with a problem that names the file.
func FuzzBibliography(f *testing.F) {
	for _, name := range []string{"bibtex", "csl"} {
		archive, err := txtar.ParseFile("convert/testdata/" + name + ".txtar")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(archive.Files[0].Data, name == "csl")
	}
	f.Add([]byte("@string{a = {x}}\n"+doubling(30)), false)
	f.Add([]byte("@a{b, author = {{{{{{"+strings.Repeat("{", 100)), false)
	f.Add([]byte("@a{a, crossref = {b}, xdata = {b, c}}\n@b{b, crossref={a}, xdata={b,b,b,b}}\n@c{c, crossref = {c}, title={\\'{\\\\"), false)
	f.Fuzz(func(t *testing.T, src []byte, csl bool) {
		name := "papers.bib"
		if csl {
			name = "papers.json"
		}
		s, err := Read("cv.yaml", strings.NewReader("basics: {name: Jane Doe}\npublications:\n  - file: "+name+"\n  - {name: Own}\n"), func(string) ([]byte, error) { return src, nil })
		if problem, ok := errors.AsType[*problem.Problem](err); err != nil && (!ok || problem.File != name && problem.File != "cv.yaml" || problem.File == name && problem.Line < 1) {
			t.Fatalf("got the error %+v, want a problem with its place in %s or cv.yaml", err, name)
		} else if ok {
			return
		}
		if own := s.CV.Publications[len(s.CV.Publications)-1]; own.Name != "Own" {
			t.Errorf("the last publication is %+v, want the CV's own", own)
		}
		lines := len(s.Lines)
		for _, v := range s.Values {
			if v.Node.Line > lines {
				t.Errorf("%s is on line %d, but the file has %d lines", v.Path, v.Node.Line, lines)
			}
		}
		for _, p := range s.Problems.All() {
			if p.File != name && p.File != "cv.yaml" || p.Line < 1 {
				t.Errorf("got a problem at %s:%d, want a line of %s or cv.yaml", p.File, p.Line, name)
			}
		}
	})
}
