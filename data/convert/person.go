package convert

import (
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// person makes basics of the keys of a person. It returns what is no fact about
// somebody but a list of its own, and texts that basics have no key for.
func (c *converter) person(all []pair, known bool) (basics []pair, sections []part, details []*yaml.Node) {
	all, changed := c.inner(all, maxDepth)
	r, rest := c.assign("basics", personWords(), all, known && !changed)
	if r == nil {
		r = &record{list: "basics", pairs: all, filled: map[string]bool{}}
	}
	rest = c.name(r, rest)
	var profiles []*yaml.Node
	for _, p := range rest {
		key := plain(p.key.Value)
		switch {
		case isText(p.value) && !isPath(p.value.Value) && (isNetwork(p.key.Value) || isAddress(p.value.Value)):
			profiles = append(profiles, c.profile(p))
		case p.value.Kind == yaml.MappingNode && child(p.value, common()[0].words) != nil && (isNetwork(p.key.Value) || isSynonym(personWords(), key)):
			network, _ := networkName(p.key.Value)
			profiles = append(profiles, c.mapping(p.key, []pair{c.as("network", p.key, c.text(p.key, network)), c.as("url", p.key, child(p.value, common()[0].words))}))
		case isText(p.value) && key == "title" && has(documents, plain(p.value.Value)):
		case isText(p.value) && !isSynonym(listWords(), key):
			details = append(details, c.labelled(p)...)
		case isTexts(p.value) && (key == "contact" || key == "contacts"), isEntries(p.value) && has(personObjects, key):
			profiles = append(profiles, c.contacts(r, p.value)...)
		default:
			sections = append(sections, part{key: p.key, value: p.value})
		}
	}
	for i, p := range r.pairs {
		switch {
		case isNull(p.value):
		case p.key.Value == "location" && p.value.Kind == yaml.MappingNode:
			r.pairs[i].value = c.entry("location", p.value, known)
		case c.schema["basics"][p.key.Value].Kind == Text && p.value.Kind == yaml.MappingNode:
			if one := c.oneText(p.value, p.key.Value); one.Value != "" {
				r.pairs[i].value = one
			}
		case p.key.Value == "profiles":
			r.pairs[i].value = c.profiles(p.value, profiles, known)
			profiles = nil
		}
	}
	if len(profiles) > 0 {
		r.put(c, "profiles", pair{key: profiles[0]}, c.list(profiles...))
	}
	return r.pairs, sections, details
}

// inner opens the objects in which the keys of a person stand, like "contact".
func (c *converter) inner(all []pair, depth int) (out []pair, changed bool) {
	for _, p := range all {
		key := plain(p.key.Value)
		_, known := c.schema["basics"][p.key.Value]
		if s := wholeName(pairs(p.value)); s != "" && (key == "name" || key == "fullname") {
			out, changed = append(out, pair{p.key, c.text(p.value, s)}), true
			continue
		}
		if c.left--; known && p.key.Value != "profiles" || p.value.Kind != yaml.MappingNode || !has(personObjects, key) && (key != "title" || !hasName(p.value)) || depth == 0 || c.spent() {
			out = append(out, p)
			continue
		}
		open, _ := c.inner(pairs(p.value), depth-1)
		out, changed = append(out, open...), true
	}
	return out, changed
}

// name joins a name that is given in parts.
func (c *converter) name(r *record, rest []pair) []pair {
	if r.filled["name"] {
		return c.surname(r, rest)
	}
	if s := wholeName(rest); s != "" {
		var left []pair
		for _, p := range rest {
			if !isNamePart(p) {
				left = append(left, p)
			} else if !r.filled["name"] {
				r.put(c, "name", p, c.text(p.key, s))
			}
		}
		return left
	}
	return rest
}

// surname adds the part of the name that stands beside "name" under a key of its
// own: {name: Ada, surname: Lovelace}.
func (c *converter) surname(r *record, rest []pair) []pair {
	at := slices.IndexFunc(r.pairs, func(p pair) bool { return p.key.Value == "name" && isText(p.value) })
	i := slices.IndexFunc(rest, isNamePart)
	if at < 0 || i < 0 {
		return rest
	}
	name, part := r.pairs[at].value.Value, strings.TrimSpace(rest[i].value.Value)
	switch {
	case strings.Contains(name, part):
	case has(nameWords()[1], plain(rest[i].key.Value)):
		name = part + " " + name
	default:
		name += " " + part
	}
	r.pairs[at].value = c.text(r.pairs[at].value, name)
	return slices.Delete(slices.Clone(rest), i, i+1)
}

func isNamePart(p pair) bool {
	return isText(p.value) && slices.ContainsFunc(nameWords()[1:4], func(w string) bool { return has(w, plain(p.key.Value)) })
}

// wholeName is the name that the parts among all make; empty without a first or a
// last name.
func wholeName(all []pair) string {
	var out []string
	for _, w := range nameWords() {
		for _, p := range all {
			if isNamePart(p) && has(w, plain(p.key.Value)) {
				out = append(out, strings.TrimSpace(p.value.Value))
			}
		}
	}
	return strings.Join(out, " ")
}

// profile is an account that is named by its key alone.
func (c *converter) profile(p pair) *yaml.Node {
	key := "username"
	if isAddress(p.value.Value) && strings.Contains(p.value.Value, "/") {
		key = "url"
	}
	network, _ := networkName(p.key.Value)
	return c.mapping(p.key, []pair{c.as("network", p.key, c.text(p.key, network)), c.as(key, p.key, p.value)})
}

// networkName is the name of the network that a key means, and whether it is one
// that is known: "github_username" is GitHub.
func networkName(key string) (name string, known bool) {
	word := plain(key)
	for _, end := range []string{"", "profile", "username", "user", "url", "link", "id"} {
		for n := range strings.FieldsSeq(networks) {
			if plain(n)+end == word {
				return strings.ReplaceAll(n, "_", " "), true
			}
		}
	}
	return heading(key), false
}

func isNetwork(key string) bool {
	_, known := networkName(key)
	return known
}

// profiles are those of a list, or of a mapping by the network's name, and more.
func (c *converter) profiles(n *yaml.Node, more []*yaml.Node, known bool) *yaml.Node {
	var all []*yaml.Node
	same := n.Kind == yaml.SequenceNode && len(more) == 0
	switch n.Kind {
	case yaml.SequenceNode:
		for _, e := range n.Content {
			entry := resolve(e)
			if entry.Kind == yaml.MappingNode {
				entry = c.entry("profiles", entry, known)
			}
			same = same && entry == resolve(e)
			all = append(all, entry)
		}
	case yaml.MappingNode:
		for _, p := range pairs(n) {
			if isText(p.value) && !isHidden(p.key.Value) {
				all = append(all, c.profile(p))
			}
		}
	default:
		all = append(all, n)
	}
	if same {
		return n
	}
	return c.list(append(all, more...)...)
}

// contacts takes a list of ways to reach somebody for what each plainly is, and
// returns the profiles among them.
func (c *converter) contacts(r *record, n *yaml.Node) (profiles []*yaml.Node) {
	for _, e := range n.Content {
		texts := c.texts(e)
		if p, ok := c.contact(e); ok {
			profiles = append(profiles, p)
			continue
		} else if p != nil {
			texts = []*yaml.Node{p}
		}
		for _, t := range texts {
			s := strings.TrimSpace(t.Value)
			switch digits := strings.Trim(s, "0123456789 +-()./~"); {
			case strings.Contains(s, "@") && !strings.ContainsAny(s, " /") && !r.filled["email"]:
				r.put(c, "email", pair{key: t}, t)
			case digits == "" && len(s) >= 6 && !r.filled["phone"]:
				r.put(c, "phone", pair{key: t}, t)
			case isAddress(s):
				profiles = append(profiles, c.mapping(t, []pair{c.as("url", t, t)}))
			default:
				profiles = append(profiles, c.mapping(t, []pair{c.as("username", t, t)}))
			}
		}
	}
	return profiles
}

// contact is an account that an object of a list of contacts gives, with a network
// that its icon ("fa-github") or its label names, or with an address on the web. Of
// a link to an email address or a phone number it returns the address as text.
func (c *converter) contact(n *yaml.Node) (made *yaml.Node, profile bool) {
	n = resolve(n)
	link, value := child(n, common()[0].words), child(n, "text value username handle")
	if link != nil && isText(link) {
		if scheme, address, _ := strings.Cut(link.Value, ":"); scheme == "mailto" || scheme == "tel" {
			return c.text(link, address), false
		}
	}
	for _, mark := range []*yaml.Node{child(n, "icon"), child(n, "label network")} {
		if mark == nil || !isText(mark) {
			continue
		}
		name, known := networkName(strings.TrimPrefix(mark.Value[strings.LastIndexByte(mark.Value, ' ')+1:], "fa-"))
		ps := []pair{c.as("network", mark, c.text(mark, name))}
		switch {
		case !known:
			continue
		case link != nil && isText(link):
			return c.mapping(n, append(ps, c.as("url", link, link))), true
		case value != nil && isText(value):
			return c.mapping(n, append(ps, c.as("username", value, value))), true
		}
	}
	return nil, false
}
