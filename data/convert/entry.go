package convert

import (
	"regexp"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// record is an object of JSON Resume in the making.
type record struct {
	list   string // whose entry it is; see [Schema]
	pairs  []pair
	filled map[string]bool // names of the fields that have a value
}

// put gives a field a value. A key that stands there without one makes place.
func (r *record) put(c *converter, key string, p pair, value *yaml.Node) {
	r.pairs = slices.DeleteFunc(r.pairs, func(q pair) bool { return q.key.Value == key })
	r.pairs = append(r.pairs, c.as(key, p.key, value))
	r.filled[key] = true
}

// entry is an object in a list as JSON Resume has it; n itself where all of its
// keys are known. Nothing that it says is lost: what no key is made for stands
// among its points.
func (c *converter) entry(list string, n *yaml.Node, known bool) *yaml.Node {
	n = resolve(n)
	all := pairs(n)
	changed := list == "work" && c.positions(all, known)
	r, rest := c.assign(list, entryTable(list), all, known)
	switch {
	case r == nil && changed:
		return c.mapping(n, all)
	case r == nil:
		return n
	}
	c.more(r, rest)
	return c.mapping(n, r.pairs)
}

// positions reads the positions at one employer, under any of their names, in place.
func (c *converter) positions(all []pair, known bool) (changed bool) {
	for i, p := range all {
		if !has(`positions position roles titles`, plain(p.key.Value)) || !isEntries(p.value) {
			continue
		}
		var out []*yaml.Node
		for _, e := range p.value.Content {
			if e = resolve(e); e.Kind == yaml.MappingNode {
				made := c.entry("positions", e, known)
				changed = changed || made != e
				e = made
			}
			out = append(out, e)
		}
		if changed = changed || p.key.Value != "positions"; changed {
			all[i] = c.as("positions", p.key, c.list(out...))
		}
	}
	return changed
}

func entryTable(list string) []synonym {
	if table := objectWords(list); table != nil {
		return table
	}
	return append(entryWords(list), common()...)
}

// assign gives the values of an object to the fields of a list: first those under
// a known key, then those under a synonym of a field that has none yet. It returns
// the pairs that found no place; no record where every key is known. known says
// that the file is JSON Resume, whose hidden keys stay in it.
func (c *converter) assign(list string, table []synonym, all []pair, known bool) (*record, []pair) {
	fields := c.schema[list]
	given := len(all)
	all = c.dated(level(all))
	changed := len(all) != given
	r := &record{list: list, filled: map[string]bool{}}
	var rest []pair
	for _, p := range all {
		f, ok := fields[p.key.Value]
		switch {
		case ok && f.Kind == Date && p.value.Kind == yaml.MappingNode:
			rest = append(rest, p)
		case ok && (f.Name == p.key.Value || !r.filled[f.Name]):
			if isEntries(p.value) && (f.Kind == Texts || f.Kind == Text && f.Name != "position") {
				p.value, changed = c.list(c.texts(p.value)...), true
			}
			r.pairs = append(r.pairs, p)
			r.filled[f.Name] = r.filled[f.Name] || !isNull(p.value)
		case isHidden(p.key.Value), isNull(p.value), p.value.ShortTag() == "!!bool", isLook(p.key.Value) && !isSynonym(table, p.key.Value):
			if changed = changed || !known; known {
				r.pairs = append(r.pairs, p)
			}
		default:
			rest = append(rest, p)
		}
	}
	plains := make([]string, len(rest))
	for i, p := range rest {
		plains[i] = plain(p.key.Value)
	}
	for i, p := range rest {
		for name, f := range fields {
			if f.Name == name && plains[i] == plain(name) && !r.filled[name] && c.give(r, name, p) {
				plains[i] = ""
			}
		}
	}
	for _, s := range table {
		for w := range strings.FieldsSeq(s.words) {
			if i := slices.Index(plains, w); i >= 0 && c.give(r, s.key, rest[i]) {
				plains[i] = ""
			}
		}
	}
	var left []pair
	for i, p := range rest {
		switch {
		case plains[i] == "":
		case known && isText(p.value) && c.isSlip(r, p.key.Value):
			r.pairs = append(r.pairs, p)
		default:
			left = append(left, p)
		}
		changed = changed || plains[i] == ""
	}
	if !changed && len(left) == 0 {
		return nil, nil
	}
	return r, left
}

// level opens an entry that is made of objects alone: {title: {place, time},
// content: {position, tasks}}.
func level(all []pair) []pair {
	var out []pair
	for _, p := range all {
		if p.value.Kind != yaml.MappingNode {
			return all
		}
		out = append(out, pairs(p.value)...)
	}
	if len(all) < 2 {
		return all
	}
	return out
}

// dated joins a year with the month or the day beside it.
func (c *converter) dated(all []pair) []pair {
	index := func(words string) int {
		return slices.IndexFunc(all, func(p pair) bool { return has(words, plain(p.key.Value)) && isText(p.value) })
	}
	y, d := index("year"), index("month date")
	if y < 0 || d < 0 || fourDigits.MatchString(all[d].value.Value) || !fourDigits.MatchString(all[y].value.Value) {
		return all
	}
	with, s := " ", all[d].value.Value
	switch last := s[len(s)-1]; {
	case last >= '0' && last <= '9' && len(s) <= 2:
		with = "/" // the number of a month
	case last >= '0' && last <= '9':
		with = ", "
	}
	out := slices.Clone(all)
	out[d] = c.as("date", all[d].key, c.text(all[d].value, s+with+all[y].value.Value))
	return slices.Delete(out, y, y+1)
}

var fourDigits = regexp.MustCompile(`\b\d{4}\b`)

// isSlip reports a key that is meant for one of ours that has no value.
func (c *converter) isSlip(r *record, key string) bool {
	var missing []string
	for name, f := range c.schema[r.list] {
		if !r.filled[f.Name] {
			missing = append(missing, name)
		}
	}
	return c.near(key, missing) != ""
}

func isSynonym(table []synonym, key string) bool {
	key = plain(key)
	return slices.ContainsFunc(table, func(s synonym) bool { return has(s.words, key) })
}

// give puts the value of p under the key of ours, where that has none yet and the
// value is of its kind.
func (c *converter) give(r *record, key string, p pair) bool {
	fields := c.schema[r.list]
	switch key {
	case asSpan:
		return c.giveSpan(r, p)
	case asOrg:
		if !isText(p.value) && !isTexts(p.value) {
			return false
		}
		c.before(r, "location", p)
		return true
	}
	f, ok := fields[key]
	if !ok || r.filled[key] {
		return false
	}
	v := p.value
	switch {
	case key == "url":
		ok = isText(v) && isAddress(v.Value)
	case f.Kind == Text && (isText(v) || isTexts(v)):
		ok = !isPath(v.Value) || v.Kind != yaml.ScalarNode
	case f.Kind == Text && (key == "summary" || key == "description" || key == "reference"):
		v = c.list(c.texts(v)...)
	case f.Kind == Text && v.Kind == yaml.MappingNode:
		v = c.oneText(v, key)
	case f.Kind == Date:
		v = c.when(v)
		ok = isText(v)
	case f.Kind == Texts && !isText(v) && !isTexts(v):
		v = c.list(c.texts(v)...)
	default:
		ok = f.Kind != Text
	}
	if ok {
		r.put(c, key, p, v)
	}
	return ok
}

// oneText is what an object says as one text: a phone number, or parts with commas.
func (c *converter) oneText(n *yaml.Node, key string) *yaml.Node {
	var all []*yaml.Node
	for _, q := range pairs(n) {
		all = append(all, c.texts(q.value)...)
	}
	with := ", "
	if key == "phone" {
		with = " "
	}
	return c.text(n, joined(all, with))
}

// before puts a text in front of what a field says.
func (c *converter) before(r *record, key string, p pair) {
	values := c.texts(p.value)
	for _, q := range r.pairs {
		if q.key.Value == key {
			values = append(values, c.texts(q.value)...)
		}
	}
	r.put(c, key, p, c.list(values...))
}

// address is what people write for a place on the web.
var address = regexp.MustCompile(`^(https?://|mailto:|www\.)\S+$|^[\w-]+(\.[\w-]+)*\.[a-zA-Z]{2,}(/\S*)?$`)

func isAddress(s string) bool { return address.MatchString(strings.TrimSpace(s)) }

// homes are the fields that take what no key is made for; the first that a list
// has.
const homes = `highlights courses keywords summary description fluency reference issuer`

// more adds what found no place of its own.
func (c *converter) more(r *record, rest []pair) {
	var lines []*yaml.Node
	for _, p := range rest {
		lines = append(lines, c.labelled(p)...)
	}
	if len(lines) == 0 {
		return
	}
	if isShort(lines) && len(lines) > 1 && !hasTexts(c.schema[r.list]) {
		lines = []*yaml.Node{c.text(lines[0], joined(lines, "; "))}
	}
	home := ""
	for h := range strings.FieldsSeq(homes) {
		if _, ok := c.schema[r.list][h]; ok {
			home = h
			break
		}
	}
	if home == "" {
		return
	}
	for j, p := range r.pairs {
		if f := c.schema[r.list][p.key.Value]; f.Name == home && !isNull(p.value) {
			r.pairs[j].value = c.list(append(c.items(p.value), lines...)...)
			return
		}
	}
	r.put(c, home, pair{key: lines[0]}, c.list(lines...))
}

// hasTexts reports whether a list has a place for points.
func hasTexts(fields map[string]Field) bool {
	return fields["highlights"].Kind == Texts || fields["courses"].Kind == Texts || fields["keywords"].Kind == Texts
}

// items are the elements of a list, and the lines of a text.
func (c *converter) items(n *yaml.Node) []*yaml.Node {
	if n.Kind == yaml.SequenceNode {
		return slices.Clone(n.Content)
	}
	return c.texts(n)
}

// mute are keys that tell a reader nothing.
const mute = `text item name value title note info other others content description details more extra bullet number subtitle quote statement main misc label intro introduction`

// labelled are the texts of a pair, behind its key where they fit in a line.
func (c *converter) labelled(p pair) []*yaml.Node {
	texts := c.texts(p.value)
	if len(texts) == 0 || has(mute, plain(p.key.Value)) || len(texts) > 1 && !isShort(texts) {
		return texts
	}
	return []*yaml.Node{c.text(p.key, heading(p.key.Value)+": "+joined(texts, ", "))}
}
