package convert

import (
	"regexp"
	"slices"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/problem"
)

// record is an object of JSON Resume being built.
type record struct {
	fields map[string]Field
	pairs  []pair
	filled map[string]bool // names of the fields that have a value
}

// put gives a field a value. It replaces a pair with the same key.
func (r *record) put(key string, given, value *yaml.Node) {
	r.pairs = slices.DeleteFunc(r.pairs, func(q pair) bool { return q.key.Value == key })
	r.pairs = append(r.pairs, as(key, given, value))
	r.filled[key] = true
}

// entry returns an object of a list as JSON Resume. Values that fit no key become points.
func (c *converter) entry(list string, n *yaml.Node) *yaml.Node {
	all := pairs(n)
	if list == "work" {
		for i, p := range all { // the positions at one employer, under any of their names
			if in("positions", plain(p.key.Value)) && isEntries(p.value) {
				all[i] = as("positions", p.key, c.each("positions", p.value))
			}
		}
	}
	r, rest := c.assign(list, all)
	r.more(rest)
	r.unlink()
	return mapping(n, r.pairs)
}

// wholeLink matches a name that is a link: "[Cura](https://example.com/cura)".
var wholeLink = regexp.MustCompile(`^\[([^\[\]*_]+)\]\((https?://[^\s()]+)\)$`)

// unlink splits a name that is a link into the name and its url.
func (r *record) unlink() {
	if _, ok := r.fields["url"]; !ok || r.filled["url"] {
		return
	}
	for i, p := range r.pairs {
		if m := wholeLink.FindStringSubmatch(p.value.Value); m != nil && in("named", r.fields[p.key.Value].Key) {
			r.pairs[i].value = text(p.value, m[1])
			r.put("url", p.value, text(p.value, m[2]))
			return
		}
	}
}

// each returns a list with its objects as entries of JSON Resume.
func (c *converter) each(list string, n *yaml.Node) *yaml.Node {
	var out []*yaml.Node
	for _, e := range n.Content {
		if e.Kind == yaml.MappingNode {
			e = c.entry(list, e)
		}
		out = append(out, e)
	}
	return sequence(n, out...)
}

// assign gives the values of an object to the fields of a list: first those under a known
// key, then those under a synonym of an empty field. It returns the other pairs. In a JSON
// Resume, hidden and misspelled keys stay as they are.
func (c *converter) assign(list string, all []pair) (*record, []pair) {
	known := c.known && list != "items"
	table := synonyms(list)
	r := &record{fields: c.schema[list], filled: map[string]bool{}}
	var open []pair
	var names []string // [plain] keys of open; "" for a pair that has a field
	if list != "basics" {
		all = r.level(all)
	}
	for _, p := range dated(all) {
		f, ok := r.fields[p.key.Value]
		switch {
		case f.Key == "image" && p.value.Kind == yaml.MappingNode, isBar(list, p, all): // no words
			continue
		case ok && (f.Key == p.key.Value || !r.filled[f.Key]) && (f.Kind != Date || p.value.Kind != yaml.MappingNode) && (f.Key != "summary" || f.Key == p.key.Value || !isPoints(p.value)):
			if isEntries(p.value) && (f.Kind == Texts || f.Kind == Text && f.Key != "position") {
				p.value = sequence(p.value, texts(p.value)...)
			}
			if link := child(p.value, "url", "href", "link"); f.Key == "url" && isText(link) {
				p.value = link
			}
			if f.Key == "phone" && p.value.Kind == yaml.MappingNode {
				p.value = oneText("phone", p.value)
			}
			r.filled[f.Key] = r.filled[f.Key] || !isNull(p.value)
		case isHidden(p.key.Value), isNull(p.value), p.value.ShortTag() == "!!bool", isLook(p.key.Value) && !isSynonym(table, plain(p.key.Value)):
			if !known {
				continue
			}
		default:
			open, names = append(open, p), append(names, plain(p.key.Value))
		}
		r.pairs = append(r.pairs, p)
	}
	for i, p := range open { // the fields' own names in another spelling
		for name, f := range r.fields {
			if names[i] == plain(name) && f.Key == name && r.give(name, p) {
				names[i] = ""
			}
		}
	}
	for _, s := range table {
		for _, word := range s.words {
			for i, name := range names {
				if name == word && r.give(s.key, open[i]) {
					names[i] = ""
				}
			}
		}
	}
	var rest []pair
	gone := map[pair]bool{}
	for i, p := range open {
		if stays := names[i] != "" && known && isText(p.value) && c.isSlip(r, p.key.Value); stays {
			continue
		}
		gone[p] = true
		if names[i] != "" {
			rest = append(rest, p)
		}
	}
	r.pairs = slices.DeleteFunc(r.pairs, func(p pair) bool { return gone[p] })
	return r, rest
}

