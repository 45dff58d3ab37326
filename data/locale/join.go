package locale

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Join joins parts like [Locale.Parts]. It leaves out parts that are empty, repeated or
// contained in another ("Physics" beside "Bachelor of Physics").
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

// shortPart is the minimum number of characters of a part to look for in another: "IN" is
// no word of an institute's name.
const shortPart = 3

// Says reports whether whole contains the words of part, in that order.
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
