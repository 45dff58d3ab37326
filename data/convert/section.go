package convert

import (
	"regexp"
	"slices"
	"strconv"

	yaml "go.yaml.in/yaml/v4"
)

// assembly builds a JSON Resume from the parts of a file.
type assembly struct {
	*converter
	named bool // see [format]

	basics   []pair
	details  []*yaml.Node    // facts about the person that basics have no key for
	lists    map[string]pair // by their names in JSON Resume
	sections []*yaml.Node    // meta.sections
	slugs    map[string]bool // names of sections that are taken
	unknown  []*yaml.Node    // see [Result]
}

// assemble returns the root of a JSON Resume made from the parts of a file.
func (a *assembly) assemble(root *yaml.Node, p *parts) *yaml.Node {
	a.lists, a.slugs = map[string]pair{}, map[string]bool{}
	var further, sections []part
	a.basics, further, a.details = a.person(p.person)
	moved := map[*yaml.Node]bool{} // values that are no longer under their keys
	for _, s := range slices.Concat(p.sections, further) {
		inner := a.open(s)
		moved[s.value] = len(inner) != 1 || inner[0].value != s.value
		sections = append(sections, inner...)
	}
	list := a.claim(sections)
	for i, s := range sections {
		a.section(s, list[i])
	}
	if len(a.details) > 0 {
		a.free(part{key: text(a.details[0], "details")}, a.details)
	}
	return a.whole(root, moved)
}

// section adds a section to the lists or to the free sections.
func (a *assembly) section(p part, list string) {
	about := words("basics", "summary")
	switch {
	case list != "":
		a.lists[list] = as(list, p.key, a.entries(list, p.value))
		a.place(p, list)
	case isEntries(p.value) && plain(p.key.Value) == "profiles":
		r := &record{pairs: a.basics, filled: map[string]bool{}}
		all := a.each("profiles", p.value)
		if old := child(mapping(p.key, a.basics), "profiles"); old != nil {
			all = sequence(all, slices.Concat(old.Content, all.Content)...)
		}
		r.put("profiles", p.key, all)
		a.basics = r.pairs
	case isNull(p.value), a.known && a.schema[""][p.key.Value].Key != "": // written twice
	case slices.Contains(about, plain(p.key.Value)) || slices.Contains(about, plain(p.title)):
		a.summary(p)
	case isText(p.value) && len(p.value.Value) < 60:
		a.details = append(a.details, labelled(pair{p.key, p.value})...)
	default:
		items := a.entries("items", p.value).Content
		if len(items) > 1 && !slices.ContainsFunc(items, func(n *yaml.Node) bool { return len(n.Value) > 24 || !word.MatchString(n.Value) }) {
			items = []*yaml.Node{mapping(p.key, []pair{as("highlights", p.key, sequence(p.value, items...))})} // in one line
		}
		a.free(p, items)
	}
}

// word matches a point of one or two words.
var word = regexp.MustCompile(`^[^\s.,:;。，、：]+( [^\s.,:;]+)?$`)

// summary makes a section about the person basics.summary.
func (a *assembly) summary(p part) {
	all := []pair{{p.key, p.value}}
	if p.value.Kind == yaml.MappingNode {
		all = pairs(p.value)
	}
	var said []*yaml.Node
	for _, q := range all {
		switch {
		case q.value != p.value && (in("titles", plain(q.key.Value)) || Silent(q.key.Value)):
		case isText(q.value):
			said = append(said, q.value) // with its paragraphs
		default:
			said = append(said, texts(q.value)...)
		}
	}
	if slices.ContainsFunc(a.basics, func(b pair) bool { return b.key.Value == "summary" && !isNull(b.value) }) {
		a.free(p, said)
		return
	}
	a.basics = append(a.basics, as("summary", p.key, sequence(p.value, said...)))
}