// level flattens an entry while it consists only of objects: {title: {place, time},
// content: {position, tasks}}.
func (r *record) level(all []pair) []pair {
	var out []pair
	for _, p := range all {
		if _, known := r.fields[p.key.Value]; known || p.value.Kind != yaml.MappingNode || isHidden(p.key.Value) || len(all) < 2 {
			return all
		}
		out = append(out, pairs(p.value)...)
	}
	if len(out) > 0 {
		out = r.level(out)
	}
	return out
}

// isSlip reports whether a key is a misspelling of a field that is still empty.
func (c *converter) isSlip(r *record, key string) bool {
	var missing []string
	for name, f := range r.fields {
		if !r.filled[f.Key] {
			missing = append(missing, name)
		}
	}
	return problem.Nearest(key, missing) != ""
}

// give puts the value of p under one of our keys, and reports whether it fits there.
func (r *record) give(key string, p pair) bool {
	f, ok := r.fields[key]
	v := p.value
	switch {
	case key == asSpan:
		return r.giveSpan(p)
	case key == asOrg:
		if isText(v) || isTexts(v) {
			r.before("organization", p)
			return true
		}
		return false
	case !ok || r.filled[key]:
		return false
	case key == "url":
		if link := child(v, "url", "href", "link"); link != nil {
			v = link
		}
		ok = isText(v) && isAddress(v.Value)
	case key == "summary" && isPoints(v) && r.fields["highlights"].Kind == Texts && !r.filled["highlights"]:
		r.put("highlights", p.key, v)
		return true
	case f.Kind == Text && (isText(v) || isTexts(v)):
		ok = !isPath(v.Value) || v.Kind != yaml.ScalarNode
	case f.Kind == Text && (key == "summary" || key == "description" || key == "reference"), f.Kind == Texts && !isText(v) && !isTexts(v):
		v = sequence(v, texts(v)...)
	case f.Kind == Text && v.Kind == yaml.MappingNode:
		v = oneText(key, v)
	case f.Kind == Date:
		v = when(v)
		ok = isText(v)
	default:
		ok = f.Kind != Text
	}
	if ok {
		r.put(key, p.key, v)
	}
	return ok
}

// before puts a text in front of the value of a field.
func (r *record) before(key string, p pair) {
	values := texts(p.value)
	for _, q := range r.pairs {
		if q.key.Value == key {
			values = append(values, texts(q.value)...)
		}
	}
	r.put(key, p.key, sequence(p.value, values...))
}

// more appends the remaining pairs to the first field of the list that takes any text.
func (r *record) more(rest []pair) {
	var lines []*yaml.Node
	for _, p := range rest {
		lines = append(lines, labelled(p)...)
	}
	for _, home := range words("sets", "homes") {
		f, ok := r.fields[home]
		if !ok || len(lines) == 0 {
			continue
		}
		if f.Kind != Texts && len(lines) > 1 && isShort(lines) {
			lines = []*yaml.Node{text(lines[0], joined(lines, "; "))}
		}
		for i, p := range r.pairs {
			if r.fields[p.key.Value].Key == home && !isNull(p.value) {
				said := p.value.Content
				if p.value.Kind != yaml.SequenceNode {
					said = texts(p.value)
				}
				r.pairs[i].value = sequence(p.value, slices.Concat(said, lines)...)
				return
			}
		}
		r.put(home, lines[0], sequence(lines[0], lines...))
		return
	}
}
