package convert

import yaml "go.yaml.in/yaml/v4"

// renderCV reads RenderCV: everything is in cv, and its sections have names as
// their owner likes. The keys of its entries (company, start_date, label, details,
// bullet) are among the words. Design and locale are about looks.
func renderCV(_ *converter, root *yaml.Node) (*parts, bool) {
	cv := child(root, "cv")
	if cv == nil || child(cv, "sections") == nil && child(cv, "name") == nil {
		return nil, false
	}
	p := &parts{named: true}
	for _, q := range pairs(cv) {
		if plain(q.key.Value) != "sections" {
			p.person = append(p.person, q)
			continue
		}
		for _, s := range pairs(q.value) {
			p.sections = append(p.sections, part{key: s.key, value: s.value})
		}
	}
	return p, true
}
