// Package decode reads a CV file into a value of a Go type whose tags describe its keys
// (see [convert.Schema]). It is lenient about content and strict about form, and collects
// problems with their places.
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

// Limits of a CV file, far above any real CV. The error for a larger file has the place and
// a fix.
const (
	// MaxBytes is the size of the file in bytes.
	MaxBytes = 1 << 20
	// MaxBibliography is the size of a file of publications in bytes, and of all that a CV
	// names.
	MaxBibliography = 4 << 20
	// MaxEntries is the length of a list.
	MaxEntries = 2000
	// MaxText is the length of one text in bytes. Lines have no limit:
	// a JSON file may be one line.
	MaxText = 256 << 10
)

// File is a CV file that has been read, with the details that reports need. It is parsed
// once for all uses.
type File struct {
	Name     string
	JSON     bool         // the file's name ends in .json
	Format   string       // if it is neither JSON Resume nor our own: "RenderCV"
	Problems problem.List // values that are not shown as written

	// Root is the file's tree in JSON Resume's shape. Its nodes have their lines and
	// columns in the file.
	Root *yaml.Node
	// Values are the texts and objects of the CV in the order of its keys, without those
	// that aliases repeat.
	Values []Value
	// Unknown are the keys of the root that no schema has; they are shown as sections.
	Unknown []*yaml.Node
	// Others are the keys of further CVs in the file, which are not shown.
	Others []*yaml.Node
	// Lines are the lines of the file, from line 1 at index 0, and then those of the
	// bibliographies that it names. Nodes count lines in all of them; see [File.Place].
	Lines []string

	parts    []part // the file itself, and the bibliographies
	included int    // bytes of the bibliographies, each as often as it is named
}

// part is a file in [File.Lines]; first is the index of its first line.
type part struct {
	name  string
	first int
}

// Value is a text or an object of a CV file. A list or an object in place of a text is one
// value.
type Value struct {
	Node *yaml.Node
	Path string // "work[2].startDate"
	Type reflect.Type
	Key  string // "startDate"; "" for an object
	Of   any    // for an object, a pointer to its decoded Type; else nil
}

// Read reads a file in YAML, JSON or BibTeX into a value of the schema's type. The file's
// name decides between the three, and appears in errors. open reads the bibliographies that
// the file names; if open is nil, none are allowed. The error for an invalid file is a
// [*problem.Problem]; then only Lines and Problems of the File are useful.
func Read(name string, r io.Reader, open Opener, schema *convert.Schema, into any) (*File, error) {
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

func (f *File) read(src []byte, open Opener, schema *convert.Schema, into any) error {
	root, format, err := f.parse(f.Name, src, MaxSize(f.Name))
	if err == nil && format != "" {
		root = bib.CV(root)
	} else if err == nil {
		err = f.include(root, open, 3)
	}
	if err != nil {
		return err
	}
	if !f.JSON {
		f.bullets(root)
	}
	if root.Kind != 0 {
		r := convert.Convert(root, schema)
		root, f.Unknown, f.Others, format = r.Root, r.Sections, r.Others, cmp.Or(r.Format, format)
	}
	f.Root, f.Format = root, format
	d := &decoder{File: f, schema: schema, seen: map[*yaml.Node]string{}}
	if root.Kind != yaml.MappingNode {
		d.fail(root, "run cv init to see how one begins", `a CV file starts with keys such as "basics:" and "work:"; this one does not`)
	} else {
		d.decode(root, reflect.ValueOf(into).Elem(), convert.Field{}, "")
	}
	return d.err
}

// MaxSize returns the size limit in bytes of the named CV file, which may be a
// bibliography.
func MaxSize(name string) int {
	if IsBibliography(name) {
		return MaxBibliography
	}
	return MaxBytes
}

// IsBibliography reports whether the named file is BibTeX.
func IsBibliography(name string) bool { return strings.EqualFold(filepath.Ext(name), ".bib") }

func isJSON(name string) bool { return strings.EqualFold(filepath.Ext(name), ".json") }

// parse returns the tree of a file of at most most bytes, or the list of publications in a
// bibliography with its format. It appends the lines of the file to f.Lines, and counts the
// nodes' lines there.
func (f *File) parse(name string, src []byte, most int) (root *yaml.Node, format string, err error) {
	first := len(f.Lines)
	f.parts = append(f.parts, part{name, first})
	f.Lines = append(f.Lines, syntax.Lines(src)...)
	var found []problem.Problem
	switch {
	case len(src) > most:
		line, column := syntax.Position(syntax.PlainText(src), len(src))
		err = problem.New(line, column, fmt.Sprintf("the file is larger than %d KiB, which end here", most>>10), "a CV is text, so remove everything that is not text")
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

// at returns the name of the file that has a line of Lines, from 1, and its number there.
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

// Place sets the file, the line in it and the excerpt of a problem whose Line counts in
// [File.Lines].
func (f *File) Place(p *problem.Problem) {
	p.Locate(f.Lines)
	p.Order = p.Line
	p.File, p.Line = f.at(p.Line)
}
