package publication

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/uri"
)

// Name is a person's name in the parts that BibTeX, CSL and vCard need. A name whose parts
// are unknown is Literal as a whole. The keys are those of CSL-JSON.
type Name struct {
	Family   string `json:"family,omitempty"`                // "Beethoven"
	Given    string `json:"given,omitempty"`                 // "Ludwig"
	Particle string `json:"non-dropping-particle,omitempty"` // "van"
	Suffix   string `json:"suffix,omitempty"`                // "Jr."
	Literal  string `json:"literal,omitempty"`
	ORCID    string `json:"ORCID,omitempty"` // as an address; of Crossref's CSL-JSON
}

// Surname returns the family name with its particle: "van Beethoven".
func (n Name) Surname() string { return strings.TrimPrefix(n.Particle+" "+n.Family, " ") }

// Others is the name in BibTeX and pandoc for authors who are left out.
const Others = "others"

// Names returns the non-empty names of a list.
func Names(list []Author) (names []Name) {
	for _, a := range list {
		n := ParseName(a.Name)
		if n == (Name{}) {
			continue
		}
		if family := clean.Line(a.Family); family != "" {
			n = familyName(clean.Line(a.Name), family, n.Suffix)
		}
		if id := uri.ORCID(a.ORCID); id != "" {
			n.ORCID = "https://orcid.org/" + id
		}
		names = append(names, n)
	}
	return names
}

// familyName splits a name whose family name is known.
func familyName(whole, family, suffix string) Name {
	if strings.HasSuffix(family, suffix) {
		suffix = "" // a part of it
	}
	given := Without(strings.TrimSpace(strings.TrimSuffix(whole, suffix)), family)
	if given == "" {
		return Name{Literal: whole}
	}
	return parts(given, strings.Fields(family), suffix)
}

// parts returns a name whose family name may begin with particles, words in lower case.
func parts(given string, family []string, suffix string) Name {
	first := 0
	for first < len(family)-1 && startsLower(family[first]) {
		first++
	}
	particle := strings.Join(family[:first], " ")
	return Name{Family: strings.Join(family[first:], " "), Given: given, Particle: particle, Suffix: suffix}
}

// nameSuffix matches a suffix of a name.
var nameSuffix = regexp.MustCompile(`^(?:[Jj][Rr]|[Ss][Rr]|III?|IV|Ph\.? ?D|M\.?D)\.?$`)

// ParseName parses "Given Family" and "Family, Given". The name of an organisation, a
// single word, and a name in Chinese, Japanese or Korean characters stay whole; "et al."
// is [Others].
func ParseName(s string) (n Name) {
	s = clean.Line(s)
	comma := strings.Split(s, ", ")
	switch {
	case s == "et al.", s == "et al":
		return Name{Literal: Others}
	case strings.ContainsFunc(s, wholeScript), len(comma) > 3:
		return Name{Literal: s}
	case len(comma) == 2 && nameSuffix.MatchString(comma[1]):
		s, n.Suffix = comma[0], comma[1]
	case len(comma) > 1:
		n.Family, n.Given, n.Suffix = comma[0], comma[1], strings.Join(comma[2:], "")
		if strings.ContainsRune(n.Given+n.Suffix, ',') {
			return Name{Literal: s}
		}
		return n
	}
	words := strings.Fields(s)
	if len(words) > 2 && nameSuffix.MatchString(words[len(words)-1]) {
		words, n.Suffix = words[:len(words)-1], words[len(words)-1]
	}
	last := len(words) - 1
	if last < 1 || slices.ContainsFunc(words, ofGroup) || strings.ContainsRune(s, ',') {
		return Name{Literal: strings.TrimSuffix(s+", "+n.Suffix, ", ")}
	}
	first := last // of the particles before the family name
	for first > 1 && startsLower(words[first-1]) {
		first--
	}
	return parts(strings.Join(words[:first], " "), words[first:], n.Suffix)
}

// Without returns whole without part at its beginning or end, or "" if part is at neither.
func Without(whole, part string) string {
	rest, ok := strings.CutPrefix(whole, part)
	if !ok {
		rest, ok = strings.CutSuffix(whole, part)
	}
	if !ok || part == "" {
		return ""
	}
	return strings.TrimSpace(rest)
}

// wholeScript reports whether a name with the character r stays whole.
func wholeScript(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Nd)
}

// ofGroup reports whether a word is part of names of groups and not of people.
func ofGroup(s string) bool {
	return slices.Contains(groupWords, strings.ToLower(strings.Trim(s, ".,")))
}

var groupWords = strings.Fields("and et al others the team group consortium collaboration inc project university institute contributors &")

func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}
