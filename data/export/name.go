package export

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/publication"
	"wenkaiyue.com/cv/data/uri"
)

// name is a person's name in parts, as BibTeX, CSL and vCard want it. One that cannot
// be told apart is Literal as a whole. The keys are those of CSL-JSON.
type name struct {
	Family   string `json:"family,omitempty"`                // "Beethoven"
	Given    string `json:"given,omitempty"`                 // "Ludwig"
	Particle string `json:"non-dropping-particle,omitempty"` // "van"
	Suffix   string `json:"suffix,omitempty"`                // "Jr."
	Literal  string `json:"literal,omitempty"`
	ORCID    string `json:"ORCID,omitempty"` // as an address; of Crossref's CSL-JSON
}

// isOthers reports what stands for names that are left out.
func (n name) isOthers() bool { return n.Literal == "et al." || n.Literal == "et al" }

// parseNames parses the names of a list that are not empty.
func parseNames(list []publication.Author) (names []name) {
	for _, a := range list {
		whole := printable(a.Name)
		if whole == "" {
			continue
		}
		n := parseName(whole)
		if family := printable(a.Family); family != "" {
			n = familyName(whole, family, n.Suffix)
		}
		if id := uri.ORCID(a.ORCID); id != "" {
			n.ORCID = "https://orcid.org/" + id
		}
		names = append(names, n)
	}
	return names
}

// familyName parts a name of which the family name is known. Words in lower case before
// it are its particles.
func familyName(whole, family, suffix string) name {
	if strings.HasSuffix(family, suffix) {
		suffix = "" // a part of it
	}
	given := without(strings.TrimSpace(strings.TrimSuffix(whole, suffix)), family)
	if given == "" {
		return name{Literal: whole}
	}
	words := strings.Fields(family)
	first := 0
	for first < len(words)-1 && startsLower(words[first]) {
		first++
	}
	return name{Family: strings.Join(words[first:], " "), Given: given, Particle: strings.Join(words[:first], " "), Suffix: suffix}
}

// parseName parses "Given Family" and "Family, Given". The name of an organisation, a
// single word, and a name in Chinese, Japanese or Korean characters stay whole.
func parseName(s string) name {
	s = printable(s)
	if strings.ContainsFunc(s, wholeScript) || strings.ContainsFunc(s, unicode.IsDigit) {
		return name{Literal: s}
	}
	var n name
	if family, given, ok := strings.Cut(s, ", "); ok {
		if !isSuffix(given) {
			n.Family, n.Given = family, given
			if given, suffix, ok := strings.Cut(given, ", "); ok {
				n.Given, n.Suffix = given, suffix
			}
			if strings.Contains(n.Given+n.Suffix, ",") {
				return name{Literal: s}
			}
			return n
		}
		s, n.Suffix = family, given
	}
	words := strings.Fields(s)
	if len(words) > 2 && isSuffix(words[len(words)-1]) {
		words, n.Suffix = words[:len(words)-1], words[len(words)-1]
	}
	last := len(words) - 1
	if last < 1 || slices.ContainsFunc(words, ofGroup) || strings.ContainsRune(s, ',') {
		return name{Literal: strings.TrimSuffix(s+", "+n.Suffix, ", ")}
	}
	first := last // of the particles before the family name
	for first > 1 && startsLower(words[first-1]) {
		first--
	}
	n.Given = strings.Join(words[:first], " ")
	n.Particle = strings.Join(words[first:last], " ")
	n.Family = words[last]
	return n
}

// ownerName returns the owner's name in parts as far as the CV tells them: by
// basics.familyName or basics.givenName, by a comma ("Family, Given"), or by an author
// list that has the family name last where the CV has it first ("Wen Kaiyue"). The
// order of words does not tell: Spanish has two family names, and in Hungarian or
// Vietnamese the family name comes first.
func ownerName(cv *data.CV) name {
	whole := printable(cv.Basics.Name)
	words := strings.Fields(whole)
	if n := (name{Family: printable(cv.Basics.FamilyName), Given: printable(cv.Basics.GivenName)}); n.Family != "" || n.Given != "" {
		n.Family = cmp.Or(n.Family, without(whole, n.Given))
		n.Given = cmp.Or(n.Given, without(whole, n.Family))
		return n
	}
	for _, p := range cv.Publications {
		for _, a := range p.Authors {
			n := parseName(a.Name)
			if a.Self && len(words) == 2 && n.Literal == "" && whole == n.Family+" "+n.Given {
				return n
			}
		}
	}
	if n := parseName(whole); strings.HasPrefix(whole, n.Family+", ") && n.Given != "" {
		return n
	}
	return name{Literal: whole}
}

// without returns a name without the part that it begins or ends with, or "".
func without(whole, part string) string {
	rest, ok := strings.CutPrefix(whole, part)
	if !ok {
		rest, ok = strings.CutSuffix(whole, part)
	}
	if !ok || part == "" {
		return ""
	}
	return strings.TrimSpace(rest)
}

func wholeScript(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

func isSuffix(s string) bool {
	switch strings.TrimSuffix(s, ".") {
	case "Jr", "Sr", "II", "III", "IV", "PhD", "Ph.D", "MD", "M.D":
		return true
	}
	return false
}

// ofGroup reports whether the names of people lack a word.
func ofGroup(s string) bool {
	switch strings.ToLower(strings.Trim(s, ".,")) {
	case "and", "et", "al", "others", "the", "team", "group", "consortium", "collaboration", "inc", "project", "university", "institute", "contributors", "&":
		return true
	}
	return false
}

func startsLower(s string) bool {
	r := []rune(s)
	return len(r) > 0 && unicode.IsLower(r[0])
}
