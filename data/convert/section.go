package convert

import (
	"slices"
	"strconv"

	yaml "go.yaml.in/yaml/v4"
)

// assembly puts the parts of a file together as JSON Resume.
type assembly struct {
	*converter
	parts *parts
	root  *yaml.Node

	basics   []pair
	details  []*yaml.Node    // facts about the person that basics have no key for
	lists    map[string]pair // by their names in JSON Resume
	opened   map[string]bool // keys of the root whose lists have become sections
	sections []*yaml.Node    // meta.sections
	slugs    map[string]bool // names of sections that are taken
	unknown  []*yaml.Node    // see [Result]
}

// assemble makes the root of a JSON Resume of the parts of a file.
func (c *converter) assemble(root *yaml.Node, p *parts) Result {
	a := &assembly{converter: c, parts: p, root: root, lists: map[string]pair{}, opened: map[string]bool{}, slugs: map[string]bool{}}
	var further []part
	a.basics, further, a.details = c.person(p.person, p.known)
	var sections []part
	for _, s := range append(slices.Clone(p.sections), further...) {
		inner := a.open(s, maxDepth)
		a.opened[s.key.Value] = len(inner) != 1 || inner[0].value != s.value
		sections = append(sections, inner...)
	}
	list := a.claim(sections)
	for i, s := range sections {
		a.section(s, list[i])
	}
	if len(a.details) > 0 {
		a.free(part{key: a.details[0], title: "Details"}, a.details)
	}
	return Result{Root: a.whole(), Sections: a.unknown}
}

// open returns the sections in a part: a list that stands beside its title, and
// several lists in one object.
func (a *assembly) open(p part, depth int) []part {
	if a.left--; depth < 0 || a.spent() || isPrivate(p.value) || isHidden(p.key.Value) {
		return nil
	}
	if isEntries(p.value) && has(wrappers, plain(p.key.Value)) || plain(p.key.Value) == "sections" {
		if titled, ok := a.titled(p.value); ok {
			var out []part
			for _, t := range titled {
				out = append(out, a.open(t, depth-1)...)
			}
			return out
		}
	}
	given := p
	var lists, facts []pair
	for _, q := range pairs(p.value) {
		key := plain(q.key.Value)
		switch {
		case isNull(q.value), isHidden(q.key.Value):
		case isEntries(q.value), isTexts(q.value) && has(wrappers, key):
			lists = append(lists, q)
		case has(titles, key) && p.title == "" && (key != "name" || !has(`work education`, listNamed(given))):
			p.title = joined(a.texts(q.value), " ")
		case !isLook(q.key.Value):
			facts = append(facts, q)
		}
	}
	if a.isEntry(given) && !slices.ContainsFunc(lists, isContent) {
		return []part{given} // whose name is not the section's
	}
	if len(lists) == 0 {
		return []part{p}
	}
	if first := lists[0]; len(lists) > 1 && listNamed(p) != "" && isContent(first) && isContent(lists[1]) { // "sets" and "list" of FRESH
		both := a.list(slices.Concat(first.value.Content, lists[1].value.Content)...)
		lists = slices.Concat([]pair{{first.key, both}}, lists[2:])
	}
	for _, q := range facts {
		if isText(q.value) {
			if key := plain(q.key.Value); has(mute, key) || has(personWord("summary"), key) {
				q.key = p.key
			}
			a.details = append(a.details, a.labelled(q)...)
		} else {
			lists = append(lists, q)
		}
	}
	var out []part
	for i, q := range lists {
		inner := part{key: q.key, value: q.value}
		if i == 0 && (len(lists) == 1 || has(wrappers, plain(q.key.Value))) {
			inner.key, inner.title = p.key, p.title
		}
		out = append(out, a.open(inner, depth-1)...)
	}
	return out
}

// isContent reports entries that stand under a key for the content of a section.
func isContent(q pair) bool {
	return has(wrappers, plain(q.key.Value)) && isEntries(q.value)
}

// isEntry reports whether a mapping that stands under the name of a list is the
// one entry of it.
func (a *assembly) isEntry(p part) bool {
	list := listNamed(p)
	fields := 0
	for _, q := range pairs(p.value) {
		key := plain(q.key.Value)
		if _, ok := a.schema[list][q.key.Value]; list != "" && !isEntries(q.value) && (ok || isSynonym(entryWords(list), key) || isSynonym(common()[1:5], key)) && !has(titles, key) {
			fields++
		}
	}
	return fields >= 2
}

// titled returns the sections in a list of objects that have a title and content
// each.
func (a *assembly) titled(n *yaml.Node) (out []part, ok bool) {
	for _, e := range n.Content {
		var t part
		for _, q := range pairs(e) {
			switch key := plain(q.key.Value); {
			case has(titles, key) && t.title == "":
				t.key, t.title = q.key, joined(a.texts(q.value), " ")
			case has(wrappers, key) && !isNull(q.value):
				t.value = q.value
			}
		}
		if t.title == "" || t.value == nil {
			return nil, false
		}
		t.key = a.text(t.key, t.title)
		out = append(out, t)
	}
	return out, len(out) > 0
}

