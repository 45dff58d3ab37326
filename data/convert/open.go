package convert

import (
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// open returns the sections that a part holds: a list beside its title, or several lists
// in one object.
func (a *assembly) open(p part) (out []part) {
	if isPrivate(p.value) || isHidden(p.key.Value) {
		return nil
	}
	if inner := inside(p); len(inner) > 0 {
		for _, q := range inner {
			out = append(out, a.open(q)...)
		}
		return out
	}
	title, list := p.title, listNamed(p)
	var own pair // the pair with the title
	var lists, facts []pair
	// {languages: [Go], frameworks: [React], data: [Solr]} is three lists by name
	named := slices.ContainsFunc(pairs(p.value), func(q pair) bool {
		return isPoints(q.value) && !in("wrappers", plain(q.key.Value)) && !in("titles", plain(q.key.Value)) && !Silent(q.key.Value)
	})
	for _, q := range pairs(p.value) {
		key := plain(q.key.Value)
		switch {
		case isNull(q.value) && in("wrappers", key) && q.value.Kind == yaml.SequenceNode && own.key != nil:
			return nil // {name: Awards, items: []}
		case isNull(q.value), isHidden(q.key.Value):
		case isEntries(q.value), isTexts(q.value) && in("wrappers", key) && !named:
			lists = append(lists, q)
		case in("titles", key) && title == "" && len(texts(q.value)) > 0 && (key != "name" || list != "work" && list != "education" || slices.ContainsFunc(pairs(p.value), isContent)):
			title, own = joined(texts(q.value), " "), q
		case !isLook(q.key.Value):
			facts = append(facts, q)
		}
	}
	if a.isEntry(list, p.value) && !slices.ContainsFunc(lists, isContent) {
		return []part{p} // its name is not the section's
	}
	if p.title = title; len(lists) == 0 {
		if own.key != nil {
			p.value = mapping(p.value, slices.DeleteFunc(pairs(p.value), func(q pair) bool { return q == own }))
		}
		return []part{p}
	}
	if len(lists) > 1 && list != "" && isContent(lists[0]) && isContent(lists[1]) { // "sets" and "list" of FRESH
		both := slices.Concat(lists[0].value.Content, lists[1].value.Content)
		lists = slices.Concat([]pair{{lists[0].key, sequence(p.value, both...)}}, lists[2:])
	}
	for _, q := range facts {
		if !isText(q.value) {
			lists = append(lists, q)
			continue
		}
		if key := plain(q.key.Value); in("mute", key) || slices.Contains(words("basics", "summary"), key) {
			q.key = p.key
		}
		a.details = append(a.details, labelled(q)...)
	}
	for i, q := range lists {
		inner := part{key: q.key, value: q.value}
		if i == 0 && (len(lists) == 1 || in("wrappers", plain(q.key.Value))) {
			inner.key, inner.title = p.key, p.title
		}
		out = append(out, a.open(inner)...)
	}
	return out
}

// inside returns the sections in an object or list that is called "sections", or in a
// list under a content key: the entries that have a title and content.
func inside(p part) (out []part) {
	name := plain(p.key.Value)
	if in("sections", name) {
		for _, q := range pairs(p.value) {
			out = append(out, part{key: q.key, value: q.value})
		}
	}
	if p.value.Kind == yaml.SequenceNode && (in("sections", name) || in("wrappers", name)) {
		for _, e := range p.value.Content {
			t, ok := titled(e)
			if !ok {
				return nil
			}
			out = append(out, t)
		}
	}
	return out
}

// isContent reports whether q is a list of entries under a content key.
func isContent(q pair) bool { return in("wrappers", plain(q.key.Value)) && isEntries(q.value) }

// isEntry reports whether a mapping under the name of a list is the single entry of that
// list.
func (a *assembly) isEntry(list string, n *yaml.Node) bool {
	var dates []synonym
	for _, s := range vocabulary()["common"] {
		if s.key == asSpan || strings.HasSuffix(strings.ToLower(s.key), "date") {
			dates = append(dates, s)
		}
	}
	own, fields := append(dates, vocabulary()[list]...), 0
	for _, q := range pairs(n) {
		key := plain(q.key.Value)
		if _, ok := a.schema[list][q.key.Value]; list != "" && !isEntries(q.value) && !in("titles", key) && (ok || isSynonym(own, key)) {
			fields++
		}
	}
	return fields >= 2
}

// titled returns an object with a title and content as a section.
func titled(n *yaml.Node) (p part, ok bool) {
	for _, q := range pairs(n) {
		switch key := plain(q.key.Value); {
		case in("titles", key) && p.title == "":
			p.title = joined(texts(q.value), " ")
			p.key = text(q.key, p.title)
		case in("wrappers", key) && !isNull(q.value):
			p.value = q.value
		}
	}
	return p, p.title != "" && p.value != nil
}

// listNamed returns the list that the name of a part means, or "".
func listNamed(p part) string {
	for _, name := range []string{p.key.Value, p.title} {
		name = plain(name)
		for _, l := range synonyms("lists") {
			if slices.Contains(l.words, name) {
				return l.key
			}
		}
	}
	return ""
}

// claim returns the list of JSON Resume that each section becomes, "" for a free section.
// A list goes to the section with its exact name, or else to the first with a synonym, or
// else, unless the file is JSON Resume, to the first whose entries have its keys.
func (a *assembly) claim(sections []part) []string {
	out := make([]string, len(sections))
	taken := map[string]bool{}
	rules := []func(p part) string{
		func(p part) string {
			if f := a.schema[""][p.key.Value]; f.Kind == List {
				return f.Key
			}
			return ""
		},
		listNamed,
		shapeOf,
	}
	if a.known {
		rules = rules[:2]
	}
	for _, rule := range rules {
		for i, p := range sections {
			if out[i] != "" || isNull(p.value) || p.value.ShortTag() == "!!bool" {
				continue
			}
			if name := rule(p); name != "" && !taken[name] {
				out[i], taken[name] = name, true
			}
		}
	}
	return out
}

// shapeOf returns the list whose keys the first entry of a section has, or "".
func shapeOf(p part) string {
	if !isEntries(p.value) {
		return ""
	}
	matched := map[string]int{}
	for _, s := range vocabulary()["shapes"] {
		if child(p.value.Content[0], s.words...) == nil {
			continue
		}
		if matched[s.key]++; matched[s.key] == 2 {
			return s.key
		}
	}
	return ""
}
