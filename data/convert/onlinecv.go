package convert

import (
	"slices"

	yaml "go.yaml.in/yaml/v4"
)

// onlineCV reads the data.yml of online-cv: a sidebar with the person, and a
// section a key.
func onlineCV(c *converter, root *yaml.Node) (*parts, bool) {
	if side := child(root, "sidebar"); side == nil || child(side, "name") == nil {
		return nil, false
	}
	p := &parts{named: true}
	c.flat(p, root)
	p.person = slices.DeleteFunc(p.person, func(q pair) bool { return q.key.Value == "position" && has(`left right`, plain(q.value.Value)) }) // of the sidebar
	return p, true
}
