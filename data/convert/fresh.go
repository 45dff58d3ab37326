package convert

import (
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// fresh reads FRESH, whose lists stand in objects ("employment.history",
// "skills.sets") and whose person is in name, info, contact, location and social.
func fresh(c *converter, root *yaml.Node) (*parts, bool) {
	format := child(child(root, "meta"), "format")
	isFresh := format != nil && strings.HasPrefix(strings.ToUpper(format.Value), "FRESH")
	if !isFresh && (child(root, "info") == nil || child(root, "employment contact") == nil) || child(root, "name") == nil {
		return nil, false
	}
	p := &parts{}
	c.flat(p, root)
	return p, true
}
