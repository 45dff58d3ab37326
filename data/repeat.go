package data

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// unrepeated returns the parts that are not empty and that no other part says: of two
// that are alike the first, and none whose words stand within another's ("Physics"
// beside "Bachelor of Physics").
func unrepeated(parts []string) []string {
	parts = lines(parts...)
	var out []string
	for i, p := range parts {
		said := false
		for j, q := range parts {
			said = said || j != i && says(q, p) && (j < i || !says(p, q))
		}
		if !said {
			out = append(out, p)
		}
	}
	return out
}

// shortPart is the number of characters below which a part is too short to be found
// within another one: "IN" is no word of an institute's name.
const shortPart = 3

// says reports whether the words of part stand in whole, in that order.
func says(whole, part string) bool {
	whole, part = foldWords(whole), foldWords(part)
	if whole == part {
		return true
	}
	return utf8.RuneCountInString(part) >= shortPart && strings.Contains(" "+whole+" ", " "+part+" ")
}

// foldWords is a text in lower case with one space between words.
func foldWords(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.In(r, unicode.L, unicode.N, unicode.M) && !strings.ContainsRune("+#&/.-", r)
	}), " ")
}

// beside is part, unless whole says it.
func beside(part, whole string) string {
	if whole != "" && says(whole, part) {
		return ""
	}
	return part
}