// listNamed is the list that the name of a part means, or "".
func listNamed(p part) string {
	for _, name := range []string{p.key.Value, p.title} {
		name = plain(name)
		for _, l := range listWords() {
			if has(l.words, name) {
				return l.key
			}
		}
	}
	return ""
}

// claim says which section becomes which list of JSON Resume; "" for a free one. A
// list goes to the section that has its very name, else to the first with a
// synonym; else, where names are the owner's, to the first whose entries look like
// it.
func (a *assembly) claim(sections []part) []string {
	out := make([]string, len(sections))
	taken := map[string]bool{}
	rules := []func(p part) string{
		func(p part) string {
			if f := a.schema[""][p.key.Value]; f.Kind == List && a.fits(p.value) {
				return f.Name
			}
			return ""
		},
		func(p part) string {
			if a.fits(p.value) {
				return listNamed(p)
			}
			return ""
		},
		func(p part) string {
			if a.parts.known {
				return ""
			}
			return shapeOf(p.value)
		},
	}
	for _, rule := range rules {
		for i, p := range sections {
			if name := rule(p); out[i] == "" && name != "" && !taken[name] {
				out[i], taken[name] = name, true
			}
		}
	}
	return out
}

// fits reports whether a value can be a list.
func (a *assembly) fits(n *yaml.Node) bool {
	return !isNull(n) && n.ShortTag() != "!!bool"
}

// shapeOf is the list that a section is by the keys of its first entry, or "".
func shapeOf(n *yaml.Node) string {
	if !isEntries(n) {
		return ""
	}
	first := n.Content[0]
	for _, s := range []struct{ list, has, also string }{
		{"publications", "authors author", "title name"},
		{"education", "institution school university", "area degree studytype major field"},
		{"work", "company employer companyname", "position title role jobtitle"},
	} {
		if child(first, s.has) != nil && child(first, s.also) != nil {
			return s.list
		}
	}
	return ""
}

// section adds one section to the lists or to the free sections.
func (a *assembly) section(p part, list string) {
	switch {
	case list != "":
		a.lists[list] = pair{a.as(list, p.key, p.value).key, a.entries(list, p.value)}
		a.place(p, list)
	case isNull(p.value), a.parts.known && a.schema[""][p.key.Value].Name != "": // written twice
	case has(personWord("summary"), plain(p.key.Value)) || has(personWord("summary"), plain(p.title)):
		a.summary(p)
	case isText(p.value):
		if texts := a.labelled(pair{p.key, p.value}); len(p.value.Value) < 60 {
			a.details = append(a.details, texts...)
		} else {
			a.free(p, a.texts(p.value))
		}
	default:
		a.free(p, a.freeEntries(p.value))
	}
}

// personWord is the words for a key of basics.
func personWord(key string) string {
	for _, s := range personWords() {
		if s.key == key {
			return s.words
		}
	}
	return ""
}

// summary takes a section that tells about the person as basics.summary.
func (a *assembly) summary(p part) {
	texts := a.texts(p.value)
	if p.value.Kind == yaml.MappingNode {
		texts = nil
		for _, q := range pairs(p.value) {
			if !has(titles, plain(q.key.Value)) && !isHidden(q.key.Value) && !isLook(q.key.Value) {
				texts = append(texts, a.texts(q.value)...)
			}
		}
	}
	for _, b := range a.basics {
		if b.key.Value == "summary" && !isNull(b.value) {
			a.free(p, texts)
			return
		}
	}
	a.basics = append(a.basics, a.as("summary", p.key, a.list(texts...)))
}

// entries are those of a list of JSON Resume; n itself where nothing has to
// change.
func (a *assembly) entries(list string, n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.MappingNode {
		if a.isEntry(part{key: a.text(n, list), value: n}) || slices.ContainsFunc(pairs(n), func(q pair) bool { _, ok := a.schema[list][q.key.Value]; return ok }) {
			return a.list(a.entry(list, n, a.parts.known))
		}
		if made := a.named(list, n); len(made) > 0 {
			return a.list(made...)
		}
		return n // nothing is said in it
	}
	if n.Kind != yaml.SequenceNode {
		return n
	}
	same := true
	var out []*yaml.Node
	for _, e := range n.Content {
		entry := e
		switch v := resolve(e); {
		case v.Kind == yaml.MappingNode && isPrivate(v) && !a.parts.known:
			same = false
			continue
		case v.Kind == yaml.MappingNode:
			if made := a.entry(list, v, a.parts.known); made != v {
				entry, same = made, false
			}
		case v.Kind == yaml.SequenceNode:
			entry, same = a.text(v, joined(a.texts(v), ", ")), false
		}
		out = append(out, entry)
	}
	if same {
		return n
	}
	return a.list(out...)
}

