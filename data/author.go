package data

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"wenkaiyue.com/cv/data/uri"
)

// Author is one name of a publication's author list.
type Author struct {
	Name   string `json:"name,omitzero"`
	Self   bool   `json:"self,omitzero"`             // the owner of the CV
	Equal  bool   `json:"equal,omitzero"`            // contributed equally with the others so marked
	Family string `json:"family,omitzero"`           // where it is more than the last word; the whole of an institution's name
	ORCID  string `json:"orcid,omitzero" one:"true"` // with or without https://orcid.org/

	URL string `json:"-"` // of meta.people; set in [Item]
}

var (
	ands         = regexp.MustCompile(`(?:\s*[,;])?\s+(?:and|und|et|и)\s+|\s*,?\s*&\s*`)
	softAnds     = regexp.MustCompile(`\s+[yei]\s+`)
	semicolons   = regexp.MustCompile(`\s*[;；]\s*(?:(?:and|und|et|&)\s+)?`)
	commas       = regexp.MustCompile(`\s*[,，、]\s*`)
	onlyInitials = regexp.MustCompile(`^(?:\p{Lu}\.?[\s-]?){1,4}$`)
	nameSuffix   = regexp.MustCompile(`^(?i:jr|sr|ph\.?\s?d|m\.?d|i{1,3}|iv)\.?$`)
)

// AuthorNames parts the names in a text of authors: between semicolons, between "and"
// as LaTeX has them ("Family, Given and Family, Given"), or between commas ("A. One,
// B. Two and C. Three", "One, A., Two, B.").
func AuthorNames(text string) []string {
	text = strings.NewReplacer("{", "", "}", "", "~", " ").Replace(text)
	text = strings.Join(strings.Fields(text), " ")
	text = strings.ReplaceAll(text, "et al", "et\u00a0al") // is no "and"
	var out []string
	for _, s := range separate(text) {
		out = append(out, strings.ReplaceAll(s, "\u00a0", " "))
	}
	return out
}

func separate(text string) []string {
	if strings.ContainsAny(text, ";；") {
		return lines(semicolons.Split(text, -1)...)
	}
	list := lines(ands.Split(text, -1)...)
	if !slices.ContainsFunc(list, func(s string) bool { return !inverted(s) }) {
		return list // "Family, Given and Family, Given", or one of them
	}
	var out []string
	for _, s := range list {
		names := lines(commas.Split(s, -1)...)
		pairs := len(names) >= 4 && len(names)%2 == 0 && !slices.ContainsFunc(names, func(n string) bool { return strings.Contains(n, " ") || onlyInitials.MatchString(n) })
		for i := 0; i < len(names); i++ {
			name := names[i]
			if i+1 < len(names) && (pairs || nameSuffix.MatchString(names[i+1]) || onlyInitials.MatchString(names[i+1]) && !onlyInitials.MatchString(name)) {
				i++
				name += ", " + names[i]
			}
			out = append(out, softly(name)...)
		}
	}
	return out
}

// softly parts two names at a word that is a part of some names ("Ortega y Gasset").
func softly(name string) []string {
	at := softAnds.FindStringIndex(name)
	if at == nil || !strings.Contains(name[:at[0]], " ") || !strings.Contains(name[at[1]:], " ") {
		return []string{name}
	}
	return []string{name[:at[0]], name[at[1]:]}
}

// inverted reports "Family, Given": one comma, with no more words around it than these
// have, and no whole name on both sides.
func inverted(s string) bool {
	p := lines(commas.Split(s, -1)...)
	if len(p) != 2 {
		return false
	}
	family, given := len(strings.Fields(p[0])), len(strings.Fields(p[1]))
	return family == 1 && given <= 3 || family == 2 && onlyInitials.MatchString(p[1])
}

