package check

import (
	"fmt"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
)

// lookalikes turns letters of other scripts into the Latin ones that look the same.
var lookalikes = strings.NewReplacer(
	"а", "a", "е", "e", "о", "o", "р", "p", "с", "c", "у", "y", "х", "x", "і", "i", "ј", "j", "ѕ", "s", "һ", "h", "ԁ", "d", "ԛ", "q", "ԝ", "w", "ё", "e", "к", "k", "т", "t", "м", "m", "п", "n", "г", "r",
	"α", "a", "ο", "o", "ρ", "p", "ν", "v", "ι", "i", "κ", "k", "υ", "u", "τ", "t", "ı", "i",
)

// foreign looks at a key that looks like a known one, and has a character in it
// that nobody sees, or a letter of another script.
func (c *checker) foreign(key *yaml.Node, path string, known []string) bool {
	seen := strings.Map(func(r rune) rune {
		if data.Dropped(r) {
			return -1
		}
		return r
	}, key.Value)
	looks := lookalikes.Replace(seen)
	if looks == key.Value || !slices.Contains(known, looks) && !inBasics(looks) && topLevel(looks) == "" {
		return false
	}
	what, at := "", 0
	for i, r := range key.Value {
		if letter := string(r); data.Dropped(r) {
			what, at = fmt.Sprintf("%s (U+%04X)", hiddenName(r), r), i
		} else if like := lookalikes.Replace(letter); like != letter {
			what, at = fmt.Sprintf("a letter of another script (U+%04X) that looks like %s", r, quote(like)), i
		}
		if what != "" {
			break
		}
	}
	where := "at the beginning of"
	if at > 0 {
		where = "after " + quote(key.Value[:at]) + " in"
	}
	c.warn(key, path, "unknown-key", fmt.Sprintf("%s stands %s this key, so its value is not shown", what, where), fmt.Sprintf("delete the whole key and type it anew: `%s`", looks))
	return true
}
