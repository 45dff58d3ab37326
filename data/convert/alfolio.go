package convert

import (
	"slices"

	yaml "go.yaml.in/yaml/v4"
)

// alFolio reads the cv.yml of al-folio, a list of {title, type, contents}; the
// one of type map has the person.
func alFolio(c *converter, root *yaml.Node) (*parts, bool) {
	if root.Kind != yaml.SequenceNode {
		return nil, false
	}
	p := &parts{named: true}
	for _, e := range root.Content {
		title, contents := child(e, "title"), child(e, "contents content items")
		if title == nil || contents == nil {
			continue
		}
		kind := child(e, "type")
		if kind != nil && kind.Value == "map" && len(p.person) == 0 {
			for _, q := range contents.Content {
				if name, value := child(q, "name"), child(q, "value"); name != nil && value != nil {
					p.person = append(p.person, pair{name, value})
				}
			}
			continue
		}
		if kind != nil && kind.Value == "map" {
			contents = c.mapped(contents)
		}
		p.sections = append(p.sections, part{key: title, title: title.Value, value: contents})
	}
	return p, slices.ContainsFunc(p.person, func(q pair) bool { return isSynonym(personWords()[:1], q.key.Value) }) || len(p.sections) > 0
}

// mapped is a list of {name, value} as a mapping.
func (c *converter) mapped(n *yaml.Node) *yaml.Node {
	var ps []pair
	for _, q := range n.Content {
		if name, value := child(q, "name"), child(q, "value"); name != nil && value != nil {
			ps = append(ps, pair{name, value})
		}
	}
	return c.mapping(n, ps)
}
