// Package convert reads CVs in the formats of other programs, and with keys of
// people's own, as JSON Resume.
//
// It works on the tree of a parsed file. What it returns is a tree again, whose
// nodes keep their lines and columns, so that a problem found later points into
// the file. A format is a function in formats.go, which recognises the shape and finds
// the object that has the CV; split parts that into what is about the person and the
// sections. The keys are understood by the tables in words.txt, whatever the format: a
// synonym is a word there. An export of LinkedIn's has a file of its own.
package convert

import (
	yaml "go.yaml.in/yaml/v4"
)

// Kind is the type of the value that JSON Resume has under a key.
type Kind int

// The kinds of value.
const (
	Text   Kind = iota
	Date        // of one day, month or year
	Texts       // a list of texts
	Object      // a mapping with keys of its own
	List        // a list of such mappings
)

// Field is a known key of JSON Resume. Name is the current key where this is an older
// one ("name" for "company"), else the key itself.
type Field struct {
	Name string
	Kind Kind
}

// Schema holds the known keys by the list in which they stand ("work"): those of the
// root under "", those of basics under "basics", and those of an entry of a free section
// (meta.sections[].items) under "items".
type Schema map[string]map[string]Field

// Result is a file read as JSON Resume.
type Result struct {
	// Root is the root of the file in the shape of JSON Resume. It is the given node if
	// nothing had to change.
	Root *yaml.Node
	// Format names the format of the file ("RenderCV"); it is empty for JSON Resume
	// and for a file in no known format.
	Format string
	// Sections holds the titles of the sections made of unknown keys, each at the place
	// of its key.
	Sections []*yaml.Node
}

// parts is the content that a format finds in a file.
type parts struct {
	person   []pair // keys of basics
	sections []part // in the order of the file
}

// part is one section of a file.
type part struct {
	key   *yaml.Node // where the section is named
	title string     // as its owner writes it; empty where only the key says
	value *yaml.Node
}

// converter turns one file.
type converter struct {
	schema Schema
	// known says that the file is JSON Resume: values under its keys stay as they are,
	// and its sections keep JSON Resume's order, with others behind them.
	known bool
}

// Convert reads root, the value of a whole file, as JSON Resume with the keys of schema.
// In a JSON Resume, a misspelling of a missing key stays as it is, for a check to
// report.
func Convert(root *yaml.Node, schema Schema) Result {
	c := &converter{schema: schema}
	p, tree := c.jsonResume(root), root
	if c.known = p != nil; !c.known {
		tree = untex(root, isBamos(root))
	}
	var f format
	for all := formats(); p == nil && len(all) > 0; all = all[1:] {
		if f = all[0]; f.find(tree) != nil {
			p = split(f.find(tree))
		}
	}
	if p == nil {
		return Result{Root: root}
	}
	a := &assembly{converter: c, named: f.named}
	root = a.assemble(tree, p)
	return Result{Root: root, Format: f.name, Sections: a.unknown}
}
