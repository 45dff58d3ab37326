package data

import (
	"maps"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data/uri"
)

// people are the web pages of coauthors by what [nameKey] makes of their names. A page is
// empty for a name that can be more than one of them.
type people map[string]string

// people returns the pages of meta.people, under the names as given and with initials
// ("T. Ma"). A name as given goes before the same one as initials of others.
func (m *Meta) people() people {
	given, short := people{}, people{}
	for name, url := range m.People {
		if uri.Safe(url) == "" {
			continue
		}
		words := nameWords(name)
		given.add(words, url)
		for _, kept := range []int{0, len(words) - 1} { // the family name comes first or last
			initials := slices.Clone(words)
			for i, w := range initials {
				if i != kept {
					initials[i] = string([]rune(w)[:1])
				}
			}
			short.add(initials, url)
		}
	}
	maps.Copy(short, given)
	return short
}

// add adds a page under a name, or leaves the name without one if it has another.
func (p people) add(words []string, url string) {
	k := nameKey(words)
	if other, taken := p[k]; taken && other != url {
		url = ""
	}
	p[k] = url
}

// nameKey is the same for the words of a name in any order.
func nameKey(words []string) string {
	return strings.Join(slices.Sorted(slices.Values(words)), " ")
}

// linked returns authors with the pages of those who are known.
func (p people) linked(authors []Author) []Author {
	if len(p) == 0 {
		return authors
	}
	out := slices.Clone(authors)
	for i, a := range out {
		if !a.Self {
			out[i].URL = p[nameKey(nameWords(a.Name))]
		}
	}
	return out
}
