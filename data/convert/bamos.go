package convert

import (
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// bamos reads the cv.yaml of bamos/cv: name is {first, last}, order lists the
// sections as [key, title], and the texts are LaTeX.
func bamos(c *converter, root *yaml.Node) (*parts, bool) {
	if child(child(root, "name"), "first") == nil || child(root, "order ordermd orderlatex style") == nil {
		return nil, false
	}
	p := &parts{}
	root = c.untex(root, true)
	c.flat(p, root)
	titles := map[string]string{}
	for _, q := range pairs(root) {
		if !strings.Contains(plain(q.key.Value), "order") {
			continue
		}
		for _, e := range q.value.Content {
			if e = resolve(e); isTexts(e) && len(e.Content) >= 2 {
				key, title := resolve(e.Content[0]).Value, resolve(e.Content[1]).Value
				if child(root, plain(key)) == nil && child(root, plain(title)) != nil { // some write the title first
					key, title = title, key
				}
				titles[key] = title
			}
		}
	}
	kept := p.sections[:0]
	for _, s := range p.sections {
		switch key := s.key.Value; {
		case key == "all_publications", strings.HasPrefix(key, "order"), strings.HasSuffix(key, "_old"): // of the program that makes the PDF
		default:
			if t := titles[key]; t != "" && t != "NONE" {
				s.title = t
			}
			kept = append(kept, s)
		}
	}
	p.sections = kept
	return p, true
}
