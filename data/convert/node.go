package convert

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"
)

// pair is a key of a mapping and its value, which is no alias.
type pair struct{ key, value *yaml.Node }

// pairs returns those of a mapping; none for any other node.
func pairs(n *yaml.Node) []pair {
	n = resolve(n)
	if n.Kind != yaml.MappingNode {
		return nil
	}
	out := make([]pair, 0, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		out = append(out, pair{resolve(n.Content[i]), resolve(n.Content[i+1])})
	}
	return out
}

// child returns the value of a mapping's key, in any of its spellings, or nil.
func child(n *yaml.Node, words string) *yaml.Node {
	if n == nil {
		return nil
	}
	all := pairs(n)
	for w := range strings.FieldsSeq(words) {
		for _, p := range all {
			if plain(p.key.Value) == w && !isNull(p.value) {
				return p.value
			}
		}
	}
	return nil
}

func resolve(n *yaml.Node) *yaml.Node {
	for range maxDepth {
		if n.Kind != yaml.AliasNode || n.Alias == nil {
			break
		}
		n = n.Alias
	}
	return n
}

func isNull(n *yaml.Node) bool {
	return n.Kind == 0 || n.Kind == yaml.ScalarNode && (strings.TrimSpace(n.Value) == "" || n.ShortTag() == "!!null") ||
		n.Kind != yaml.ScalarNode && n.Kind != yaml.AliasNode && len(n.Content) == 0
}

func isText(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && !isNull(n) && n.ShortTag() != "!!bool"
}

// isTexts reports a list of texts.
func isTexts(n *yaml.Node) bool {
	if n.Kind != yaml.SequenceNode {
		return false
	}
	for _, e := range n.Content {
		if resolve(e).Kind != yaml.ScalarNode {
			return false
		}
	}
	return true
}

// isEntries reports a list with a mapping in it.
func isEntries(n *yaml.Node) bool {
	if n.Kind == yaml.SequenceNode {
		for _, e := range n.Content {
			if resolve(e).Kind == yaml.MappingNode {
				return true
			}
		}
	}
	return false
}

// plain is a key without what people spell differently: case, spaces, dashes and
// underscores.
func plain(key string) string {
	if len(key) > 64 { // a sentence, and no key of ours
		return key
	}
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, key)
}

// heading is a key as people write a title: "work_history" and "workHistory" are
// "Work history".
func heading(key string) string {
	var b strings.Builder
	before := ' '
	for _, r := range strings.TrimSpace(key) {
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

// isName reports whether a key is written for programs ("work_history"), so that
// it is no title of its owner's.
func isName(key string) bool {
	return !strings.ContainsFunc(key, func(r rune) bool { return r > unicode.MaxASCII || r == ' ' || r == '&' }) &&
		!unicode.IsUpper(rune((key + " ")[0]))
}

// text makes a text that stands where at does.
func (c *converter) text(at *yaml.Node, s string) *yaml.Node {
	c.left--
	c.bytes -= len(s)
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s, Line: at.Line, Column: at.Column}
}

// list makes a list of values, which stands where the first of them does.
func (c *converter) list(values ...*yaml.Node) *yaml.Node {
	c.left -= len(values) + 1
	n := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: values}
	if len(values) > 0 {
		n.Line, n.Column = values[0].Line, values[0].Column
	}
	return n
}

// mapping makes a mapping of pairs, which stands where at does.
func (c *converter) mapping(at *yaml.Node, ps []pair) *yaml.Node {
	c.left -= 2*len(ps) + 1
	n := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: at.Line, Column: at.Column}
	for _, p := range ps {
		n.Content = append(n.Content, p.key, p.value)
	}
	return n
}

// as is a pair under the key of ours that means the same.
func (c *converter) as(key string, at, value *yaml.Node) pair {
	return pair{c.text(at, key), value}
}

// texts returns what n says as texts, one for each line, point or object in it.
// Addresses of files, settings and the like are left out.
func (c *converter) texts(n *yaml.Node) []*yaml.Node { return c.textsIn(n, maxDepth) }

// machineDate is a day as programs write it, which people read as its month.
var machineDate = regexp.MustCompile(`^((?:19|20)\d\d)-([01]\d)(?:-[0-3]\d(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?)?$`)

func (c *converter) textsIn(n *yaml.Node, depth int) []*yaml.Node {
	n = resolve(n)
	if c.left--; depth < 0 || c.spent() {
		return nil
	}
	var out []*yaml.Node
	switch n.Kind {
	case yaml.ScalarNode:
		if !isText(n) || isPath(n.Value) {
			return nil
		}
		for line := range strings.Lines(n.Value) {
			if line = strings.TrimSpace(line); line != "" {
				out = append(out, c.text(n, machineDate.ReplaceAllString(line, "$2/$1")))
			}
		}
	case yaml.SequenceNode:
		for _, e := range n.Content {
			out = append(out, c.textsIn(e, depth-1)...)
		}
	case yaml.MappingNode:
		return c.objectTexts(n, depth)
	}
	return out
}

// objectTexts is an object in one line, "name: this, that", and a line for each
// longer text and each point in it.
func (c *converter) objectTexts(n *yaml.Node, depth int) []*yaml.Node {
	if isPrivate(n) {
		return nil
	}
	// "- Languages: Go and C" without quotes is a text that YAML takes for an object.
	if ps := pairs(n); len(ps) == 1 && isText(ps[0].value) && isProse(ps[0].key.Value) && !isHidden(ps[0].key.Value) {
		return []*yaml.Node{c.text(n, ps[0].key.Value+": "+ps[0].value.Value)}
	}
	var short []string
	var longer []*yaml.Node
	before := 0 // of the longer texts, those before any short one
	for _, p := range pairs(n) {
		if isHidden(p.key.Value) || isLook(p.key.Value) {
			continue
		}
		found := c.textsIn(p.value, depth-1)
		if words := joined(found, ", "); words != "" && areWords(p.value, found) {
			short = append(short, words)
			continue
		}
		if len(short) == 0 {
			before += len(found)
		}
		longer = append(longer, found...)
	}
	if len(short) == 0 {
		return longer
	}
	line := short[0]
	if len(short) > 1 {
		line += ": " + strings.Join(short[1:], ", ")
	}
	return slices.Insert(longer, before, c.text(n, line))
}

// isProse reports a key that is the beginning of a text: no identifier begins with a
// capital or has spaces.
func isProse(key string) bool {
	first, _ := utf8.DecodeRuneInString(key)
	return unicode.IsUpper(first) || strings.Contains(key, " ")
}

// areWords reports what can stand in one line with others: a short text, or a list
// of words.
func areWords(n *yaml.Node, texts []*yaml.Node) bool {
	most := 60
	if n.Kind == yaml.SequenceNode && len(texts) > 1 {
		most = 24
	}
	return n.Kind != yaml.MappingNode && !slices.ContainsFunc(texts, func(t *yaml.Node) bool { return len(t.Value) > most })
}

// isShort reports texts that can stand in one line.
func isShort(texts []*yaml.Node) bool {
	all := 0
	for _, t := range texts {
		if all += len(t.Value); len(t.Value) > 60 {
			return false
		}
	}
	return all <= 240
}

func joined(texts []*yaml.Node, with string) string {
	var all []string
	for _, t := range texts {
		all = append(all, t.Value)
	}
	return strings.Join(all, with)
}
