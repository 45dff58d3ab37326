package decode

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/publication"
	"wenkaiyue.com/cv/data/syntax"
	"wenkaiyue.com/cv/data/uri"
)

// list stores a list; one value is a list of one, and empty elements are dropped. A text
// of several lines, or with bullets in it, is split where a list of texts is wanted.
func (d *decoder) list(n *yaml.Node, v reflect.Value, f Field, path string) {
	f.Type = v.Type().Elem()
	items, at := n.Content, func(i int) string { return path + "[" + strconv.Itoa(i) + "]" }
	ofTexts := f.Type.Kind() == reflect.String
	switch {
	case n.Kind == yaml.SequenceNode && ofTexts:
		items = apart(items)
	case n.Kind != yaml.SequenceNode:
		items, at = []*yaml.Node{n}, func(int) string { return path }
		if n.Kind == yaml.ScalarNode && ofTexts {
			if items = nodes(n, listed(d.text(n))); len(items) == 1 {
				d.merged(n, path, "entry")
			}
		}
	}
	if f.Type == reflect.TypeFor[publication.Author]() && len(items) == 1 && items[0].Kind == yaml.ScalarNode {
		items = nodes(items[0], publication.SplitNames(d.plain(items[0], path)))
	}
	if len(items) > MaxEntries {
		d.fail(items[MaxEntries], "keep those that matter", "this list has more than %d entries", MaxEntries)
	}
	for i, item := range items {
		e := reflect.New(f.Type).Elem()
		d.decode(item, e, f, at(i))
		if n.Kind == yaml.SequenceNode && ofTexts {
			d.merged(item, at(i), "text")
		}
		if !e.IsZero() {
			if v.Len() == 0 {
				v.Grow(len(items) - i)
			}
			v.Set(reflect.Append(v, e))
		}
		if d.err != nil {
			return
		}
	}
}

// nodes returns a copy of n for each of some texts.
func nodes(n *yaml.Node, texts []string) (out []*yaml.Node) {
	for _, s := range texts {
		item := *n
		item.Value, item.Anchor, item.Tag, item.LineComment = s, "", "!!str", ""
		out = append(out, &item)
	}
	return out
}

// apart splits each text whose lines all begin with the mark of a list.
func apart(items []*yaml.Node) (out []*yaml.Node) {
	for _, n := range items {
		lines := strings.Split(strings.TrimSpace(n.Value), "\n")
		isPoint := func(l string) bool {
			mark, _ := syntax.ListMark(strings.TrimSpace(l))
			return mark != ""
		}
		if n.Kind == yaml.ScalarNode && len(lines) > 1 && !slices.ContainsFunc(lines, func(l string) bool { return !isPoint(l) }) {
			out = append(out, nodes(n, listed(n.Value))...)
		} else {
			out = append(out, n)
		}
	}
	return out
}

// listed splits a text at its line breaks and bullets, and drops the marks of a list. A
// number stays: it may be the first word of a text, such as a rank.
func listed(text string) (lines []string) {
	for line := range strings.Lines(markup.Break.ReplaceAllString(text, "\n")) {
		line = strings.TrimSpace(line)
		switch mark, rest := syntax.ListMark(line); {
		case mark == "" || strings.ContainsFunc(mark, alphanumeric):
			lines = append(lines, line)
		case strings.Contains("-–—*+", mark): // which stand within texts too
			lines = append(lines, rest)
		default:
			for item := range strings.SplitSeq(rest, " "+mark+" ") { // YAML has joined its lines
				lines = append(lines, strings.TrimSpace(item))
			}
		}
	}
	return lines
}

func alphanumeric(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// address is the type of a web address under a key that no struct has.
var address = reflect.TypeFor[string]()

// links appends the links of a mapping by their names: {code: https://…}.
func (d *decoder) links(n *yaml.Node, v reflect.Value, path string) {
	for i := 0; i+1 < min(len(n.Content), 2*MaxEntries); i += 2 {
		name := clean.Line(d.text(n.Content[i]))
		d.link(n.Content[i+1], v, name, path+"."+name)
	}
}

// link appends a link that has a key of its own ("code"). For arXiv, n may be a number in
// place of an address.
func (d *decoder) link(n *yaml.Node, v reflect.Value, key, path string) {
	l := publication.Link{Name: key}
	f := Field{Key: "url", Type: address, One: true}
	if key == "arxiv" {
		f.Key = key
	}
	if d.decode(n, reflect.ValueOf(&l.URL).Elem(), f, path); l.URL == "" {
		return
	}
	if key == "arxiv" {
		l.URL = uri.ArXivURL(l.URL)
	}
	v.Set(reflect.Append(v, reflect.ValueOf(l)))
}

// urls stores a mapping of names to web addresses.
func (d *decoder) urls(n *yaml.Node, v reflect.Value, path string) {
	if len(n.Content) > 2*MaxEntries {
		d.fail(n.Content[2*MaxEntries], "keep those that matter", "this has more than %d names", MaxEntries)
		return
	}
	out := map[string]string{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, url := clean.Line(d.text(n.Content[i])), ""
		d.decode(n.Content[i+1], reflect.ValueOf(&url).Elem(), Field{Key: "url", Type: address, One: true}, path+"."+name)
		if name != "" && url != "" {
			out[name] = url
		}
	}
	if len(out) > 0 {
		v.Set(reflect.ValueOf(out))
	}
}
