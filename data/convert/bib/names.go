package bib

import (
	"strings"
	"unicode"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/convert/tex"
)

// names sets a key to the names in a field, with their annotations.
func (p publicationNode) names(key string, f field, said map[int]annotation) {
	if f.name == "" {
		return
	}
	list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: f.line, Column: f.column}
	for i, raw := range apart(f.value, isAnd) {
		whole, family := name(raw)
		if whole == "" {
			continue
		}
		n := publication(f.place)
		n.text("name", f.place, whole)
		n.text("family", f.place, family)
		a := said[i+1]
		n.text("orcid", f.place, a.orcid)
		n.yes("self", f.place, a.self)
		n.yes("equal", f.place, a.equal)
		list.Content = append(list.Content, n.Node)
	}
	if len(list.Content) > 0 {
		p.put(key, list)
	}
}

// annotation is the value of biblatex's author+an for one author.
type annotation struct {
	self, equal bool
	orcid       string
}

// annotations parses author+an, "1=equal; 2=equal,highlight"; the keys are authors'
// numbers.
func annotations(e entry) map[int]annotation {
	out := map[int]annotation{}
	for _, f := range e.fields {
		if base, _, _ := strings.Cut(f.name, ":"); base != "author+an" {
			continue
		}
		for part := range strings.SplitSeq(f.value, ";") {
			number, words, _ := strings.Cut(part, "=")
			number, _, _ = strings.Cut(strings.TrimSpace(number), ":")
			i := 0
			for _, c := range number {
				if i = 10*i + int(c-'0'); c < '0' || c > '9' || i > 1e6 {
					i = 0
					break
				}
			}
			a := out[i]
			for word := range strings.SplitSeq(words, ",") {
				word = strings.Trim(strings.TrimSpace(word), `"`)
				switch w := strings.ToLower(word); {
				case strings.HasPrefix(w, "equal"), w == "cofirst", w == "co-first", w == "joint":
					a.equal = true
				case w == "self", w == "me", w == "highlight", w == "bold", w == "owner", w == "myself":
					a.self = true
				case strings.Count(w, "-") == 3:
					a.orcid = word
				}
			}
			out[i] = a
		}
	}
	delete(out, 0)
	return out
}

// apart splits a text outside of braces. cut returns the length of a separator at the start
// of rest, or 0.
func apart(s string, cut func(rest string) int) (parts []string) {
	depth, start := 0, 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
			continue
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth > 0 {
			continue
		}
		if n := cut(s[i:]); n > 0 {
			parts = append(parts, strings.TrimSpace(s[start:i]))
			start = i + n
			i = start - 1
		}
	}
	return append(parts, strings.TrimSpace(s[start:]))
}

// isAnd returns the length of the "and" between two names at the start of s, or 0.
func isAnd(s string) int {
	if len(s) < 5 || strings.IndexByte(" \t\n\r~", s[0]) < 0 {
		return 0
	}
	rest := strings.TrimLeft(s, " \t\n\r~")
	if len(rest) < 4 || !strings.EqualFold(rest[:3], "and") || strings.IndexByte(" \t\n\r~", rest[3]) < 0 {
		return 0
	}
	return len(s) - len(rest) + 3
}

func isComma(s string) int {
	if strings.HasPrefix(s, ",") {
		return 1
	}
	return 0
}

func isSpace(s string) int {
	if strings.IndexByte(" \t\n\r~", s[0]) >= 0 {
		return 1
	}
	return 0
}

// name returns a name as people write it, and the family name if it is more than the last
// word with its particles ("van Beethoven"): "García Márquez", "Aalto University". BibTeX's
// forms are "First von Last", "von Last, First" and "von Last, Jr, First"; biblatex also
// has "family=Last, given=First".
func name(raw string) (whole, family string) {
	if strings.EqualFold(raw, "others") {
		return "et al.", ""
	}
	if strings.HasPrefix(raw, "{") && len(apart(raw, isSpace)) == 1 && strings.HasSuffix(raw, "}") {
		whole = tex.Plain(raw)
		if strings.Contains(whole, " ") {
			family = whole
		}
		return whole, family
	}
	parts := apart(raw, isComma)
	if strings.Contains(raw, "family=") {
		parts = extended(parts)
	}
	var first, last, jr string
	switch len(parts) {
	case 1:
		first, last = split(parts[0])
	case 2:
		last, first = parts[0], parts[1]
	default:
		last, jr, first = parts[0], parts[1], strings.Join(parts[2:], " ")
	}
	return called(tex.Plain(first), tex.Plain(last), tex.Plain(jr))
}

// called joins the parts of a name, and returns the family name as [name] does.
func called(first, last, jr string) (whole, family string) {
	whole = strings.Join(strings.Fields(first+" "+last+" "+jr), " ")
	words := strings.Fields(last)
	for len(words) > 1 && lower(words[0]) {
		words = words[1:]
	}
	if len(words) > 1 {
		family = last
	}
	return whole, family
}

// extended puts the parts of biblatex's extended format in BibTeX's order.
func extended(parts []string) []string {
	by := map[string]string{}
	for _, part := range parts {
		key, value, _ := strings.Cut(part, "=")
		by[strings.TrimSpace(key)] = strings.Trim(strings.TrimSpace(value), `"`)
	}
	return []string{strings.TrimSpace(by["prefix"] + " " + by["family"]), by["suffix"], by["given"]}
}

// split splits "First von Last": the family name begins with the first word in lower
// case, or is the last word.
func split(s string) (first, last string) {
	var words []string
	for _, w := range apart(s, isSpace) {
		if w != "" {
			words = append(words, w)
		}
	}
	at := max(len(words)-1, 0)
	for i, w := range words[:at] {
		if lower(w) && i > 0 {
			at = i
			break
		}
	}
	return strings.Join(words[:at], " "), strings.Join(words[at:], " ")
}

// lower reports whether a word begins with a lower case letter outside of braces.
func lower(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsLower(r)
}
