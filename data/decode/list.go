package decode

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/convert"
	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/publication"
	"wenkaiyue.com/cv/data/uri"
)

// list stores a list, without empty elements. A single value is a list of one. If the
// elements are texts, a text is split at line breaks and bullets.
func (d *decoder) list(n *yaml.Node, v reflect.Value, f convert.Field, path string) {
	f.Type = v.Type().Elem()
	items, isList, ofTexts := n.Content, n.Kind == yaml.SequenceNode, f.Type.Kind() == reflect.String
	switch {
	case isList && ofTexts:
		items = apart(items)
	case n.Kind == yaml.ScalarNode && ofTexts:
		texts, _ := listed(d.text(n))
		if items = nodes(n, texts); len(items) == 1 {
			d.merged(n, path, "entry")
		}
	case !isList:
		items = []*yaml.Node{n}
	}
	if f.Type == reflect.TypeFor[publication.Author]() && len(items) == 1 && items[0].Kind == yaml.ScalarNode {
		items = nodes(items[0], publication.SplitNames(d.plain(items[0], path)))
	}
	d.limit(items, MaxEntries)
	for i, item := range items {
		e, at := reflect.New(f.Type).Elem(), path
		if isList {
			at += "[" + strconv.Itoa(i) + "]"
		}
		d.decode(item, e, f, at)
		if isList && ofTexts {
			d.merged(item, at, "text")
		}
		if d.err != nil {
			return
		}
		if !e.IsZero() {
			if v.Len() == 0 {
				v.Grow(len(items) - i)
			}
			v.Set(reflect.Append(v, e))
		}
	}
}

// limit refuses a list of more than most nodes.
func (d *decoder) limit(nodes []*yaml.Node, most int) {
	if len(nodes) > most {
		d.fail(nodes[most], "keep those that matter", "this list has more than %d entries", MaxEntries)
	}
}

// nodes returns a copy of n for each of texts.
func nodes(n *yaml.Node, texts []string) (out []*yaml.Node) {
	for _, s := range texts {
		item := *n
		item.Value, item.Anchor, item.Tag, item.LineComment = s, "", "!!str", ""
		out = append(out, &item)
	}
	return out
}

// apart splits texts of several lines that all begin with the mark of a list.
func apart(items []*yaml.Node) (out []*yaml.Node) {
	for _, n := range items {
		text := strings.TrimSpace(n.Value)
		if texts, marked := listed(text); n.Kind == yaml.ScalarNode && marked && strings.Contains(text, "\n") {
			out = append(out, nodes(n, texts)...)
		} else {
			out = append(out, n)
		}
	}
	return out
}

// listed splits a text at line breaks and bullets, drops the marks of a list, and reports
// whether all lines have one. Numbers stay: one may be the first word of a text, such as a
// rank.
func listed(text string) (texts []string, marked bool) {
	marked = true
	for line := range strings.Lines(markup.Break.ReplaceAllString(text, "\n")) {
		line = strings.TrimSpace(line)
		mark, rest := markup.ListMark(line)
		marked = marked && mark != ""
		switch {
		case mark == "" || strings.ContainsFunc(mark, alphanumeric):
			texts = append(texts, line)
		case strings.Contains("-–—*+→‐−", mark): // which texts contain too
			texts = append(texts, rest)
		default:
			for item := range strings.SplitSeq(rest, " "+mark+" ") { // YAML has joined its lines
				texts = append(texts, strings.TrimSpace(item))
			}
		}
	}
	return texts, marked
}

func alphanumeric(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// isLinks reports whether n maps the names of links to addresses: {code: https://…}.
func isLinks(n *yaml.Node, f convert.Field) bool {
	return len(f.Short) > 0 && !slices.ContainsFunc(n.Content, func(c *yaml.Node) bool { return c.Value == "url" })
}

// links stores a mapping of names to web addresses as it is, or as a list of links.
func (d *decoder) links(n *yaml.Node, v reflect.Value, path string) {
	d.limit(n.Content, 2*MaxEntries)
	for i := 0; i+1 < len(n.Content) && d.err == nil; i += 2 {
		name := clean.Line(d.text(n.Content[i]))
		d.link(n.Content[i+1], v, name, path+"."+name)
	}
}

// link adds a link by its name, or key ("code"), to a list of links or a map of addresses.
// For arXiv, n may be a number in place of an address.
func (d *decoder) link(n *yaml.Node, v reflect.Value, name, path string) {
	l := publication.Link{Name: name}
	f := convert.Field{Key: "url", Type: reflect.TypeFor[string](), One: true}
	isNumber := name == "arxiv" && v.Kind() == reflect.Slice
	if isNumber {
		f.Key = name
	}
	switch d.decode(n, reflect.ValueOf(&l.URL).Elem(), f, path); {
	case l.URL == "":
	case v.Kind() == reflect.Map && name != "":
		if v.IsNil() {
			v.Set(reflect.MakeMap(v.Type()))
		}
		v.SetMapIndex(reflect.ValueOf(name), reflect.ValueOf(l.URL))
	case v.Kind() == reflect.Slice:
		if isNumber {
			l.URL = uri.ArXivURL(l.URL)
		}
		v.Set(reflect.Append(v, reflect.ValueOf(l)))
	}
}