// entries returns the entries of a list of JSON Resume, or the items of a free section.
func (a *assembly) entries(list string, n *yaml.Node) *yaml.Node {
	free := list == "items"
	switch {
	case n.Kind == yaml.MappingNode && !free && (a.isEntry(list, n) || slices.ContainsFunc(pairs(n), func(p pair) bool { return a.schema[list][p.key.Value].Key != "" })):
		return sequence(n, a.entry(list, n))
	case n.Kind == yaml.MappingNode:
		if made := a.byName(list, n); free || len(made) > 0 {
			return sequence(n, made...)
		}
	case n.Kind == yaml.SequenceNode:
		var out []*yaml.Node
		for _, e := range n.Content {
			switch {
			case isPrivate(e) && (free || !a.known), free && isNull(e):
			case e.Kind == yaml.MappingNode:
				if e = a.entry(list, e); !free || !isNull(e) {
					out = append(out, e)
				}
			case free:
				out = append(out, texts(e)...)
			case e.Kind == yaml.SequenceNode:
				out = append(out, text(e, joined(texts(e), ", ")))
			default:
				out = append(out, e)
			}
		}
		return sequence(n, out...)
	case free:
		return sequence(n, texts(n)...)
	}
	return n
}

// byName returns the entries of a mapping from names to facts: "languages: {English:
// native}".
func (a *assembly) byName(list string, n *yaml.Node) (out []*yaml.Node) {
	free := list == "items"
	for _, p := range pairs(n) {
		said := texts(p.value)
		if isHidden(p.key.Value) || len(said) == 0 || free && isLook(p.key.Value) {
			continue
		}
		name := as(synonyms(list)[0].key, p.key, text(p.key, heading(p.key.Value)))
		r := &record{fields: a.schema[list], pairs: []pair{name}, filled: map[string]bool{}}
		switch own := pairs(p.value); {
		case child(p.value, plain(name.key.Value)) != nil, !free && child(p.value, words(list, name.key.Value)...) != nil:
			out = append(out, a.entry(list, p.value))
		case len(own) > 0:
			out = append(out, a.entry(list, mapping(p.value, append(r.pairs, own...))))
		case free && len(said) == 1 && isShort(said):
			out = append(out, labelled(p)...)
		default:
			r.more([]pair{{text(p.key, "value"), p.value}})
			out = append(out, mapping(p.key, r.pairs))
		}
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
	name := freeName(p.key.Value)
	if name == "" {
		name = freeName(p.title)
	}
	if !a.named && (name == "" || name == "details") {
		a.unknown = append(a.unknown, text(p.key, title))
	}
	a.sections = append(a.sections, mapping(p.key, append(a.freeNames(p, name, title), as("items", p.key, sequence(items[0], items...)))))
}

// freeName returns the name of the free section that a word means, or "".
func freeName(word string) string {
	for _, s := range synonyms("free") {
		if slices.Contains(s.words, plain(word)) {
			return s.key
		}
	}
	return ""
}

// freeNames returns the pairs for the name of a free section and, if the owner wrote one,
// its title.
func (a *assembly) freeNames(p part, name, title string) []pair {
	if name == "" || a.slugs[name] {
		return a.names(p, title)
	}
	a.slugs[name] = true
	out := []pair{as("name", p.key, text(p.key, name))}
	if p.title != "" || plain(title) != name {
		out = append(out, as("title", p.key, text(p.key, title)))
	}
	return out
}

// place adds a list to the order of sections, under the owner's title. The sections of a
// JSON Resume keep their own order.
func (a *assembly) place(p part, list string) {
	entry := []pair{as("list", p.key, text(p.key, list))}
	title := p.title
	if title == "" && !isName(p.key.Value) {
		title = p.key.Value
	}
	if title != "" && !a.known {
		entry = append(a.names(p, title), entry...)
	}
	a.slugs[plain(list)] = true
	if !a.known {
		a.sections = append(a.sections, mapping(p.key, entry))
	}
}

// names returns pairs for the name of a section, made unique, and its title.
func (a *assembly) names(p part, title string) []pair {
	name := title
	for n := 2; a.slugs[plain(name)]; n++ { // as in data.Slug
		name = title + " " + strconv.Itoa(n)
	}
	a.slugs[plain(name)] = true
	return []pair{as("name", p.key, text(p.key, name)), as("title", p.key, text(p.key, title))}
}
