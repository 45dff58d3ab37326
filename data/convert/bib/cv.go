package bib

import (
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// CV returns a CV file of a list of publications alone, of the author of at least half
// of them. Without one it has no name.
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

// owner returns the longest spelling of the name that most publications have. Names
// that have the last word and the first letter in common count as one.
func owner(list *yaml.Node) string {
	count, longest := map[string]int{}, map[string]string{}
	best := ""
	for _, p := range list.Content {
		authors := object(p)["authors"]
		if authors == nil {
			continue
		}
		for _, a := range authors.Content {
			name := word(object(a), "name")
			words := strings.Fields(strings.ToLower(name))
			if len(words) < 2 || name == "et al." {
				continue
			}
			id := string([]rune(words[0])[0]) + " " + words[len(words)-1]
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
