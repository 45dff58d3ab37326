package data

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"reflect"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/convert/bib"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/data/syntax"
)

// Source is a CV file that has been read: the CV, and what is needed to say what is
// wrong in the file. A file is parsed once, whatever is done with it.
type Source struct {
	Name     string // of the file
	CV       *CV
	Problems problem.List // what is not shown, or not as it is written
	Format   string       // of the file, if it is neither JSON Resume nor our own: "RenderCV"

	// Root is the file's tree in JSON Resume's shape; each node has the line and the
	// column that it has in the file.
	Root *yaml.Node
	// Values are the texts and objects of the file that the CV is made of, in the
	// order of the CV's keys; those behind an alias once.
	Values []Value
	// Unknown are the keys of the root that nobody knows, shown as sections.
	Unknown []*yaml.Node
	// Lines are those of the file, from line 1 at index 0, and behind them those of the
	// bibliographies that it names. Nodes count their lines in all of them; see
	// [Source.Place].
	Lines []string
	// Files are the bibliographies that the CV names, also where one cannot be read.
	Files []string
	// JSON reports that the file is written in JSON, and not in YAML.
	JSON bool

	sources []source // the bibliographies
}

// Value is a text or an object of a CV file. Several texts, or an object, in place
// of one text are a value as a whole.
type Value struct {
	Node *yaml.Node
	Path string // "work[2].startDate"
	Type reflect.Type
	Key  string // "startDate"
	Of   any    // what the file says of an object, as a pointer to its Type; else nil
}

// Read reads a CV in YAML or JSON; name is the file's, for errors and to tell the
// two apart. open reads the bibliographies that the CV names; where it is nil, a CV
// that names one is refused. Read is lenient about content and strict about form, as
// [Load] is; a file that is refused gives a [*problem.Problem], and a Source with nothing in it
// but Lines and Files.
func Read(name string, r io.Reader, open Opener) (*Source, error) {
	src, err := io.ReadAll(io.LimitReader(r, int64(MaxSize(name))+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	s := &Source{Name: name, JSON: isJSON(name)}
	err = s.decode(src, open)
	if problem, ok := errors.AsType[*problem.Problem](err); ok {
		s.Place(problem)
	}
	return s, err
}

// MaxSize returns how many bytes a CV file of some name may have: a bibliography is one
// too.
func MaxSize(name string) int {
	if isBibliography(name) {
		return MaxBibliography
	}
	return MaxBytes
}

// tree parses the file and the bibliographies that it names.
func (s *Source) tree(src []byte, open Opener) (*yaml.Node, error) {
	if most := MaxSize(s.Name); len(src) > most {
		s.Lines = syntax.Lines(src)
		line, column := syntax.Position(syntax.PlainText(src), len(src))
		return nil, problem.New(line, column, fmt.Sprintf("the file is larger than %d KiB, which end here", most>>10), "a CV is text, so take out what is not")
	}
	if isBibliography(s.Name) {
		list, err := s.bibliography(s.Name, src)
		if err != nil {
			return nil, err
		}
		s.Format = "BibTeX"
		return bib.CV(list), nil
	}
	s.Lines = syntax.Lines(src)
	root, err := syntax.Parse(src, s.JSON)
	switch {
	case err != nil:
		return nil, err
	case bib.IsCSL(root):
		s.Format = "CSL-JSON"
		return bib.CV(bib.CSL(root)), nil
	}
	return root, s.include(root, open, 3)
}

func (s *Source) decode(src []byte, open Opener) error {
	root, err := s.tree(src, open)
	if err != nil {
		return err
	}
	if root.Kind != 0 {
		r := AsResume(root)
		root, s.Unknown, s.Format = r.Root, r.Sections, cmp.Or(r.Format, s.Format)
	}
	s.Root = root
	d := &decoder{src: s, seen: map[*yaml.Node]string{}}
	cv := new(CV)
	if err := d.document(s.Root, cv); err != nil {
		return err
	}
	cv.markOwner()
	cv.settle(s.Name)
	s.CV = cv
	return nil
}

// isYAML reports a node that is written in YAML.
func (s *Source) isYAML(n *yaml.Node) bool {
	last := len(s.Lines)
	if len(s.sources) > 0 {
		last = s.sources[0].first
	}
	return !s.JSON && n.Line <= last
}

// Warn adds a warning about a node of the file.
func (s *Source) Warn(n *yaml.Node, path string, kind problem.Kind, message, fix string) {
	s.Report(n, problem.Problem{Path: path, Severity: problem.Warning, Kind: kind, Message: message, Fix: fix})
}

// Report adds a problem with the file, at the place of a node.
func (s *Source) Report(n *yaml.Node, p problem.Problem) {
	p.Line, p.Column = max(n.Line, 1), max(n.Column, 1)
	s.Place(&p)
	s.Problems.Add(p)
}