// named are entries that a mapping gives by their names: "languages: {English:
// native}".
func (a *assembly) named(list string, n *yaml.Node) (out []*yaml.Node) {
	table := entryTable(list)
	for _, p := range pairs(n) {
		if isHidden(p.key.Value) || isNull(p.value) {
			continue
		}
		name := a.as(table[0].key, p.key, a.text(p.key, heading(p.key.Value)))
		if p.value.Kind == yaml.MappingNode {
			out = append(out, a.entry(list, a.under(name, p), false))
			continue
		}
		r := &record{list: list, pairs: []pair{name}, filled: map[string]bool{}}
		a.more(r, []pair{{a.text(p.key, "value"), p.value}})
		out = append(out, a.mapping(p.key, r.pairs))
	}
	return out
}

// under is the object of p with its key as a name, unless it has a name of its own.
func (a *assembly) under(name, p pair) *yaml.Node {
	if child(p.value, plain(name.key.Value)) != nil {
		return p.value
	}
	return a.mapping(p.key, append([]pair{name}, pairs(p.value)...))
}

// freeEntries are the items of a free section.
func (a *assembly) freeEntries(n *yaml.Node) (out []*yaml.Node) {
	switch n.Kind {
	case yaml.SequenceNode:
		for _, e := range n.Content {
			switch v := resolve(e); {
			case isNull(v), isPrivate(v):
			case v.Kind == yaml.MappingNode:
				if entry := a.entry("items", v, false); !isNull(entry) {
					out = append(out, entry)
				}
			default:
				out = append(out, a.texts(v)...)
			}
		}
	case yaml.MappingNode:
		for _, p := range pairs(n) {
			if isHidden(p.key.Value) || isLook(p.key.Value) || isNull(p.value) || p.value.ShortTag() == "!!bool" {
				continue
			}
			name := a.as("name", p.key, a.text(p.key, heading(p.key.Value)))
			switch texts := a.texts(p.value); {
			case p.value.Kind == yaml.MappingNode:
				out = append(out, a.entry("items", a.under(name, p), false))
			case len(texts) == 1 && len(texts[0].Value) <= 60:
				out = append(out, a.labelled(p)...)
			case len(texts) > 0 && isShort(texts):
				out = append(out, a.mapping(p.key, []pair{name, a.as("summary", p.key, a.text(p.value, joined(texts, ", ")))}))
			case len(texts) > 0:
				out = append(out, a.mapping(p.key, []pair{name, a.as("highlights", p.key, a.list(texts...))}))
			}
		}
	default:
		out = a.texts(n)
	}
	return out
}

// free adds a free section with these items.
func (a *assembly) free(p part, items []*yaml.Node) {
	if len(items) == 0 {
		return
	}
	title := p.title
	if title == "" {
		title = heading(p.key.Value)
	}
	if !a.parts.named {
		a.unknown = append(a.unknown, a.text(p.key, title))
	}
	ps := a.names(p, title)
	a.sections = append(a.sections, a.mapping(p.key, append(ps, a.as("items", p.key, a.list(items...)))))
}

// place puts a list among the sections, in the order of the file, under the
// owner's title. JSON Resume has an order of its own.
func (a *assembly) place(p part, list string) {
	if a.parts.known {
		a.slugs[slug(list)] = true
		return
	}
	title := p.title
	if title == "" && !isName(p.key.Value) {
		title = p.key.Value
	}
	entry := []pair{a.as("list", p.key, a.text(p.key, list))}
	if title != "" {
		entry = append(a.names(p, title), entry...)
	}
	a.slugs[slug(list)] = true
	a.sections = append(a.sections, a.mapping(p.key, entry))
}

// names are the name of a section, that no other has, and its title.
func (a *assembly) names(p part, title string) []pair {
	name := title
	for n := 2; a.slugs[slug(name)]; n++ {
		name = title + " " + strconv.Itoa(n)
	}
	a.slugs[slug(name)] = true
	return []pair{a.as("name", p.key, a.text(p.key, name)), a.as("title", p.key, a.text(p.key, title))}
}

// slug is what a name is typed as; see data.Slug.
func slug(s string) string { return plain(s) }

// whole is the new root.
func (a *assembly) whole() *yaml.Node {
	if a.parts.known {
		return a.merged()
	}
	out := []pair{a.as("basics", a.root, a.mapping(a.root, a.basics))}
	for _, l := range listWords() {
		if p, ok := a.lists[l.key]; ok {
			out = append(out, p)
		}
	}
	if len(a.sections) > 0 {
		out = append(out, a.as("meta", a.root, a.mapping(a.root, []pair{a.as("sections", a.root, a.list(a.sections...))})))
	}
	return a.mapping(a.root, out)
}
