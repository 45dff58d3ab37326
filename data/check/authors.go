package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
)

// authors looks whether the owner stands out among a publication's authors.
func authors(c *checker, v data.Value) (message, fix string) {
	var names, self, equal []string
	list := child(v.Node, "authors")
	if list != nil && list.Kind == yaml.ScalarNode {
		names = data.AuthorNames(list.Value)
	} else {
		for _, n := range items(list) {
			n = data.Resolve(n)
			name := word(n, "name")
			if n.Kind == yaml.ScalarNode {
				name = n.Value
			}
			if name == "" {
				continue
			}
			names = append(names, name)
			if m := child(n, "self"); m != nil && data.IsTrue(m) || strings.Contains(name, "**") {
				self = append(self, name)
			}
			if m := child(n, "equal"); m != nil && data.IsTrue(m) {
				equal = append(equal, name)
			}
		}
	}
	owner := c.CV.Basics.Name
	switch {
	case len(names) == 0 || owner == "":
	case len(self) > 1:
		return fmt.Sprintf("%s and %s are both marked as you", data.Quote(self[0]), data.Quote(self[1])), "keep `self: true` at one of them"
	case len(self) == 1 && strangers(owner, self[0]):
		return fmt.Sprintf("%s is marked as you, and basics names you %s", data.Quote(self[0]), data.Quote(owner)), "mark your own name with `self: true`"
	case len(self) == 0 && !found(owner, names):
		return "none of these authors is known to be you, so your name does not stand out", fmt.Sprintf("write `{name: %s, self: true}` in place of your name", owner)
	case len(equal) == 1:
		return data.Quote(equal[0]) + " alone is marked for equal contribution, which takes two", "mark the others with `equal: true` too, or take it out"
	}
	return "", ""
}

// found reports whether one name alone can be the owner's, or the list leaves some
// out.
func found(owner string, names []string) bool {
	n := 0
	for _, name := range names {
		if data.SameName(owner, name) {
			n++
		}
		for _, rest := range []string{"et al", "collaboration", "others", "team"} {
			if strings.Contains(strings.ToLower(name), rest) {
				return true
			}
		}
	}
	return n == 1
}

// strangers reports whether two names have no word in common. Names in another
// script may be the same name, and not every script parts its words.
func strangers(a, b string) bool {
	if a == "" || !latin(a) || !latin(b) {
		return false
	}
	words := nameWords(b)
	return !slices.ContainsFunc(nameWords(a), func(w string) bool { return slices.Contains(words, w) })
}

func nameWords(name string) []string {
	return strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
}

func latin(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }) < 0
}
