package convert

import (
	"slices"

	yaml "go.yaml.in/yaml/v4"
)

// jsonResume recognises JSON Resume: a file with basics, or with only known keys. It reads
// unknown keys as in any other file.
func (c *converter) jsonResume(root *yaml.Node) *parts {
	var all []pair
	last := map[string]*yaml.Node{} // the last value of a repeated key counts
	basics, unknown := false, root.Kind != yaml.MappingNode
	for _, p := range pairs(root) {
		last[p.key.Value] = p.value
	}
	stays := c.staying(root)
	for _, p := range pairs(root) {
		name := c.schema[""][p.key.Value].Key
		isBasics := name == "basics" && p.value.Kind == yaml.MappingNode
		switch {
		case !stays(p.key.Value):
			unknown = true
			all = append(all, p)
		case last[p.key.Value] == p.value && (isBasics || c.schema[""][p.key.Value].Kind == List && !isText(p.value)):
			basics = basics || isBasics
			all = append(all, p)
		}
	}
	if unknown && !basics {
		return nil
	}
	return split(mapping(root, all))
}

// staying returns a function that reports which keys of a JSON Resume stay as they are:
// known keys, hidden keys, and misspellings of a missing list, unless they are synonyms of
// one.
func (c *converter) staying(root *yaml.Node) func(key string) bool {
	r := &record{fields: c.schema[""], filled: map[string]bool{}}
	for _, p := range pairs(root) {
		r.filled[r.fields[p.key.Value].Key] = true
	}
	return func(key string) bool {
		return r.fields[key].Key != "" || isHidden(key) || !isSynonym(synonyms("lists"), plain(key)) && freeName(key) == "" && c.isSlip(r, key)
	}
}

// whole returns the new root: the given JSON Resume with its changes, or a new one.
// moved holds the values that are no longer under their keys.
func (a *assembly) whole(root *yaml.Node, moved map[*yaml.Node]bool) *yaml.Node {
	var out []pair
	if a.known {
		stays := a.staying(root)
		for _, p := range pairs(root) {
			_, listed := a.lists[a.schema[""][p.key.Value].Key]
			if stays(p.key.Value) && (listed || !moved[p.value]) {
				out = append(out, p)
			}
		}
	}
	// last returns the last index of a key in out, or -1.
	last := func(name string) int {
		i := len(out) - 1
		for i >= 0 && a.schema[""][out[i].key.Value].Key != name {
			i--
		}
		return i
	}
	set := func(name string, given *yaml.Node, value func(old *yaml.Node) *yaml.Node) {
		if i := last(name); i >= 0 {
			out[i].value = value(out[i].value)
		} else {
			out = append(out, as(name, given, value(mapping(given, nil))))
		}
	}
	if !a.known {
		out = append(out, as("basics", root, mapping(root, a.basics)))
	} else if i := last("basics"); i >= 0 && out[i].value.Kind == yaml.MappingNode {
		out[i].value = mapping(out[i].value, a.basics)
	}
	for _, l := range synonyms("lists") {
		if p, ok := a.lists[l.key]; ok {
			set(l.key, p.key, func(*yaml.Node) *yaml.Node { return p.value })
		}
	}
	if len(a.sections) > 0 {
		set("meta", root, a.withSections)
	}
	return mapping(root, out)
}

// places reports whether a section has a name and no content yet.
func places(n *yaml.Node, name string) bool {
	if own := child(n, "name"); own != nil {
		return plain(own.Value) == plain(name) && child(n, "items", "list") == nil
	}
	return n.Kind == yaml.ScalarNode && plain(n.Value) == plain(name)
}

// withSections returns meta with the free sections appended.
func (a *assembly) withSections(meta *yaml.Node) *yaml.Node {
	all := a.sections
	if old := child(meta, "sections"); old != nil && old.Kind == yaml.SequenceNode {
		all = slices.Clone(old.Content)
		for _, s := range a.sections {
			name := child(s, "name")
			at := slices.IndexFunc(all, func(n *yaml.Node) bool { return name != nil && places(n, name.Value) })
			if at < 0 {
				all = append(all, s)
				continue
			}
			given := pairs(all[at])
			if len(given) == 0 {
				given = pairs(s)[:1]
			}
			all[at] = mapping(all[at], append(slices.Clone(given), as("items", s, child(s, "items"))))
		}
	}
	r := &record{pairs: pairs(meta), filled: map[string]bool{}}
	r.put("sections", meta, sequence(meta, all...))
	return mapping(meta, r.pairs)
}