// signed reads the marks at an author's name: "**A. Example**" is the owner, as is
// "*A. Example*" (RenderCV), and "*" before or behind it marks equal contribution.
func (a *Author) signed() {
	for _, mark := range []string{"***", "**", "__", "*", "_"} {
		if s, ok := strings.CutPrefix(a.Name, mark); ok && strings.Contains(s, mark) {
			a.Name, a.Self = strings.Replace(s, mark, "", 1), true
		}
	}
	bare := strings.TrimRight(a.Name, "*∗†‡§¶")
	marks := a.Name[len(bare):]
	if marks == "" {
		bare = strings.TrimLeft(a.Name, "*∗")
		marks = a.Name[:len(a.Name)-len(bare)]
	}
	if bare != "" && strings.ContainsAny(marks, "*∗") && !strings.ContainsAny(bare, "*∗") {
		a.Name, a.Equal = strings.TrimSpace(bare)+strings.Trim(marks, "*∗"), true
		a.Family = strings.TrimSpace(strings.Trim(a.Family, "*∗†‡§¶"))
	}
}

// recognise marks the owner in the author lists in which nobody is marked, where one
// author alone can be them.
func (cv *CV) recognise() {
	o := cv.owner()
	for i := range cv.Publications {
		list := cv.Publications[i].Authors
		for j := range list {
			if list[j].Name != cv.Basics.Name { // else what looks like a mark is in the name
				list[j].signed()
			}
		}
		if slices.ContainsFunc(list, func(a Author) bool { return a.Self }) {
			continue
		}
		if at := o.among(list); at >= 0 {
			list[at].Self = true
		}
	}
}

// owner is how the owner of a CV is known among authors.
type owner struct {
	names [][]string // each as nameWords has it
	orcid string     // without the resolver; may be empty
}

func (cv *CV) owner() (o owner) {
	for _, name := range lines(append([]string{cv.Basics.Name}, cv.Meta.Names...)...) {
		o.names = append(o.names, nameWords(name))
	}
	for _, p := range cv.Basics.Profiles {
		o.orcid = cmp.Or(o.orcid, uri.ORCID(p.URL))
		if strings.EqualFold(p.Network, "ORCID") {
			o.orcid = cmp.Or(o.orcid, uri.ORCID(p.Username))
		}
	}
	return o
}

// among returns the index of the one author who can be the owner, by the ORCID iD if
// both are known and else by the name; -1 if there is none, or more than one.
func (o owner) among(list []Author) int {
	at := -1
	for i, a := range list {
		id, words := uri.ORCID(a.ORCID), nameWords(a.Name)
		switch {
		case o.orcid != "" && id == o.orcid:
			return i
		case o.orcid != "" && id != "":
		case !slices.ContainsFunc(o.names, func(name []string) bool { return sameName(name, words) }):
		case at >= 0:
			return -1
		default:
			at = i
		}
	}
	return at
}

// sameName reports whether two names, as nameWords has them, can be one: the words of
// one in any order, some by their initial ("K. Wen", "Wen K" for "Wen Kaiyue"), are
// among those of the other, which may have more ("Kaiyue Q. Wen").
func sameName(a, b []string) bool { return within(a, b) || len(a) > 1 && within(b, a) }

// within reports whether each of some words is one of all, or the initial of one, and
// one of them is no initial.
func within(all, words []string) bool {
	left := slices.Clone(all)
	whole := 0
	for _, w := range words {
		i := slices.IndexFunc(left, func(o string) bool {
			return o == w || len([]rune(w)) == 1 && strings.HasPrefix(o, w) || len([]rune(o)) == 1 && strings.HasPrefix(w, o)
		})
		if i < 0 {
			return false
		}
		if len([]rune(w)) > 1 && len([]rune(left[i])) > 1 {
			whole++
		}
		left = slices.Delete(left, i, i+1)
	}
	return whole > 0 && (len(words) > 1 || len(left) == 0)
}

// nameWords are the words of a name without accents, in lower case. Initials that
// stand together ("Wen KY") are a word each.
func nameWords(name string) []string {
	plain := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(name))
	var out []string
	shouted := strings.ToUpper(plain) == plain
	for _, w := range strings.FieldsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }) {
		if r := []rune(w); !shouted && len(r) > 1 && len(r) < 4 && strings.ToUpper(w) == w {
			for _, initial := range r {
				out = append(out, strings.ToLower(string(initial)))
			}
			continue
		}
		out = append(out, strings.ToLower(w))
	}
	return out
}
