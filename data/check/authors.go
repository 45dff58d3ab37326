package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"wenkaiyue.com/cv/data"

	yaml "go.yaml.in/yaml/v4"
)

// author is one of a publication's authors in the file.
type author struct {
	node        *yaml.Node
	name        string
	self, equal bool
}

// authors looks whether the owner stands out among a publication's authors.
func (c *checker) authors(n *yaml.Node, path string) {
	var all, self, equal []author
	for _, node := range items(child(n, "authors")) {
		a := authorOf(data.Resolve(node))
		if a.name == "" {
			continue
		}
		all = append(all, a)
		if a.self {
			self = append(self, a)
		}
		if a.equal {
			equal = append(equal, a)
		}
	}
	path += ".authors"
	if node := child(n, "authors"); len(all) == 1 && node.Kind == yaml.ScalarNode {
		if names := nameList(node.Value); len(names) > 1 && !sameName(c.name, node.Value) {
			c.warn(node, path, "authors", "these authors are one text, and are shown as one name", c.listOf(names))
			return
		}
	}
	switch {
	case len(all) == 0:
		return
	case len(self) > 1:
		c.warn(self[1].node, path, "authors", fmt.Sprintf("%s and %s are both marked as you", quote(self[0].name), quote(self[1].name)), "keep `self: true` at one of them")
	case len(self) == 1 && strangers(c.name, self[0].name):
		c.warn(self[0].node, path, "authors", fmt.Sprintf("%s is marked as you, and basics names you %s", quote(self[0].name), quote(c.name)), "mark your own name with `self: true`")
	case len(self) == 0 && c.name != "":
		c.unmarked(all, path)
	}
	if len(equal) == 1 {
		c.warn(equal[0].node, path, "authors", quote(equal[0].name)+" alone is marked for equal contribution, which takes two",
			"mark the others with `equal: true` too, or take it out")
	}
}

// unmarked says that no author is the owner, unless the list leaves some out.
func (c *checker) unmarked(all []author, path string) {
	for _, a := range all {
		if sameName(c.name, a.name) {
			c.warn(a.node, path, "authors", quote(a.name)+" is not marked as you, so it does not stand out",
				"write "+c.markedAs(a.name))
			return
		}
	}
	for _, a := range all {
		if n := strings.ToLower(a.name); strings.Contains(n, "et al") || strings.Contains(n, "collaboration") || strings.Contains(n, "others") || strings.Contains(n, "team") {
			return
		}
	}
	c.warn(all[0].node, path, "authors", "none of these authors is marked as you", fmt.Sprintf("write %s in place of your name", c.markedAs(c.name)))
}

// markedAs is what to write for the author who is the owner.
func (c *checker) markedAs(name string) string {
	if c.json {
		return fmt.Sprintf(`{"name": %s, "self": true}`, c.literal(name))
	}
	return fmt.Sprintf("{name: %s, self: true}", c.literal(name))
}

// listOf is what to write for several authors.
func (c *checker) listOf(names []string) string {
	if len(names) > 20 {
		return fmt.Sprintf("write a list of them: `[%s, %s, …]`", c.literal(names[0]), c.literal(names[1]))
	}
	var out []string
	for _, name := range names {
		word := c.literal(name)
		if sameName(c.name, name) {
			word = c.markedAs(name)
		}
		out = append(out, word)
	}
	key := "authors"
	if c.json {
		key = `"authors"`
	}
	return fmt.Sprintf("write `%s: [%s]`", key, strings.Join(out, ", "))
}

var (
	betweenNames = regexp.MustCompile(`\s*(?:;|,\s*and\s|,\s*&|,|\sand\s|\s&\s)\s*`)
	betweenParts = regexp.MustCompile(`\s*(?:;|\sand\s|\s&\s)\s*`)
)

// nameList parts a text that lists names: "A B, C D and E F", "B, A; D, C" and
// "B, A and D, C".
func nameList(text string) []string {
	names := betweenNames.Split(strings.TrimSpace(text), -1)
	if strings.Contains(text, ",") && betweenParts.MatchString(text) && !slices.ContainsFunc(names, func(n string) bool { return strings.Contains(n, " ") }) || strings.Contains(text, ";") {
		names = betweenParts.Split(strings.TrimSpace(text), -1)
	}
	return slices.DeleteFunc(names, func(n string) bool { return n == "" })
}

func authorOf(n *yaml.Node) author {
	if n.Kind == yaml.ScalarNode && !data.IsNull(n) {
		return author{node: n, name: n.Value}
	}
	a := author{node: n}
	if name := child(n, "name"); name != nil {
		a.name = name.Value
	}
	marked := func(key string) bool {
		v := child(n, key)
		return v != nil && data.IsTrue(v)
	}
	a.self, a.equal = marked("self"), marked("equal")
	return a
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

// sameName reports whether a is a way to write the name b: its words in any
// order, some of them by their initial ("K. Wen" for "Wen Kaiyue").
func sameName(a, b string) bool {
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

// strangers reports whether two names have no word in common. Names in another
// script may be the same name, and not every script parts its words.
func strangers(a, b string) bool {
	if a == "" || !latin(a) || !latin(b) {
		return false
	}
	words := nameWords(b)
	return !slices.ContainsFunc(nameWords(a), func(w string) bool { return slices.Contains(words, w) })
}

func latin(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }) < 0
}
