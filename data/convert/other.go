package convert

import (
	yaml "go.yaml.in/yaml/v4"
)

// other takes every mapping: what plainly is about the person, at the root or in
// an object of its own, and each list as what its name says.
func other(c *converter, root *yaml.Node) (*parts, bool) {
	if root.Kind != yaml.MappingNode {
		return nil, false
	}
	p := &parts{}
	c.flat(p, c.inside(root))
	return p, true
}

// flat reads a file with the person and the lists at its root.
func flat(c *converter, root *yaml.Node) (*parts, bool) {
	p := &parts{}
	c.flat(p, root)
	for _, s := range p.sections {
		if root.Kind == yaml.MappingNode && hasName(root) && listNamed(s) != "" {
			return p, true
		}
	}
	return nil, false
}

// inside is the object with the CV, where the root has it and little else.
func (c *converter) inside(root *yaml.Node) *yaml.Node {
	if hasName(root) {
		return root
	}
	for _, q := range pairs(root) {
		if key := plain(q.key.Value); q.value.Kind == yaml.MappingNode && !isHidden(q.key.Value) && hasName(q.value) && !has(personObjects, key) && key != "meta" && !isSynonym(listWords(), key) {
			return q.value
		}
	}
	return root
}

// hasName reports whether an object, or one for a person in it, gives a name.
func hasName(n *yaml.Node) bool { return isNamed(n, 2) }

func isNamed(n *yaml.Node, depth int) bool {
	names := personWord("name") + " firstname lastname"
	if child(n, names) != nil {
		return true
	}
	for _, q := range pairs(n) {
		key := plain(q.key.Value)
		if depth > 0 && q.value.Kind == yaml.MappingNode && (has(personObjects, key) || key == "title") && isNamed(q.value, depth-1) {
			return true
		}
	}
	return false
}

// flat parts an object with everything at its root.
func (c *converter) flat(p *parts, root *yaml.Node) {
	for _, q := range pairs(c.untex(root, false)) {
		key := plain(q.key.Value)
		isPerson := has(personObjects, key) && q.value.Kind == yaml.MappingNode || key == "meta" && hasName(q.value)
		switch {
		case isHidden(q.key.Value), isNull(q.value), q.value.ShortTag() == "!!bool":
		case key == "meta" && !isPerson:
		case isPerson:
			p.person = append(p.person, pairs(q.value)...)
		case isSynonym(personWords(), key) && !has(personWord("summary"), key), has(personObjects, key):
			p.person = append(p.person, q)
		case isLook(q.key.Value) && !isEntries(q.value):
		case isText(q.value) && (len(q.value.Value) < 60 || isSynonym(personWords(), key)):
			p.person = append(p.person, q)
		default:
			p.sections = append(p.sections, part{key: q.key, value: q.value})
		}
	}
}
