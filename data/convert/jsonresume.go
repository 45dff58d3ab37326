package convert

import (
	"slices"

	yaml "go.yaml.in/yaml/v4"
)

// jsonResume recognises JSON Resume: basics, or no key but known ones. It says
// everything that no key is made for too.
func jsonResume(c *converter, root *yaml.Node) (*parts, bool) {
	if root.Kind != yaml.MappingNode {
		return nil, false
	}
	p := &parts{known: true}
	basics, unknown := false, false
	var stray []pair // keys of basics at the root
	last := lastOf(root)
	for i, q := range pairs(root) {
		f, ok := c.schema[""][q.key.Value]
		switch {
		case ok && f.Name == "basics":
			basics = q.value.Kind == yaml.MappingNode
			p.person = pairs(q.value)
		case ok && f.Name == "meta", ok && f.Name != "basics" && i != last[q.key.Value], isHidden(q.key.Value), !ok && c.isSlipOfList(root, q.key.Value):
		case !ok && c.isPersonal(q):
			unknown = true
			stray = append(stray, q)
		default:
			unknown = unknown || !ok
			p.sections = append(p.sections, part{key: q.key, value: q.value})
		}
	}
	p.person = append(p.person, stray...)
	return p, basics || !unknown
}

// isPersonal reports a pair at the root that is about the person: one that basics
// have a word for, an object for such, or a few words.
func (c *converter) isPersonal(q pair) bool {
	key := plain(q.key.Value)
	if q.value.Kind == yaml.MappingNode {
		return has(personObjects, key)
	}
	return isText(q.value) && (isSynonym(personWords(), key) || len(q.value.Value) < 60 && !isSynonym(listWords(), key))
}

// merged is the root of a JSON Resume with what had to change; the very root where
// nothing had to.
func (a *assembly) merged() *yaml.Node {
	same := len(a.sections) == 0
	var out []pair
	done := map[string]bool{}
	meta := -1
	last := lastOf(a.root)
	for i, p := range pairs(a.root) {
		f, ok := a.schema[""][p.key.Value]
		if !ok && !isHidden(p.key.Value) && !a.isSlipOfList(a.root, p.key.Value) {
			same = false
			continue
		}
		switch l, listed := a.lists[f.Name]; {
		case f.Name == "basics" && p.value.Kind == yaml.MappingNode:
			basics := a.basics
			if same2 := slices.EqualFunc(basics, pairs(p.value), func(x, y pair) bool { return x.key == y.key && x.value == y.value }); !same2 {
				p.value, same = a.mapping(p.value, basics), false
			}
		case f.Name == "meta" && ok:
			meta = len(out)
		case listed && !done[f.Name] && i == last[p.key.Value]:
			if l.value != p.value {
				p.value, same = l.value, false
			}
			done[f.Name] = true
		}
		if _, listed := a.lists[f.Name]; !listed && a.opened[p.key.Value] {
			same = false
			continue
		}
		out = append(out, p)
	}
	if same {
		return a.root
	}
	for _, l := range listWords() {
		if p, ok := a.lists[l.key]; ok && !done[l.key] {
			out = append(out, p)
		}
	}
	if len(a.sections) > 0 {
		if meta < 0 {
			meta = len(out)
			out = append(out, a.as("meta", a.root, a.mapping(a.root, nil)))
		}
		out[meta].value = a.withSections(out[meta].value)
	}
	return a.mapping(a.root, out)
}

// withSections is meta with the free sections behind those that are in it.
func (a *assembly) withSections(meta *yaml.Node) *yaml.Node {
	ps := slices.Clone(pairs(meta))
	for i, p := range ps {
		if p.key.Value == "sections" && p.value.Kind == yaml.SequenceNode {
			ps[i].value = a.list(append(slices.Clone(p.value.Content), a.sections...)...)
			return a.mapping(meta, ps)
		}
	}
	return a.mapping(meta, append(ps, a.as("sections", meta, a.list(a.sections...))))
}

// isSlipOfList reports a key of the root that is meant for a list which is not
// there, and no other word for one.
func (c *converter) isSlipOfList(root *yaml.Node, key string) bool {
	if isSynonym(listWords(), key) {
		return false
	}
	r := &record{filled: map[string]bool{}}
	for _, p := range pairs(root) {
		r.filled[c.schema[""][p.key.Value].Name] = true
	}
	return c.isSlip(r, key)
}

// lastOf returns where each key of a mapping stands last: that one counts.
func lastOf(n *yaml.Node) map[string]int {
	last := map[string]int{}
	for i, p := range pairs(n) {
		last[p.key.Value] = i
	}
	return last
}
