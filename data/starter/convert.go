package starter

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"
	"golang.org/x/text/runes"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/convert"
	"wenkaiyue.com/cv/data/date"
	"wenkaiyue.com/cv/data/decode"
)

// Convert returns the CV in src, in YAML or JSON, as a CV file to edit. It keeps the order
// of lists, entries and keys, also unknown ones, and every value as written, except
// characters that [data.Load] drops. Keys of older schemas get their present names. If the
// two files do not load as the same CV, or the CV has no name, Convert returns an error.
// name is the file's, for errors.
func Convert(name string, src []byte) ([]byte, error) {
	s, err := data.Read(name, bytes.NewReader(src), decode.Beside(name))
	if err != nil {
		return nil, err
	}
	return write(name, s.Root, s.CV)
}

// write returns root as a CV file. It loads as the CV before, unless that is nil.
func write(name string, root *yaml.Node, before *data.CV) ([]byte, error) {
	// Editors hide the characters that [data.Load] drops, or show others out of order.
	visible := runes.Remove(runes.Predicate(clean.Dropped))
	every(root, func(n *yaml.Node) {
		n.Anchor = ""
		for _, text := range []*string{&n.Value, &n.HeadComment, &n.LineComment, &n.FootComment} {
			*text = visible.String(*text)
		}
	})
	root = tidy(root, reflect.TypeFor[data.CV]())
	emoji := stand(root)
	body, err := yaml.Dump(root, yaml.WithCompactSeqIndent(false), yaml.WithQuotePreference(yaml.QuoteDouble), yaml.WithLineWidth(lineWidth))
	if err != nil {
		return nil, fmt.Errorf("writing %s as YAML: %w", name, err)
	}
	bare := modelines.ReplaceAllString(emoji.Replace(string(body)), "") // without that of the old file
	file := modeline + "$schema=" + data.SchemaFile + "\n" + topLevel.ReplaceAllString(bare, "\n$0")
	after, err := data.Load("cv.yaml", strings.NewReader(file))
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading the converted file again: %w", err)
	case before != nil && !reflect.DeepEqual(before, after):
		return nil, errors.New("the converted file does not load as the same CV, which is a fault of the program; edit " + name + " itself, which works as well")
	case after.Basics.Name == "":
		return nil, data.Nameless(name)
	}
	return []byte(file), nil
}

// modeline begins the comment that names the schema to editors.
const modeline = "# yaml-language-server: "

// lineWidth is the width at which folded text breaks. Other text is shorter by more than
// its indentation, so it stays on one line.
const lineWidth = 100

var (
	modelines = regexp.MustCompile(`(?m)^` + modeline + `.*\n`)
	topLevel  = regexp.MustCompile(`(?m)^((#.*\n)+[^\s-]?|[^\s#-])`) // a key, or its comments
	plainDate = regexp.MustCompile(`^\d{4}(-\d\d){0,2}$`)
)

// stand replaces characters above U+FFFF, which the YAML library would write as escapes, by
// private ones that the file does not use. It returns a replacer that restores them.
func stand(root *yaml.Node) *strings.Replacer {
	used := map[rune]bool{}
	every(root, func(n *yaml.Node) {
		for _, r := range n.Value + n.HeadComment + n.LineComment + n.FootComment {
			used[r] = true
		}
	})
	var there, back []string
	free := rune(0xe000)
	for r := range used {
		for used[free] {
			free++
		}
		if r > 0xffff && free < 0xf8ff {
			there, back = append(there, string(r), string(free)), append(back, string(free), string(r))
			free++
		}
	}
	replacer := strings.NewReplacer(there...)
	every(root, func(n *yaml.Node) { n.Value = replacer.Replace(n.Value) })
	return strings.NewReplacer(back...)
}

func every(n *yaml.Node, f func(*yaml.Node)) {
	f(n)
	for _, c := range n.Content {
		every(c, f)
	}
}

// tidy returns a copy of a value for t whose keys have their present names, and whose texts
// a readable style. Aliases repeat a node in places with other keys.
func tidy(repeated *yaml.Node, t reflect.Type) *yaml.Node {
	n := new(*repeated)
	if t.Kind() == reflect.Slice { // one value is a list of one
		t = t.Elem()
	}
	switch {
	case n.Kind == yaml.SequenceNode:
		words := true // and short
		n.Content = nil
		for _, item := range repeated.Content {
			n.Content = append(n.Content, tidy(item, t))
			words = words && item.Kind == yaml.ScalarNode && len(item.Value) <= 24 && !strings.Contains(item.Value, "\n")
		}
		if words {
			n.Style = yaml.FlowStyle
		}
	case n.Kind == yaml.MappingNode:
		n.Style &^= yaml.FlowStyle
		tidyKeys(n, data.Schema().Fields(t))
	case n.ShortTag() != "!!str":
	case t == reflect.TypeFor[date.Date]() && plainDate.MatchString(n.Value):
		n.Tag, n.Style = "", 0 // a date needs no quotes
	case strings.Contains(n.Value, "\n"):
		n.Style = yaml.LiteralStyle
	case utf8.RuneCountInString(n.Value) > lineWidth-20:
		n.Style = yaml.FoldedStyle
	}
	return n
}

// tidyKeys tidies an object whose type has fields.
func tidyKeys(n *yaml.Node, fields []convert.Field) {
	given := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		given[n.Content[i].Value] = true
	}
	content := n.Content
	n.Content = nil
	for i := 0; i+1 < len(content); i += 2 {
		key := new(*content[i])
		if key.Value == "$schema" {
			continue // the first line names the schema now
		}
		inner := reflect.TypeFor[string]()
		for _, f := range fields {
			if slices.Contains(f.Old, key.Value) && !given[f.Key] {
				key.Value = f.Key
				given[f.Key] = true
			}
			if f.Key == key.Value {
				inner = f.Type
			}
		}
		n.Content = append(n.Content, key, tidy(content[i+1], inner))
	}
}
