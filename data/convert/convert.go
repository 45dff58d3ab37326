// Package convert reads CVs in the formats of other programs, and with keys of
// people's own, as JSON Resume.
//
// It works on the tree of a parsed file. What it returns is a tree again, whose
// nodes keep their lines and columns, so that a problem found later points into
// the file. A format is a file of this package: a function that recognises the
// shape and says which part of the file is the person and which are the sections.
// The keys in them are understood by the tables in words.go, whatever the format:
// a synonym is a word there.
package convert

import (
	yaml "go.yaml.in/yaml/v4"
)

// Kind is what stands under a key of JSON Resume.
type Kind int

// The kinds of value.
const (
	Text   Kind = iota
	Date        // of one day, month or year
	Texts       // a list of texts
	Object      // a mapping with keys of its own
	List        // a list of such mappings
)

// Field is a key that the reader of JSON Resume knows. Name is the present key
// where it is an older one ("name" of "company"), else the key itself.
type Field struct {
	Name string
	Kind Kind
}

// Schema is the keys that are known, by the list in which they stand ("work"). The
// keys of the file's root are under "", those of basics under "basics", and those
// of an entry of a free section (meta.sections[].items) under "items".
type Schema map[string]map[string]Field

// Nearest returns the word that a slip of the finger made into another, or "".
type Nearest func(slip string, words []string) string

// Result is a file read as JSON Resume.
type Result struct {
	// Root is the file's root in JSON Resume's shape. It is the given one, untouched,
	// where nothing had to be done.
	Root *yaml.Node
	// Format names the format of the file ("RenderCV"); it is empty for JSON Resume
	// and for a file in no known format.
	Format string
	// Sections are the names of the sections that are made of unknown keys; each node
	// stands where the key does.
	Sections []*yaml.Node
	// TooLarge reports that the file unfolds to more than can be converted; Root is
	// then the given one.
	TooLarge bool
}

// A format is a way to write a CV.
type format struct {
	name string
	// read returns the parts of the CV in a root of this format, and false for any
	// other root.
	read func(c *converter, root *yaml.Node) (*parts, bool)
}

// formats are tried in this order; the last one takes every mapping.
func formats() []format {
	return []format{
		{"", jsonResume},
		{"RenderCV", renderCV},
		{"al-folio", alFolio},
		{"online-cv", onlineCV},
		{"FRESH", fresh},
		{"visiky/resume", visiky},
		{"bamos/cv", bamos},
		{"flat", flat},
		{"", other},
	}
}

// parts is what a format finds in a file.
type parts struct {
	person   []pair // keys of basics
	sections []part // in the order of the file
	// known says that the file is JSON Resume: what stands under its keys stays as it
	// is, the sections are in JSON Resume's order, and further ones follow.
	known bool
	// named says that the names of sections are free in the format, and so no surprise
	// to anybody.
	named bool
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
	near   Nearest
	left   int // nodes that may still be made or looked at
	bytes  int // and bytes of text
}

// Limits for what aliases unfold to; a CV has a few hundred nodes.
const (
	maxNodes = 200_000
	maxBytes = 4 << 20
	maxDepth = 64
)

// Convert reads root, the value of a whole file, as JSON Resume in the keys of
// schema. A key of a JSON Resume that is near to a missing one stays as it is, for
// its owner to put right.
func Convert(root *yaml.Node, schema Schema, near Nearest) Result {
	c := &converter{schema: schema, near: near, left: maxNodes, bytes: maxBytes}
	for _, f := range formats() {
		p, ok := f.read(c, resolve(root))
		if !ok {
			continue
		}
		r := c.assemble(resolve(root), p)
		r.Format = f.name
		if c.spent() {
			return Result{Root: root, TooLarge: true}
		}
		return r
	}
	return Result{Root: root}
}

// spent reports whether the file has unfolded to too much.
func (c *converter) spent() bool { return c.left < 0 || c.bytes < 0 }
