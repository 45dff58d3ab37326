package locale

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Join lists the parts of one thing as [Locale.Parts] does. It leaves out empty parts,
// repeated ones, and those whose words stand within another ("Physics" beside "Bachelor of
// Physics").
func (l *Locale) Join(parts ...string) string {
	var out []string
	for i, p := range parts {
		said := p == ""
		for j, q := range parts {
			said = said || q != "" && j != i && Says(q, p) && (j < i || !Says(p, q))
		}
		if !said {
			out = append(out, p)
		}
	}
	return l.Parts(out)
}

// shortPart is the number of characters below which a part is too short to be found
// within another one: "IN" is no word of an institute's name.
const shortPart = 3

// Says reports whether the words of part stand in whole, in that order.
func Says(whole, part string) bool {
	whole, part = foldWords(whole), foldWords(part)
	if whole == part {
		return true
	}
	return utf8.RuneCountInString(part) >= shortPart && strings.Contains(" "+whole+" ", " "+part+" ")
}

// foldWords returns the words of a text in lower case with one space between them.
func foldWords(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.In(r, unicode.L, unicode.N, unicode.M) && !strings.ContainsRune("+#&/.-", r)
	}), " ")
}
