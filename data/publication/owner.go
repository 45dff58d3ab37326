package publication

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/uri"
)

// MarkOwner reads the marks at the names of authors. In a publication without a marked
// owner, it marks the only author who can be the owner: by the ORCID iD if both are known
// (orcid is "" or without its resolver), or else by a spelling of the name. The first
// spelling is the name in basics.
func MarkOwner(list []Publication, orcid string, spellings ...string) {
	var names [][]string
	for _, s := range spellings {
		if s != "" {
			names = append(names, NameWords(s))
		}
	}
	for _, p := range list {
		for i := range p.Authors {
			if a := &p.Authors[i]; a.Name != spellings[0] { // else the marks belong to the name
				a.signed()
			}
		}
		if at := owner(p.Authors, orcid, names); at >= 0 {
			p.Authors[at].Self = true
		}
	}
}

// owner returns the index of the only author who can be the owner, or -1 if none or several
// can, or one is marked.
func owner(list []Author, orcid string, names [][]string) int {
	at := -1
	if slices.ContainsFunc(list, func(a Author) bool { return a.Self }) {
		return at
	}
	for i, a := range list {
		id, words := uri.ORCID(a.ORCID), NameWords(a.Name)
		switch {
		case orcid != "" && id == orcid:
			return i
		case orcid != "" && id != "":
		case !slices.ContainsFunc(names, func(name []string) bool { return sameName(name, words) }):
		case at >= 0:
			return -1
		default:
			at = i
		}
	}
	return at
}

// sameName reports whether two names, from [NameWords], can be the same: the words of one,
// in any order and some as initials ("K. Wen", "Wen K" for "Wen Kaiyue"), are among those
// of the other, which may have more ("Kaiyue Q. Wen").
func sameName(a, b []string) bool { return within(a, b) || len(a) > 1 && within(b, a) }

// within reports whether each of words matches a word of all, in full or by an initial, and
// at least one in full.
func within(all, words []string) bool {
	left := slices.Clone(all)
	whole := false
	for _, w := range words {
		i := slices.IndexFunc(left, func(o string) bool {
			return o == w || isInitial(w) && strings.HasPrefix(o, w) || isInitial(o) && strings.HasPrefix(w, o)
		})
		if i < 0 {
			return false
		}
		whole = whole || !isInitial(w) && !isInitial(left[i])
		left = slices.Delete(left, i, i+1)
	}
	return whole && (len(words) > 1 || len(left) == 0)
}

func isInitial(word string) bool { return len([]rune(word)) == 1 }

// NameWords returns the words of a name without accents, in lower case. Joined initials
// ("Wen KY") are a word each.
func NameWords(name string) (out []string) {
	plain := clean.Unaccented(name)
	shouted := strings.ToUpper(plain) == plain
	for _, w := range strings.FieldsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }) {
		if r := []rune(w); !shouted && len(r) > 1 && len(r) < 4 && strings.ToUpper(w) == w {
			out = append(out, strings.Split(strings.ToLower(w), "")...)
			continue
		}
		out = append(out, strings.ToLower(w))
	}
	return out
}

// Directory has the web pages of coauthors by the words of their names in any order. The
// page of an ambiguous name is empty.
type Directory map[string]string

// NewDirectory returns the pages of coauthors by their names, and by these names with
// initials ("T. Ma"). A name as given overrides the same name with initials.
func NewDirectory(pages map[string]string) Directory {
	given, short := Directory{}, Directory{}
	for name, url := range pages {
		if uri.Safe(url) == "" {
			continue
		}
		words := NameWords(name)
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

// add adds a page under a name, or removes the page if the name has another.
func (d Directory) add(words []string, url string) {
	k := nameKey(words)
	if other, taken := d[k]; taken && other != url {
		url = ""
	}
	d[k] = url
}

// nameKey returns a key for the words of a name in any order.
func nameKey(words []string) string { return strings.Join(slices.Sorted(slices.Values(words)), " ") }

// Link returns authors with their pages, if known.
func (d Directory) Link(authors []Author) []Author {
	if len(d) == 0 {
		return authors
	}
	out := slices.Clone(authors)
	for i, a := range out {
		if !a.Self {
			out[i].URL = d[nameKey(NameWords(a.Name))]
		}
	}
	return out
}
