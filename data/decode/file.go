// Package decode reads a CV file as a value of a Go type whose tags say what may stand
// under which key (see [Schema]). It is lenient about content and strict about form, and
// collects what is wrong, with its place, while it decodes.
package decode

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/convert"
	"wenkaiyue.com/cv/data/convert/bib"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/data/syntax"
)

// What a CV file may hold at most. A file with more is refused with the place and
// what to do; none of the limits is near what anybody has written.
const (
	// MaxBytes is the size of the file.
	MaxBytes = 1 << 20
	// MaxBibliography is the size of a file of publications in bytes.
	MaxBibliography = 4 << 20
	// MaxEntries is the length of a list.
	MaxEntries = 2000
	// MaxText is the length of one text in bytes. Lines have no limit of their own:
	// a JSON file may well be one line.
	MaxText = 256 << 10
)

// File is a CV file that has been read, with what reports about it need. A file is parsed
// once for all its uses.
type File struct {
	Name     string
	JSON     bool         // it is written in JSON, and not in YAML
	Format   string       // if it is neither JSON Resume nor our own: "RenderCV"
	Problems problem.List // what is not shown, or not as it is written

	// Root is the file's tree in JSON Resume's shape; each node has the line and the
	// column that it has in the file.
	Root *yaml.Node
	// Values are the texts and objects that the CV is made of, in the order of the
	// CV's keys; those behind an alias once.
	Values []Value
	// Unknown are the keys of the root that no schema has; they are shown as sections.
	Unknown []*yaml.Node
	// Lines are those of the file, from line 1 at index 0, and behind them those of the
	// bibliographies that it names. Nodes count their lines in all of them; see
	// [File.Place].
	Lines []string
	// Files are the bibliographies that the CV names, also where one cannot be read.
	Files []string

	parts []part // the file itself, and the bibliographies
}

// part is one of the files that Lines are from; first is the index of its first line.
type part struct {
	name  string
	first int
}

// Value is a text or an object of a CV file. Several texts, or an object, in place
// of one text are a value as a whole.
type Value struct {
	Node *yaml.Node
	Path string // "work[2].startDate"
	Type reflect.Type
	Key  string // "startDate"; "" of an object
	Of   any    // what the file says of an object, as a pointer to its Type; else nil
}

// Read reads a file in YAML, JSON or BibTeX into a value of the schema's type; name is the
// file's, for errors and to tell the three apart. open reads the bibliographies that the
// file names; where it is nil, a file that names one is refused. The error of a file that
// is refused is a [*problem.Problem]; then the File's Lines, Files and Problems count alone.
func Read(name string, r io.Reader, open Opener, schema *Schema, into any) (*File, error) {
	f := &File{Name: name, JSON: isJSON(name)}
	src, err := io.ReadAll(io.LimitReader(r, int64(MaxSize(name))+1))
	if err != nil {
		return f, fmt.Errorf("%s: %w", name, err)
	}
	err = f.read(src, open, schema, into)
	if p, ok := errors.AsType[*problem.Problem](err); ok {
		f.Place(p)
	}
	return f, err
}

func (f *File) read(src []byte, open Opener, schema *Schema, into any) error {
	root, format, err := f.parse(f.Name, src, MaxSize(f.Name))
	if err == nil && format != "" {
		root = bib.CV(root)
	} else if err == nil {
		err = f.include(root, open, 3)
	}
	if err != nil {
		return err
	}
	if root.Kind != 0 {
		r := schema.Resume(root)
		root, f.Unknown, format = r.Root, r.Sections, cmp.Or(r.Format, format)
	}
	f.Root, f.Format = root, format
	d := &decoder{File: f, schema: schema, seen: map[*yaml.Node]string{}}
	if root.Kind != yaml.MappingNode {
		d.fail(root, "run cv init to see how one begins", `a CV file starts with keys such as "basics:" and "work:"; this one does not`)
	} else {
		d.decode(root, reflect.ValueOf(into).Elem(), Field{Type: schema.root}, "")
	}
	return d.err
}

// Resume returns the value of a whole file in JSON Resume's shape.
func (s *Schema) Resume(root *yaml.Node) convert.Result {
	return convert.Convert(root, s.known)
}

// MaxSize returns the size limit of the named CV file in bytes; a bibliography is a CV
// file too.
func MaxSize(name string) int {
	if IsBibliography(name) {
		return MaxBibliography
	}
	return MaxBytes
}

// IsBibliography reports whether a file is BibTeX by its name.
func IsBibliography(name string) bool { return strings.EqualFold(filepath.Ext(name), ".bib") }

func isJSON(name string) bool { return strings.EqualFold(filepath.Ext(name), ".json") }

// parse returns the tree of a file of at most so many bytes, or the list of publications in
// a bibliography, with its format. The lines of the file go behind those that are there,
// and the places of its values count from the first line of all.
func (f *File) parse(name string, src []byte, most int) (root *yaml.Node, format string, err error) {
	first := len(f.Lines)
	f.parts = append(f.parts, part{name, first})
	f.Lines = append(f.Lines, syntax.Lines(src)...)
	var found []problem.Problem
	switch {
	case len(src) > most:
		line, column := syntax.Position(syntax.PlainText(src), len(src))
		err = problem.New(line, column, fmt.Sprintf("the file is larger than %d KiB, which end here", most>>10), "a CV is text, so take out what is not")
	case IsBibliography(name):
		format = "BibTeX"
		root, found, err = bib.Publications(string(syntax.PlainText(src)))
	default:
		root, err = syntax.Parse(src, isJSON(name))
		if err == nil && bib.IsCSL(root) {
			root, format = bib.CSL(root), "CSL-JSON"
		}
	}
	if p, ok := errors.AsType[*problem.Problem](err); ok {
		p.Line += first
	}
	if err != nil {
		return nil, "", err
	}
	for _, p := range found {
		f.Warn(&yaml.Node{Line: first + p.Line, Column: p.Column}, "publications", "bibliography", p.Message, p.Fix)
	}
	if first > 0 {
		shift(root, first)
	}
	return root, format, nil
}

// shift moves a tree without aliases down by some lines.
func shift(n *yaml.Node, lines int) {
	n.Line = max(n.Line, 1) + lines
	for _, c := range n.Content {
		shift(c, lines)
	}
}

// at returns the name of the file that a line of Lines, from 1, is in, and its number there.
func (f *File) at(line int) (name string, number int) {
	for _, p := range slices.Backward(f.parts) {
		if line > p.first {
			return p.name, line - p.first
		}
	}
	return f.Name, line
}

// Warn adds a warning about a node of the file.
func (f *File) Warn(n *yaml.Node, path string, kind problem.Kind, message, fix string) {
	f.Report(n, problem.Problem{Path: path, Severity: problem.Warning, Kind: kind, Message: message, Fix: fix})
}

// Report adds a problem with the file, at the place of a node.
func (f *File) Report(n *yaml.Node, p problem.Problem) {
	p.Line, p.Column = max(n.Line, 1), max(n.Column, 1)
	f.Place(&p)
	f.Problems.Add(p)
}

// Place sets the file, the line within it and the excerpt of a problem whose line is one
// of Lines.
func (f *File) Place(p *problem.Problem) {
	p.Locate(f.Lines)
	p.Order = p.Line
	p.File, p.Line = f.at(p.Line)
}
