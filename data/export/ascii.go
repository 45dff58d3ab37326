package export

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// asciiWord keeps of s the letters and digits that ASCII has, in lower case,
// after taking accents off: "Müller-Łoś" gives "mullerlos".
func asciiWord(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(withoutAccents.Replace(strings.ToLower(s))) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// withoutAccents has the letters that Unicode does not take apart.
var withoutAccents = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i")
