package convert

import (
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// person turns the keys of a person into basics. It also returns the pairs that are
// sections, and the texts that basics has no key for.
func (c *converter) person(all []pair) (basics []pair, sections []part, details []*yaml.Node) {
	r, rest := c.assign("basics", c.onePlace(c.oneName(c.inner(all))))
	var profiles []*yaml.Node
	for _, p := range rest {
		key := plain(p.key.Value)
		switch {
		case isText(p.value) && !isPath(p.value.Value) && (isNetwork(key) || isAddress(p.value.Value)):
			profiles = append(profiles, profile(p.key, p.value))
		case isAccount(p):
			profiles = append(profiles, c.accountOf(p))
		case isText(p.value) && key == "title" && in("documents", plain(p.value.Value)):
		case isText(p.value) && !isSynonym(synonyms("lists"), key):
			details = append(details, labelled(p)...)
		case isTexts(p.value) && (key == "contact" || key == "contacts"), isEntries(p.value) && in("person", key):
			profiles = append(profiles, r.contacts(p.value)...)
		default:
			sections = append(sections, part{key: p.key, value: p.value})
		}
	}
	for i, p := range r.pairs {
		switch v := p.value; {
		case r.fields[p.key.Value].Key == "url" && !c.known && isText(v) && isAddress(v.Value) && !strings.Contains(v.Value, ":"):
			r.pairs[i].value = text(v, "https://"+v.Value) // as these formats write it
		case r.fields[p.key.Value].Kind == Object && v.Kind == yaml.MappingNode:
			r.pairs[i].value = c.entry(p.key.Value, v)
		case p.key.Value == "profiles" && !isNull(v):
			all := []*yaml.Node{v}
			if v.Kind == yaml.SequenceNode {
				all = c.each("profiles", v).Content
			}
			r.pairs[i].value = sequence(v, slices.Concat(all, profiles)...)
			profiles = nil
		}
	}
	if len(profiles) > 0 {
		r.put("profiles", profiles[0], sequence(profiles[0], profiles...))
	}
	return r.pairs, sections, details
}

// inner flattens objects that hold keys of a person, such as "contact".
func (c *converter) inner(all []pair) (out []pair) {
	for _, p := range all {
		key := plain(p.key.Value)
		_, known := c.schema["basics"][p.key.Value]
		switch s := wholeName(pairs(p.value)); {
		case s != "" && (key == "name" || key == "fullname"):
			out = append(out, pair{p.key, text(p.value, s)})
		case p.value.Kind == yaml.MappingNode && (!known || key == "profiles") && (in("person", key) || slices.Contains(words("basics", "profiles"), key) || key == "title" && hasName(p.value)):
			out = append(out, c.inner(pairs(p.value))...)
		default:
			out = append(out, p)
		}
	}
	return out
}

// oneName joins the parts of a name, even if the second part is beside the first:
// {name: Ada, surname: Lovelace}.
func (c *converter) oneName(all []pair) (out []pair) {
	var parts []pair
	alone := true
	for _, p := range all {
		word := plain(p.key.Value)
		isWhole := slices.Contains(words("name", "name"), word)
		if _, known := c.schema["basics"][p.key.Value]; isWhole || !known && isText(p.value) && isSynonym(synonyms("name"), word) {
			parts = append(parts, p)
			alone = alone && isWhole
		}
	}
	if alone {
		return all
	}
	for _, p := range all {
		switch {
		case !slices.Contains(parts, p):
			out = append(out, p)
		case p == parts[0]:
			out = append(out, as("name", p.key, text(p.value, wholeName(parts))))
		}
	}
	return out
}

// onePlace joins the parts of an address that are beside each other: {city: Lyon,
// country: France}.
func (c *converter) onePlace(all []pair) (out []pair) {
	isPart := func(p pair) bool {
		_, known := c.schema["basics"][p.key.Value]
		return !known && isText(p.value) && isSynonym(synonyms("location"), plain(p.key.Value))
	}
	parts := slices.DeleteFunc(slices.Clone(all), func(p pair) bool { return !isPart(p) })
	if len(parts) < 2 || slices.ContainsFunc(all, func(p pair) bool { return plain(p.key.Value) == "location" }) {
		return all
	}
	for _, p := range all {
		if p == parts[0] {
			out = append(out, as("location", p.key, mapping(p.key, parts)))
		} else if !slices.Contains(parts, p) {
			out = append(out, p)
		}
	}
	return out
}

// wholeName returns the name that the parts make. It omits a part that the name beside
// it repeats.
func wholeName(all []pair) string {
	table := synonyms("name")
	parts := make([]string, len(table))
	for _, p := range all {
		for i, s := range table {
			if isText(p.value) && slices.Contains(s.words, plain(p.key.Value)) {
				parts[i] = strings.TrimSpace(p.value.Value)
			}
		}
	}
	whole := parts[1]
	for i, part := range parts {
		if i != 1 && strings.Contains(whole, part) {
			parts[i] = ""
		}
	}
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}
