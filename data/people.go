package data

import (
	"slices"
	"strings"

	"wenkaiyue.com/cv/data/uri"
)

// people are the web pages of coauthors by what [nameKey] makes of their names. A page is
// empty for a name that can be more than one of them.
type people map[string]string

// people returns the pages of meta.people, under the names as given and with initials
// ("T. Ma").
func (m *Meta) people() people {
	out := people{}
	for name, url := range m.People {
		if uri.Safe(url) == "" {
			continue
		}
		words := nameWords(name)
		out[nameKey(words)] = url
		for _, kept := range []int{0, len(words) - 1} { // the family name comes first or last
			short := slices.Clone(words)
			for i, w := range short {
				if i != kept {
					short[i] = string([]rune(w)[:1])
				}
			}
			if k := nameKey(short); out[k] != "" && out[k] != url {
				out[k] = ""
			} else if _, taken := out[k]; !taken {
				out[k] = url
			}
		}
	}
	return out
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
