package bib

import (
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// CV returns a CV file with only a list of publications. Its name is the author of at least
// half of them, if there is such an author.
func CV(list *yaml.Node) *yaml.Node {
	root := publication(place{list.Line, list.Column})
	if name := owner(list); name != "" {
		basics := publication(place{list.Line, list.Column})
		basics.text("name", place{list.Line, list.Column}, name)
		root.put("basics", basics.Node)
	}
	root.put("publications", list)
	return root.Node
}

// owner returns the longest spelling of the name that most publications have, or "" if
// fewer than half of them have it.
func owner(list *yaml.Node) string {
	count, longest := map[string]int{}, map[string]string{}
	best := ""
	for _, p := range list.Content {
		for _, name := range namesUnder(p, "authors") {
			id := nameID(name)
			if id == "" {
				continue
			}
			if count[id]++; count[id] > count[best] {
				best = id
			}
			longest[id] = slices.MaxFunc([]string{longest[id], name}, func(a, b string) int { return len(a) - len(b) })
		}
	}
	if 2*count[best] < len(list.Content) {
		return ""
	}
	return longest[best]
}

// nameID returns the first letter and the last word of a name, which its spellings share,
// or "" if the name is not a person's.
func nameID(name string) string {
	words := strings.Fields(strings.ToLower(name))
	if len(words) < 2 || name == "et al." {
		return ""
	}
	return string([]rune(words[0])[0]) + " " + words[len(words)-1]
}

// namesUnder returns the names in the authors or editors of a publication.
func namesUnder(p *yaml.Node, key string) (names []string) {
	for i := 0; i+1 < len(p.Content); i += 2 {
		if p.Content[i].Value == key {
			for _, a := range p.Content[i+1].Content {
				names = append(names, word(object(a), "name"))
			}
		}
	}
	return names
}
