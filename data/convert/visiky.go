package convert

import yaml "go.yaml.in/yaml/v4"

// visiky reads the resume.json of visiky/resume, whose lists ("workExpList") have
// their titles in titleNameMap.
func visiky(c *converter, root *yaml.Node) (*parts, bool) {
	names := child(root, "titlenamemap")
	if names == nil && child(root, "workexplist educationlist") == nil {
		return nil, false
	}
	p := &parts{}
	c.flat(p, root)
	for i, s := range p.sections {
		if names == nil {
			break
		}
		if title := child(names, plain(s.key.Value)); title != nil {
			p.sections[i].title = title.Value
		}
	}
	return p, true
}
