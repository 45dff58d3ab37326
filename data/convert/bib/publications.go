package bib

import (
	"fmt"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/problem"
)

// Publications reads a BibTeX or biblatex file as a list of publications with the keys
// of a CV file. Values have their line and column in src, which must be UTF-8. An error
// is a [*problem.Problem]; found holds the accepted mistakes. A volume that other entries
// refer to counts only if it has authors, or if the author of most entries edited it.
func Publications(src string) (list *yaml.Node, found []problem.Problem, err error) {
	entries, found, err := parse(src)
	if err != nil {
		return nil, nil, err
	}
	f := &file{entries: entries, byKey: map[string]int{}, found: found}
	list = &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: 1, Column: 1}
	for i, e := range entries {
		if j, ok := f.byKey[e.key]; ok && e.key != "" {
			if !same(entries[j], e) && len(f.found) < maxFound {
				f.found = append(f.found, problem.Problem{Line: e.line, Column: e.column, Message: "`" + e.key + "` is written a second time, and only the first one is shown", Fix: "remove one of the two, or give it another key"})
			}
			entries[i].kind = "" // not shown
			continue
		}
		f.byKey[e.key] = i
	}
	parents := f.parents()
	volumes := map[*yaml.Node]bool{} // that others refer to
	left := maxWeight
	for i, e := range entries {
		if e.kind == "" || len(e.fields) == 0 || strings.HasPrefix(e.kind, "ieeetran") || slices.Contains([]string{"xdata", "control", "set"}, e.kind) {
			continue
		}
		p := f.publication(e)
		if left -= weight(p); left < 0 {
			return nil, nil, problem.New(e.line, e.column, fmt.Sprintf("with what it inherits, the file unfolds to more than %d MiB, which end here", maxWeight>>20), "keep the entries that are yours")
		}
		if list.Content = append(list.Content, p); parents[i] && e.get("author").name == "" {
			volumes[p] = true
		}
	}
	own := nameID(owner(list))
	list.Content = slices.DeleteFunc(list.Content, func(p *yaml.Node) bool {
		return volumes[p] && !slices.ContainsFunc(namesUnder(p, "editors"), func(name string) bool { return own != "" && nameID(name) == own })
	})
	return list, f.found, nil
}

// maxWeight limits the memory of a file's publications, in bytes.
const maxWeight = 24 << 20

// weight estimates the memory of a tree, in bytes.
func weight(n *yaml.Node) int {
	w := 64 + len(n.Value)
	for _, c := range n.Content {
		w += weight(c)
	}
	return w
}

// file is the entries of a BibTeX file.
type file struct {
	entries []entry
	byKey   map[string]int
	found   []problem.Problem
}

// same reports whether two entries have the same fields.
func same(a, b entry) bool {
	return a.kind == b.kind && slices.EqualFunc(a.fields, b.fields, func(x, y field) bool { return x.name == y.name && x.value == y.value })
}

// parents returns the entries from which others inherit.
func (f *file) parents() map[int]bool {
	out := map[int]bool{}
	for _, e := range f.entries {
		for _, key := range e.refersTo() {
			if i, ok := f.byKey[key]; ok {
				out[i] = true
			}
		}
	}
	return out
}

// refersTo returns the keys of the entries from which e inherits.
func (e entry) refersTo() (keys []string) {
	for _, name := range []string{"xdata", "crossref"} {
		for key := range strings.SplitSeq(e.get(name).value, ",") {
			if key = strings.TrimSpace(key); key != "" {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// get returns the first field of names that e has, or a field without a name.
func (e entry) get(names ...string) field {
	for _, name := range names {
		for _, f := range e.fields {
			if f.name == name {
				return f
			}
		}
	}
	return field{}
}

// own lists the fields that no entry inherits.
const own = ` ids crossref xdata doi url eprint abstract keywords selected note addendum annote annotation pages author+an related options `

// maxParents limits the entries that one inherits from, because each may inherit too. It
// also ends a cycle.
const maxParents = 8

// whole returns an entry with the fields that it inherits. The title of the book that a
// part refers to becomes its booktitle.
func (f *file) whole(e entry, left *int) entry {
	for _, key := range e.refersTo() {
		i, ok := f.byKey[key]
		if *left--; !ok || *left < 0 {
			continue
		}
		parent := f.whole(f.entries[i], left)
		e.fields = slices.Clone(e.fields)
		for _, inherited := range parent.fields {
			if len(e.fields) > maxFields {
				break
			}
			part := strings.HasPrefix(e.kind, "in") || strings.HasPrefix(e.kind, "supp") || e.kind == "conference"
			if part && parent.kind != "xdata" && (inherited.name == "title" || inherited.name == "subtitle") {
				inherited.name = "book" + inherited.name
			}
			if e.get(inherited.name).name == "" && (parent.kind == "xdata" || !strings.Contains(own, " "+inherited.name+" ")) {
				e.fields = append(e.fields, inherited)
			}
		}
	}
	return e
}
