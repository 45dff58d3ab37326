package convert

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/convert/tex"
)

// machineDate matches a date as programs write it. A text shows only its month and year.
var machineDate = regexp.MustCompile(`^((?:19|20)\d\d)-([01]\d)(?:-[0-3]\d(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?)?$`)

// wrapped matches a line that an editor broke: it is long, and its sentence continues on
// the next one.
var wrapped = regexp.MustCompile(`^.{40,}[\pL\d,]\n\p{Ll}`)

// texts returns the texts in n, one for each line, point or object. It leaves out paths
// of files, settings and the like.
func texts(n *yaml.Node) []*yaml.Node {
	var out []*yaml.Node
	switch n.Kind {
	case yaml.ScalarNode:
		if !isText(n) || isPath(n.Value) {
			return nil
		}
		before := ""
		for line := range strings.Lines(n.Value) {
			if line = strings.TrimSpace(line); wrapped.MatchString(before + "\n" + line) {
				out[len(out)-1].Value += " " + line
			} else if line != "" {
				out = append(out, text(n, machineDate.ReplaceAllString(line, "$2/$1")))
			}
			before = line
		}
	case yaml.SequenceNode:
		for _, e := range n.Content {
			out = append(out, texts(e)...)
		}
	case yaml.MappingNode:
		return objectTexts(n)
	}
	return out
}

// objectTexts returns an object as one line, "name: this, that", followed by its longer
// texts and points.
func objectTexts(n *yaml.Node) []*yaml.Node {
	if isPrivate(n) {
		return nil
	}
	// YAML reads "- Languages: Go and C" without quotes as an object; its owner meant a
	// text.
	if ps := pairs(n); len(ps) == 1 && isText(ps[0].value) && isProse(ps[0].key.Value) && heading(ps[0].key.Value) != "" && !isHidden(ps[0].key.Value) {
		return []*yaml.Node{text(n, ps[0].key.Value+": "+ps[0].value.Value)}
	}
	var short []string
	var longer []*yaml.Node
	before := 0 // number of longer texts before the first short one
	for _, p := range pairs(n) {
		if Silent(p.key.Value) {
			continue
		}
		found := texts(p.value)
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
	line := strings.TrimRight(short[0], ":： ")
	if len(short) > 1 {
		line += ": " + strings.Join(short[1:], ", ")
	} else if before == 1 && len(longer) == 1 { // a point and its keywords
		return []*yaml.Node{text(n, longer[0].Value+" ("+line+")")}
	}
	return slices.Insert(longer, before, text(n, line))
}

// isProse reports whether a key is the beginning of a text: identifiers have no spaces
// and no capital at the start.
func isProse(key string) bool {
	first, _ := utf8.DecodeRuneInString(key)
	return unicode.IsUpper(first) || strings.Contains(key, " ")
}

// areWords reports whether a value fits into a line with others: a short text, or a list
// of words.
func areWords(n *yaml.Node, texts []*yaml.Node) bool {
	most := 60
	if n.Kind == yaml.SequenceNode && len(texts) > 1 {
		most = 24
	}
	return n.Kind != yaml.MappingNode && !slices.ContainsFunc(texts, func(t *yaml.Node) bool { return len(t.Value) > most })
}

// isShort reports whether texts fit into one line.
func isShort(texts []*yaml.Node) bool {
	return len(joined(texts, "")) <= 240 && !slices.ContainsFunc(texts, func(t *yaml.Node) bool { return len(t.Value) > 60 })
}

func joined(texts []*yaml.Node, with string) string {
	var all []string
	for _, t := range texts {
		all = append(all, t.Value)
	}
	return strings.Join(all, with)
}

// labelled returns the texts of a pair, after its key if they fit into one line.
func labelled(p pair) []*yaml.Node {
	lines := texts(p.value)
	if len(lines) == 0 || in("mute", plain(p.key.Value)) || len(lines) > 1 && !isShort(lines) {
		return lines
	}
	label := networkName(p.key.Value)
	if !strings.ContainsFunc(label, unicode.IsLetter) && !fourDigits.MatchString(label) { // "1.-"
		return lines
	}
	return []*yaml.Node{text(p.key, label+": "+joined(lines, ", "))}
}

// texLike matches texts that hold LaTeX.
var texLike = regexp.MustCompile(`\\(?:[a-zA-Z]+\*?\{|item\b)|\{\\(?:bf|it|em)\b`)

// typstLink matches a link in Typst, which RenderCV and other programs take.
var typstLink = regexp.MustCompile(`#link\("([^"\s]+)"\)\[([^\[\]]+)\]`)

// untex returns n with Markdown for the links of Typst, and without LaTeX, in all of its
// texts or only in those that [texLike] matches. The characters of an address stay.
func untex(n *yaml.Node, all bool) *yaml.Node {
	out := *n
	switch {
	case n.Kind != yaml.ScalarNode:
		out.Content = slices.Clone(n.Content)
		for i, e := range n.Content {
			out.Content[i] = untex(e, all)
		}
	case typstLink.MatchString(n.Value):
		out.Value = typstLink.ReplaceAllString(n.Value, "[$2]($1)")
	case !all && !texLike.MatchString(n.Value):
	case isAddress(n.Value) && strings.ContainsAny(n.Value, `\~`):
		out.Value = tex.URL(n.Value)
	default:
		out.Value = tex.Markdown(n.Value)
	}
	if out.Value == n.Value && slices.Equal(out.Content, n.Content) {
		return n
	}
	return &out
}

// oneText joins the texts of an object, by spaces for a phone number, or else by commas.
func oneText(key string, n *yaml.Node) *yaml.Node {
	var all []*yaml.Node
	for _, q := range pairs(n) {
		if !Silent(q.key.Value) { // a logo
			all = append(all, texts(q.value)...)
		}
	}
	between := ", "
	if key == "phone" {
		between = " "
	}
	return text(n, joined(all, between))
}
