package data

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

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

// signed reads the marks at an author's name: "**A. Example**" is the owner, and "*"
// behind it marks equal contribution.
func (a *Author) signed() {
	for _, mark := range []string{"**", "__"} {
		if s, ok := strings.CutPrefix(a.Name, mark); ok && strings.Contains(s, mark) {
			a.Name, a.Self = strings.Replace(s, mark, "", 1), true
		}
	}
	if s := strings.TrimRight(a.Name, "*∗"); s != a.Name && s != "" && !strings.Contains(s, "*") {
		a.Name, a.Equal = strings.TrimSpace(s), true
	}
}

// recognise marks the owner in the author lists in which nobody is marked, where one
// name alone can be theirs.
func (cv *CV) recognise() {
	for i := range cv.Publications {
		list := cv.Publications[i].Authors
		for j := range list {
			list[j].signed()
		}
		if slices.ContainsFunc(list, func(a Author) bool { return a.Self }) {
			continue
		}
		at := -1
		for j, a := range list {
			if SameName(cv.Basics.Name, a.Name) {
				if at >= 0 {
					at = -1
					break
				}
				at = j
			}
		}
		if at >= 0 {
			list[at].Self = true
		}
	}
}

// SameName reports whether a is a way to write the name b: its words in any order,
// some of them by their initial ("K. Wen" for "Wen Kaiyue").
func SameName(a, b string) bool {
	left := nameWords(a)
	words := nameWords(b)
	whole := 0
	for _, w := range words {
		i := slices.IndexFunc(left, func(o string) bool {
			return o == w || len([]rune(w)) == 1 && strings.HasPrefix(o, w)
		})
		if i < 0 {
			return false
		}
		if len([]rune(w)) > 1 {
			whole++
		}
		left = slices.Delete(left, i, i+1)
	}
	return whole > 0 && (len(words) > 1 || len(left) == 0)
}

// nameWords are the words of a name without accents, in lower case.
func nameWords(name string) []string {
	plain := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(name))
	return strings.FieldsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
}
