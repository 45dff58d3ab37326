package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/decode"
	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/data/publication"
)

// sections checks that meta.sections names only existing lists, and each once.
func (c *checker) sections() {
	names, shown, first := map[string]int{}, map[string]int{}, map[string]*yaml.Node{}
	for _, v := range c.Values {
		if list, _, _ := strings.Cut(v.Path, "["); first[list] == nil {
			first[list] = v.Node
		}
		s, ok := v.Of.(*data.SectionConfig)
		if !ok {
			continue
		}
		slug := data.Slug(cmp.Or(s.Name, s.List, s.Title))
		_, isFormat := export.Lookup(slug)
		switch at := names[slug]; {
		case slug == "":
			continue
		case at > 0:
			c.Warn(v.Node, v.Path, "section-name", fmt.Sprintf("the section %s is named a second time (first in line %d), and only the first is shown",
				problem.Quote(slug), at), "give it a name of its own, or remove it")
			continue
		case slug == "help" || isFormat:
			c.Warn(v.Node, v.Path, "section-name", fmt.Sprintf("visitors who type %s get something else than this section", problem.Quote(slug)),
				"give it another name; its title may stay")
		}
		if len(s.Items) > 0 || c.list(v.Node, v.Path, s, shown) {
			names[slug] = v.Node.Line
		}
	}
	if len(shown) == 0 {
		return // no section is meant for a list: all lists are shown
	}
	for _, l := range data.Lists() {
		if entry := first[l]; entry != nil && shown[l] == 0 {
			c.Warn(entry, l, "left-out", "meta.sections leaves this list out, so it is not shown", fmt.Sprintf("add `- name: %s` to meta.sections, or leave it if you mean it", l))
		}
	}
}

// list checks the list that a section shows, and reports whether it exists. shown has the
// lines of the lists that earlier sections show.
func (c *checker) list(n *yaml.Node, path string, s *data.SectionConfig, shown map[string]int) bool {
	name, known := cmp.Or(s.List, s.Name), data.Lists()
	line := shown[name]
	if slices.Contains(known, name) {
		if shown[name] = n.Line; line > 0 {
			c.Warn(n, path, "section-list", fmt.Sprintf("the list %s is shown a second time (first in line %d)", problem.Quote(name), line),
				"remove one of the two")
		}
		return true
	}
	what := "there is no list " + problem.Quote(name)
	if name == "" {
		name, what = s.Title, "a title alone names no list"
	}
	fix := "add `list: ` and one of " + strings.Join(known, ", ") + "; or `items:` and entries of its own"
	if near := problem.Nearest(name, known); near != "" {
		fix = "write " + problem.Quote("name: "+near)
	} else if strings.Contains(name, ",") {
		fix = "write each as an item of its own"
	}
	c.Warn(n, path, "section-list", what+", so this section is not shown", fix)
	return false
}

// choice checks a key of a section that has few allowed values.
func choice(c *checker, v decode.Value) (message, fix string) {
	values := data.Choices()[v.Key]
	switch {
	case !slices.Contains(values, v.Node.Value):
		return problem.Quote(v.Node.Value) + " is not a value for this key, so it changes nothing", "write " + strings.Join(values, " or ")
	case v.Key == "only" && !slices.ContainsFunc(c.CV.Publications, func(p publication.Publication) bool { return p.Selected }):
		return "no publication is selected, so all are shown", "write `selected: true` at the publications to show"
	}
	return "", ""
}
