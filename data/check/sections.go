package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export"
)

// sections looks whether meta.sections names what is there, once, and all of it.
func (c *checker) sections() {
	root := c.Root
	meta := child(root, "meta")
	if meta == nil {
		return
	}
	names, shown := map[string]int{}, map[string]int{}
	for i, n := range items(child(meta, "sections")) {
		path := fmt.Sprintf("meta.sections[%d]", i)
		name := cmp.Or(word(n, "name"), word(n, "list"), word(n, "title"))
		if n.Kind == yaml.ScalarNode && !data.IsNull(n) { // a name alone
			name = n.Value
		}
		if name == "" {
			continue
		}
		slug := data.Slug(name)
		switch at := names[slug]; {
		case at > 0:
			c.warn(n, path, KindSectionName, fmt.Sprintf("the section %s is named a second time (first in line %d), and only the first is shown", data.Quote(slug), at), "give it a name of its own, or take it out")
			continue
		case slug == "help" || taken(slug):
			c.warn(n, path, KindSectionName, fmt.Sprintf("visitors who type %s get something else than this section", data.Quote(slug)), "give it another name; its title may stay")
		}
		names[slug] = max(names[slug], n.Line)
		if child(n, "items") == nil {
			c.list(n, path, cmp.Or(word(n, "list"), name), shown)
		}
	}
	if len(shown) == 0 {
		return // they name nothing that is there, or free sections alone: all lists are shown
	}
	for _, l := range data.Lists() {
		if entries := items(child(root, l)); len(entries) > 0 && shown[l] == 0 {
			c.warn(entries[0], l, KindLeftOut, "meta.sections leaves this list out, so it is not shown", fmt.Sprintf("add `- name: %s` to meta.sections, or leave it if you mean it", l))
		}
	}
}

// list looks at the list that a section shows; shown has the line of each that
// has been shown.
func (c *checker) list(n *yaml.Node, path, name string, shown map[string]int) {
	known := data.Lists()
	switch {
	case !slices.Contains(known, name):
		shown[""] = n.Line
		fix := "add `list: ` and one of " + strings.Join(known, ", ") + "; or `items:` and entries of its own"
		if near := data.Nearest(name, known); near != "" {
			fix = fmt.Sprintf("write `%s`", near)
		}
		if names := strings.FieldsFunc(name, func(r rune) bool { return r == ',' || r == ';' || r == ' ' }); len(names) > 1 && slices.Contains(known, names[0]) {
			fix = fmt.Sprintf("write `sections: [%s]`", strings.Join(names, ", "))
			if c.JSON {
				fix = "write each in quotes of its own, with a comma between them"
			}
		}
		c.warn(n, path, KindSectionList, fmt.Sprintf("there is no list %s, so this section is not shown", data.Quote(name)), fix)
	case shown[name] > 0:
		c.warn(n, path, KindSectionList, fmt.Sprintf("the list %s is shown a second time (first in line %d)", data.Quote(name), shown[name]), "take one of the two out")
	default:
		shown[name] = n.Line
	}
}

// choice looks at a key of a section that takes one of few values.
func choice(c *checker, v data.Value) (message, fix string) {
	values := data.Choices()[v.Key]
	switch {
	case !slices.Contains(values, v.Node.Value):
		return data.Quote(v.Node.Value) + " is no value for this key, so it changes nothing", "write " + strings.Join(values, " or ")
	case v.Key == "only" && !slices.ContainsFunc(c.CV.Publications, func(p data.Publication) bool { return p.Selected }):
		return "no publication is selected, so all are shown", "write `selected: true` at the publications to show"
	}
	return "", ""
}

// taken reports whether a word is what visitors type for a format.
func taken(name string) bool {
	_, ok := export.Lookup(name)
	return ok
}
