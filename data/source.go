package data

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"reflect"
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// Source is a CV file that has been read: the CV, and what is needed to say what is
// wrong in the file. A file is parsed once, whatever is done with it.
type Source struct {
	Name     string // of the file
	CV       *CV
	Problems Problems // what is not shown, or not as it is written
	Format   string   // of the file, if it is neither JSON Resume nor our own: "RenderCV"

	// Root is the file's tree in JSON Resume's shape; each node has the line and the
	// column that it has in the file.
	Root *yaml.Node
	// Values are the texts and objects of the file that the CV is made of, in the
	// order of the CV's keys; those behind an alias once.
	Values []Value
	// Unknown are the keys of the root that nobody knows, shown as sections.
	Unknown []*yaml.Node
	// Lines are those of the file, from line 1 at index 0.
	Lines []string
	// JSON reports that the file is written in JSON, and not in YAML.
	JSON bool
}

// Value is a text or an object of a CV file. Several texts, or an object, in place
// of one text are a value as a whole.
type Value struct {
	Node *yaml.Node
	Path string // "work[2].startDate"
	Type reflect.Type
	Key  string // "startDate"
}

// Read reads a CV in YAML or JSON; name is the file's, for errors and to tell the
// two apart. It is lenient about content and strict about form, as [Load] is; a file
// that is refused gives a [*Problem], and a Source with nothing in it but Lines.
func Read(name string, r io.Reader) (*Source, error) {
	src, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return read(name, src)
}

func read(name string, src []byte) (*Source, error) {
	s := &Source{Name: name, JSON: strings.EqualFold(filepath.Ext(name), ".json")}
	err := s.decode(src)
	if s.Lines == nil {
		s.Lines = Lines(src)
	}
	if problem, ok := errors.AsType[*Problem](err); ok {
		problem.Locate(s.Lines)
	}
	return s, err
}

func (s *Source) decode(src []byte) error {
	if len(src) > MaxBytes {
		line, column := position(plainText(src), len(src))
		return refusal(s.Name, line, column, fmt.Sprintf("the file is larger than %d KiB, which end here", MaxBytes>>10), "a CV is text, so take out what is not")
	}
	parsed, err := ParseAny(s.Name, src)
	if err != nil {
		return err
	}
	s.Root, s.Format, s.Unknown, s.Lines = parsed.Root, parsed.Format, parsed.Sections, Lines(src)
	d := &decoder{src: s, left: maxNodes, bytes: maxUnfolded, seen: map[*yaml.Node]bool{}, used: map[*yaml.Node]bool{}}
	referred(s.Root, d.used)
	cv := new(CV)
	if err := d.document(s.Root, cv); err != nil {
		return err
	}
	cv.recognise()
	cv.settle(s.Name)
	s.CV = cv
	return nil
}

// referred collects the nodes that aliases refer to.
func referred(n *yaml.Node, used map[*yaml.Node]bool) {
	if n.Kind == yaml.AliasNode {
		used[Resolve(n)] = true
	}
	for _, v := range n.Content {
		referred(v, used)
	}
}

// Warn adds a warning about a node of the file.
func (s *Source) Warn(n *yaml.Node, path string, kind ProblemKind, message, fix string) {
	p := Problem{File: s.Name, Line: n.Line, Column: n.Column, Path: path, Severity: Warning, Kind: kind, Message: message, Fix: fix}
	p.Locate(s.Lines)
	s.Problems.Add(p)
}
