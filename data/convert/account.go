package convert

import (
	"regexp"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/network"
)

// account returns a profile on the network that a name means, with a username or a url.
func account(at *yaml.Node, place, key string, value *yaml.Node) *yaml.Node {
	return mapping(at, []pair{as("network", at, text(at, networkName(place))), as(key, at, value)})
}

// profile returns an account that only its key names.
func profile(key, value *yaml.Node) *yaml.Node {
	if isAddress(value.Value) && strings.Contains(value.Value, "/") {
		return account(key, key.Value, "url", value)
	}
	return account(key, key.Value, "username", value)
}

// isAccount reports whether an object under a key is an account. Under the name of a network
// or of a key of basics, it needs a username or a url; under any other key, but the name of a
// list, both, and nothing else.
func isAccount(p pair) bool {
	var user, url bool
	key := plain(p.key.Value)
	named := isNetwork(p.key.Value) || isSynonym(synonyms("basics"), key)
	for _, q := range pairs(p.value) {
		switch word := plain(q.key.Value); {
		case isText(q.value) && slices.Contains(words("profiles", "url"), word):
			url = true
		case isText(q.value) && (word == "id" || slices.Contains(words("profiles", "username"), word)):
			user = true
		case !named && !Silent(q.key.Value):
			return false
		}
	}
	return user && url && !isSynonym(synonyms("lists"), key) || (user || url) && named
}

// accountOf returns an account as a profile.
func (c *converter) accountOf(p pair) *yaml.Node {
	r, _ := c.assign("profiles", pairs(p.value))
	if id := child(p.value, "id"); isText(id) && !r.filled["username"] {
		r.put("username", p.key, id)
	}
	out := []pair{as("network", p.key, text(p.key, networkName(p.key.Value)))}
	for _, q := range r.pairs {
		if q.key.Value == "username" || q.key.Value == "url" {
			out = append(out, q)
		}
	}
	return mapping(p.value, out)
}

// networkName returns the name of the network that a key means.
func networkName(key string) string {
	if name, known := network.Name(key); known {
		return name
	}
	return heading(key)
}

func isNetwork(key string) bool {
	_, known := network.Name(key)
	return known
}

// contacts sorts a list of contacts by their kinds and returns the profiles among them.
// The icon ("fa-github"), the label or the address of an entry names its network.
func (r *record) contacts(n *yaml.Node) (profiles []*yaml.Node) {
	for _, e := range n.Content {
		said := texts(e)
		link, name, value, network := child(e, words("common", "url")...), child(e, "name"), child(e, "text", "value", "username", "handle"), ""
		for _, mark := range []*yaml.Node{child(e, "label", "network"), child(e, "icon"), value} {
			if isText(mark) && (mark != value || isText(link)) {
				icon := strings.TrimPrefix(mark.Value[strings.LastIndexByte(mark.Value, ' ')+1:], "fa-")
				if icon, _, _ := strings.Cut(icon, "-"); isNetwork(icon) { // "github-alt"
					network = icon
				}
			}
		}
		if isText(link) {
			if scheme, address, _ := strings.Cut(link.Value, ":"); scheme == "mailto" || scheme == "tel" {
				said, network, link = []*yaml.Node{text(link, address)}, "", nil
			}
		}
		switch {
		case network != "" && isText(link):
			profiles = append(profiles, account(e, network, "url", link))
			continue
		case isText(link) && isText(value) && isAddress(value.Value):
			profiles = append(profiles, mapping(e, []pair{as("url", e, link)}))
			continue
		case isText(link) && isText(value) && word.MatchString(value.Value):
			profiles = append(profiles, account(e, value.Value, "url", link))
			continue
		case network != "" && isText(value):
			profiles = append(profiles, account(e, network, "username", value))
			continue
		case isText(name) && isText(value):
			if !r.fact(pair{name, value}) {
				profiles = append(profiles, account(e, name.Value, "username", value))
			}
			continue
		}
		for _, t := range said {
			s := strings.TrimSpace(t.Value)
			switch digits := strings.Trim(s, "0123456789 +-()./~"); {
			case strings.Contains(s, "@") && !strings.ContainsAny(s, " /") && !r.filled["email"]:
				r.put("email", t, t)
			case digits == "" && len(s) >= 6 && !r.filled["phone"]:
				r.put("phone", t, t)
			case isAddress(s):
				profiles = append(profiles, mapping(t, []pair{as("url", t, t)}))
			default:
				profiles = append(profiles, mapping(t, []pair{as("username", t, t)}))
			}
		}
	}
	return profiles
}

// fact gives the value of p to the empty key of basics that the text of its key means, and
// reports whether there is one.
func (r *record) fact(p pair) bool {
	return slices.ContainsFunc(synonyms("basics"), func(s synonym) bool {
		return slices.Contains(s.words, plain(p.key.Value)) && r.give(s.key, p)
	})
}

// address matches a web address as people write it, with or without its scheme.
var address = regexp.MustCompile(`^(https?://|mailto:|www\.)\S+$|^[\w-]+(\.[\w-]+)*\.[a-zA-Z]{2,}(/\S*)?$`)

func isAddress(s string) bool { return address.MatchString(strings.TrimSpace(s)) }
