package publication

import (
	"regexp"
	"slices"
	"strings"
)

// Author is one name of a publication's author list.
type Author struct {
	Name   string `json:"name,omitzero"`
	Self   bool   `json:"self,omitzero"`             // the owner of the CV
	Equal  bool   `json:"equal,omitzero"`            // contributed equally with the others so marked
	Family string `json:"family,omitzero"`           // if it is more than the last word; all of an institution's name
	ORCID  string `json:"orcid,omitzero" one:"true"` // with or without https://orcid.org/

	URL string `json:"-"` // of the CV's meta.people; set by [Directory.Link]
}

var (
	ands         = regexp.MustCompile(`(?:\s*[,;])?\s+(?:and|und|et|и)\s+|\s*,?\s*&\s*`)
	softAnds     = regexp.MustCompile(`\s+[yei]\s+`)
	semicolons   = regexp.MustCompile(`\s*[;；]\s*(?:(?:and|und|et|&)\s+)?`)
	commas       = regexp.MustCompile(`\s*[,，、]\s*`)
	onlyInitials = regexp.MustCompile(`^(?:\p{Lu}\.?[\s-]?){1,4}$`)
)

// SplitNames splits a text of authors at semicolons, at "and" as in BibTeX ("Family, Given
// and Family, Given"), or at commas ("A. One, B. Two and C. Three", "One, A., Two, B.").
func SplitNames(text string) []string {
	text = strings.NewReplacer("{", "", "}", "", "~", " ").Replace(text)
	text = strings.Join(strings.Fields(text), " ")
	text = strings.ReplaceAll(text, "et al", "et\u00a0al") // is no "and"
	var out []string
	for _, s := range separate(text) {
		out = append(out, strings.ReplaceAll(s, "\u00a0", " "))
	}
	return out
}

// separate returns the names in a text whose words have one space between them.
func separate(text string) (out []string) {
	if strings.ContainsAny(text, ";；") {
		return split(text, semicolons)
	}
	list := split(text, ands)
	if !slices.ContainsFunc(list, func(s string) bool { return !inverted(s) }) {
		return list // "Family, Given and Family, Given", or one such name
	}
	for _, s := range list {
		names := split(s, commas)
		whole := func(n string) bool { return strings.Contains(n, " ") || onlyInitials.MatchString(n) }
		pairs := len(names) >= 4 && len(names)%2 == 0 && !slices.ContainsFunc(names, whole) // "One, Ann, Two, Ben"
		for len(names) > 0 {
			name := names[0]
			names = names[1:]
			if len(names) > 0 && (pairs || nameSuffix.MatchString(names[0]) ||
				onlyInitials.MatchString(names[0]) && !onlyInitials.MatchString(name)) { // the initials of a family name
				name += ", " + names[0]
				names = names[1:]
			}
			out = append(out, softly(name)...)
		}
	}
	return out
}

// split returns the non-empty parts of a text between separators.
func split(s string, separator *regexp.Regexp) []string {
	return slices.DeleteFunc(separator.Split(s, -1), func(part string) bool { return part == "" })
}

// softly splits two names at a word that some names contain ("Ortega y Gasset").
func softly(name string) []string {
	at := softAnds.FindStringIndex(name)
	if at == nil || !strings.Contains(name[:at[0]], " ") || !strings.Contains(name[at[1]:], " ") {
		return []string{name}
	}
	return []string{name[:at[0]], name[at[1]:]}
}

// inverted reports whether s looks like "Family, Given": one comma between few words,
// without a whole name on both sides.
func inverted(s string) bool {
	p := split(s, commas)
	if len(p) != 2 {
		return false
	}
	family, given := len(strings.Fields(p[0])), len(strings.Fields(p[1]))
	return family == 1 && given <= 3 || family == 2 && onlyInitials.MatchString(p[1])
}

// signed reads the marks at an author's name: "**A. Example**" is the owner, as is "*A.
// Example*" (RenderCV), and "*" before or after it marks equal contribution.
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
