package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"wenkaiyue.com/cv/data/decode"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/data/publication"
)

// authors looks whether the owner stands out among a publication's authors.
func authors(c *checker, v decode.Value) (message, fix string) {
	all := v.Of.(*publication.Publication).Authors
	var self, equal []string
	for _, a := range all {
		if a.Self {
			self = append(self, a.Name)
		}
		if a.Equal {
			equal = append(equal, a.Name)
		}
	}
	owner := c.CV.Basics.Name
	switch {
	case len(all) == 0 || owner == "":
	case len(self) > 1:
		return fmt.Sprintf("%s and %s are both marked as you", problem.Quote(self[0]), problem.Quote(self[1])), "keep `self: true` at one of them"
	case len(self) == 1 && strangers(owner, self[0]) && len(c.CV.Meta.Names) == 0:
		return fmt.Sprintf("%s is marked as you, and basics names you %s", problem.Quote(self[0]), problem.Quote(owner)), "mark your own name with `self: true`"
	case len(self) == 0 && !leavesOut(all):
		return "none of these authors is known to be you, so your name does not stand out", "write the spelling that you have here under `names`, below `meta:`"
	case len(equal) == 1:
		return problem.Quote(equal[0]) + " alone is marked for equal contribution, which takes two", "mark the others with `equal: true` too, or take it out"
	}
	return "", ""
}

// leavesOut reports whether a list of authors leaves some out.
func leavesOut(all []publication.Author) bool {
	for _, a := range all {
		for _, rest := range []string{"et al", "collaboration", "others", "team"} {
			if strings.Contains(strings.ToLower(a.Name), rest) {
				return true
			}
		}
	}
	return false
}

// strangers reports whether two names have no word in common. Names in another
// script may be the same name, and not every script parts its words.
func strangers(a, b string) bool {
	if a == "" || !latin(a) || !latin(b) {
		return false
	}
	words := publication.NameWords(b)
	return !slices.ContainsFunc(publication.NameWords(a), func(w string) bool { return slices.Contains(words, w) })
}

func latin(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }) < 0
}
