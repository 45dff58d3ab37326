// Package convert reads CVs in the formats of other programs, and with keys that owners
// invent, as JSON Resume.
//
// It converts the tree of a parsed file to another tree. Nodes keep their lines and
// columns, so that a problem found later points into the file. A format is a function in
// formats.go, which recognises a file and finds the object with the CV. split divides that
// object into facts about the person and sections. The tables in words.txt map the keys of
// all formats: to add a synonym, add a word there. linkedin.go reads exports of LinkedIn.
package convert

import (
	yaml "go.yaml.in/yaml/v4"
)

// Result is a file read as JSON Resume.
type Result struct {
	// Root is the root of the file in the shape of JSON Resume. It is the given node if
	// nothing changed.
	Root *yaml.Node
	// Format names the format of the file ("RenderCV"); it is empty for JSON Resume
	// and for a file in no known format.
	Format string
	// Sections holds the titles of the sections made from unknown keys, each at the place
	// of its key.
	Sections []*yaml.Node
	// Others holds the keys of further CVs in the file, such as the same one in another
	// language. They are not read.
	Others []*yaml.Node
}

// parts is the content that a format finds in a file.
type parts struct {
	person   []pair // keys of basics
	sections []part // in the order of the file
}

// part is one section of a file.
type part struct {
	key   *yaml.Node // the node that names the section
	title string     // as its owner writes it, or "" if only the key names it
	value *yaml.Node
}

// converter converts one file.
type converter struct {
	schema map[string]map[string]Field // see [Schema.Keys]
	// known means that the file is JSON Resume: values under its keys stay as they are,
	// and its sections keep the order of JSON Resume, before any others.
	known bool
}

// Convert reads root, the value of a whole file, as JSON Resume with the keys of schema.
// In a JSON Resume, a misspelling of a missing key stays, for a check to report.
func Convert(root *yaml.Node, schema *Schema) Result {
	c := &converter{schema: schema.keys}
	p, tree := c.jsonResume(root), root
	if c.known = p != nil; !c.known {
		tree = untex(root, isBamos(root))
	}
	var f format
	var others []*yaml.Node
	for all := formats(); p == nil && len(all) > 0; all = all[1:] {
		f = all[0]
		if found := f.find(tree); found != nil {
			p, others = split(found), beside(tree, found)
		}
	}
	if p == nil {
		return Result{Root: root}
	}
	a := &assembly{converter: c, named: f.named}
	root = a.assemble(tree, p)
	return Result{Root: root, Format: f.name, Sections: a.unknown, Others: others}
}
