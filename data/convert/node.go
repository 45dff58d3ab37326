package convert

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	yaml "go.yaml.in/yaml/v4"
)

// pair is a key of a mapping and its value.
type pair struct{ key, value *yaml.Node }

// pairs returns the pairs of a mapping, and none for any other node.
func pairs(n *yaml.Node) []pair {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	out := make([]pair, 0, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		out = append(out, pair{n.Content[i], n.Content[i+1]})
	}
	return out
}

// child returns the value of the first of words that is a key of a mapping, in any spelling,
// or nil. It skips empty values.
func child(n *yaml.Node, words ...string) *yaml.Node {
	all := pairs(n)
	for _, w := range words {
		for _, p := range all {
			if plain(p.key.Value) == w && !isNull(p.value) {
				return p.value
			}
		}
	}
	return nil
}

func isNull(n *yaml.Node) bool {
	if n.Kind == yaml.ScalarNode {
		return strings.TrimSpace(n.Value) == "" || n.ShortTag() == "!!null"
	}
	return n.Kind != yaml.AliasNode && len(n.Content) == 0
}

func isText(n *yaml.Node) bool {
	return n != nil && n.Kind == yaml.ScalarNode && !isNull(n) && n.ShortTag() != "!!bool"
}

// isTexts reports whether n is a list of texts.
func isTexts(n *yaml.Node) bool {
	return n.Kind == yaml.SequenceNode && !slices.ContainsFunc(n.Content, func(e *yaml.Node) bool { return e.Kind != yaml.ScalarNode })
}

// isPoints reports whether n is a list of several texts.
func isPoints(n *yaml.Node) bool { return isTexts(n) && len(n.Content) > 1 }

// isEntries reports whether n is a list that holds a mapping.
func isEntries(n *yaml.Node) bool {
	return n.Kind == yaml.SequenceNode && slices.ContainsFunc(n.Content, func(e *yaml.Node) bool { return e.Kind == yaml.MappingNode })
}

// plain returns a key in lower case, without spaces, dashes, underscores and accents, so
// that its spellings compare equal.
func plain(key string) string {
	if len(key) > 64 { // a sentence, not a key of ours
		return key
	}
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, folded(key))
}

// folded returns a text without accents.
func folded(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= 0x300 && r <= 0x36F { // Combining Diacritical Marks
			return -1
		}
		return r
	}, norm.NFD.String(s))
}

// heading returns a key as a title: "work_history" and "workHistory" become "Work
// history".
func heading(key string) string {
	var b strings.Builder
	before := ' '
	for _, r := range strings.TrimRight(strings.TrimSpace(key), ":： ") {
		switch {
		case r == '_' || r == '-' && before != ' ' && !strings.Contains(key, " "):
			r = ' '
		case unicode.IsUpper(r) && unicode.IsLower(before):
			b.WriteByte(' ')
			r = unicode.ToLower(r)
		case b.Len() == 0:
			r = unicode.ToTitle(r)
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}

// isName reports whether a key is an identifier ("work_history") rather than a title in
// its owner's words.
func isName(key string) bool {
	return !strings.ContainsFunc(key, func(r rune) bool { return r > unicode.MaxASCII || r == ' ' || r == '&' }) &&
		!unicode.IsUpper(rune((key + " ")[0]))
}

// text returns a text at the place of n.
func text(n *yaml.Node, s string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s, Line: n.Line, Column: n.Column}
}

// sequence returns a list of these values at the place of n. It returns n itself if n
// holds the same values.
func sequence(n *yaml.Node, values ...*yaml.Node) *yaml.Node {
	if n.Kind == yaml.SequenceNode && slices.Equal(n.Content, values) {
		return n
	}
	return &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: values, Line: n.Line, Column: n.Column}
}

// mapping returns an object of these pairs, as [sequence] returns a list.
func mapping(n *yaml.Node, ps []pair) *yaml.Node {
	var content []*yaml.Node
	for _, p := range ps {
		content = append(content, p.key, p.value)
	}
	if n.Kind == yaml.MappingNode && slices.Equal(n.Content, content) {
		return n
	}
	return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: content, Line: n.Line, Column: n.Column}
}

// as returns a pair of one of our keys, at the place of the given key, and a value.
func as(key string, given, value *yaml.Node) pair {
	if given.Kind == yaml.ScalarNode && given.Value == key {
		return pair{given, value}
	}
	return pair{text(given, key), value}
}
