package data

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/publication"
	"wenkaiyue.com/cv/data/syntax"
)

// list takes one value for a list of one, and drops elements that say nothing.
// Where texts are wanted, one of several lines, or with bullets in it, is as many.
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
		items = nodes(items[0], publication.SplitNames(d.read(items[0], path, d.text(items[0]), false)))
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

// nodes returns a node for each of the texts that n stands for.
func nodes(n *yaml.Node, texts []string) (out []*yaml.Node) {
	for _, s := range texts {
		item := *n
		item.Value, item.Anchor, item.Tag, item.LineComment = s, "", "!!str", ""
		out = append(out, &item)
	}
	return out
}

// apart makes of each text whose lines are all points of a list as many texts.
func apart(items []*yaml.Node) (out []*yaml.Node) {
	for _, n := range items {
		lines := strings.Split(strings.TrimSpace(n.Value), "\n")
		if n.Kind != yaml.ScalarNode || len(lines) < 2 || slices.ContainsFunc(lines, func(l string) bool {
			mark, _ := syntax.ListMark(strings.TrimSpace(l))
			return mark == "" && !strings.HasPrefix(strings.TrimSpace(l), "- ")
		}) {
			out = append(out, n)
			continue
		}
		out = append(out, nodes(n, listed(n.Value))...)
	}
	return out
}

// listed parts a text into its lines, without the marks of a list, or at its
// bullets. A number stays: it may be the first word of a text, as of a rank.
func listed(text string) (lines []string) {
	for line := range strings.Lines(markup.Break.ReplaceAllString(text, "\n")) {
		line = strings.TrimSpace(line)
		mark, rest := syntax.ListMark(line)
		if mark == "" || strings.ContainsFunc(mark, alphanumeric) {
			lines = append(lines, line)
			continue
		}
		if mark == "-" || mark == "–" || mark == "—" || mark == "*" || mark == "+" { // which stand within texts too
			lines = append(lines, rest)
			continue
		}
		for _, item := range strings.Split(rest, " "+mark+" ") { // YAML has joined its lines
			lines = append(lines, strings.TrimSpace(item))
		}
	}
	return lines
}

func alphanumeric(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
