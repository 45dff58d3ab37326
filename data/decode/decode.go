package decode

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/date"
	"wenkaiyue.com/cv/data/problem"
)

// decoder decodes the tree of a file into the types of a schema. It descends along the
// types, so no file can make it go deeper than they do. What does not fit is left out and
// reported.
type decoder struct {
	*File
	schema *Schema
	err    error
	seen   map[*yaml.Node]string // where a node was read first; aliases repeat it elsewhere
	mute   bool                  // problems are known already: an alias repeats a node
}

// fail keeps the first reason to refuse the file; nothing is read after it.
func (d *decoder) fail(n *yaml.Node, fix, reason string, args ...any) {
	if d.err == nil {
		d.err = problem.New(n.Line, n.Column, fmt.Sprintf(reason, args...), fix)
	}
}

func (d *decoder) document(n *yaml.Node, v reflect.Value) error {
	if n.Kind != yaml.MappingNode {
		d.fail(n, "run cv init to see how one begins", `a CV file starts with keys such as "basics:" and "work:"; this one does not`)
		return d.err
	}
	d.decode(n, v, Field{Type: d.schema.root}, "")
	return d.err
}

// decode stores n in v, the field that f describes or an element of it, and reports the
// parts of n that are lost.
func (d *decoder) decode(n *yaml.Node, v reflect.Value, f Field, path string) {
	if at, again := d.seen[n]; again && at != path && !d.mute {
		d.mute = true
		defer func() { d.mute = false }()
	} else if !again {
		d.seen[n] = path
	}
	d.hidden(n, path)
	if d.err != nil || IsNull(n) {
		return
	}
	scalar, kind := n.Kind == yaml.ScalarNode, v.Kind()
	switch {
	case scalar && n.ShortTag() == "!!bool" && (kind == reflect.Struct || kind == reflect.Slice): // "interests: false" names no interest
		d.warn(n, path, problem.KindWrong, problem.Quote(n.Value)+" says nothing here, and is not shown", "take it out, or write what you mean")
	case v.Type() == dateType && scalar:
		d.value(n, path, f)
		v.Set(reflect.ValueOf(date.Parse(clean.Line(d.plain(n, path)))))
	case v.Type() == dateType:
		d.warn(n, path, problem.KindWrong, "a date is wanted here, and there is "+kindName(n)+", which is not shown", "write one date; startDate and endDate make a span")
	case kind == reflect.String:
		v.SetString(d.string(n, f, path))
	case kind == reflect.Bool && scalar:
		word := strings.ToLower(n.Value)
		if !slices.Contains([]string{"true", "false", "yes", "no"}, word) {
			d.warn(n, path, problem.KindWrong, problem.Quote(n.Value)+" is neither true nor false, and counts as false", "write true or false")
		}
		v.SetBool(word == "true" || word == "yes")
	case kind == reflect.Map && n.Kind == yaml.MappingNode:
		d.urls(n, v, path)
	case kind == reflect.Slice:
		d.list(n, v, f, path)
	case kind == reflect.Struct && n.Kind == yaml.MappingNode:
		d.mapping(n, v, f, path)
	case kind == reflect.Struct && scalar: // "- Tengyu Ma" for "- name: Tengyu Ma"
		d.glued(n, v.Type(), path)
		d.object(n, path, v)
		alone := d.schema.alone(v.Type(), n.Value)
		d.decode(n, v.FieldByIndex(alone.Index), alone, path)
	default:
		d.warn(n, path, problem.KindWrong, "keys and values are wanted here, and there is a list, which is not shown", "write `key: value` lines without a - before them")
	}
}

// value keeps a text for the rules of package check.
func (d *decoder) value(n *yaml.Node, path string, f Field) {
	if !d.mute {
		d.Values = append(d.Values, Value{n, path, f.Type, f.Key, nil})
	}
}

// object keeps an object for the rules of package check; v is filled later.
func (d *decoder) object(n *yaml.Node, path string, v reflect.Value) {
	if !d.mute {
		d.Values = append(d.Values, Value{n, path, v.Type(), "", v.Addr().Interface()})
	}
}

// warn notes a problem, unless it is known from another place that repeats n.
func (d *decoder) warn(n *yaml.Node, path string, kind problem.Kind, message, fix string) {
	if !d.mute {
		d.Warn(n, path, kind, message, fix)
	}
}

// mapping stores an object; f is the key that it stands under.
func (d *decoder) mapping(n *yaml.Node, v reflect.Value, f Field, path string) {
	d.object(n, path, v)
	at := func(key string) string { return strings.TrimPrefix(path+"."+key, ".") }
	of := d.schema.Fields(v.Type())
	given := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		d.marked(key, at(key.Value), "take it out, or put the text in quotes")
		if given[key.Value] != nil {
			d.warn(key, at(key.Value), "duplicate-key", problem.Quote(key.Value)+" is written a second time, and hides the first one", "keep one of the two")
		}
		given[key.Value] = value
		if !f.Any && !slices.ContainsFunc(of, func(f Field) bool { return f.is(key.Value) }) {
			d.unknown(n, key, value, of, at(key.Value))
		}
	}
	delete(given, "") // no key of ours
	if p := given["position"]; p != nil && p.Kind == yaml.SequenceNode && len(p.Content) > 0 && p.Content[0].Kind == yaml.MappingNode && given["positions"] == nil {
		delete(given, "position") // which has one text
		given["positions"] = p
	}
	for _, f := range of {
		field, value, key := v.FieldByIndex(f.Index), given[f.Key], f.Key
		for _, old := range f.Old {
			if value == nil || IsNull(value) {
				value, key = given[old], old
			}
		}
		switch {
		case value == nil:
		case len(f.Short) > 0 && value.Kind == yaml.MappingNode && !slices.ContainsFunc(value.Content, func(c *yaml.Node) bool { return c.Value == "url" }):
			d.links(value, field, at(key))
		default:
			d.decode(value, field, f, at(key))
			if f.Key == "endDate" && IsNull(value) && !v.FieldByName("Start").IsZero() {
				field.Set(reflect.ValueOf(date.Parse("present")))
			}
		}
		delete(given, key)
		for _, short := range f.Short {
			if n := given[short]; n != nil {
				d.link(n, field, short, at(short))
			}
		}
		if words := given[f.WordsKey()]; words != nil {
			d.dateWords(words, field.Addr().Interface().(*date.Date))
		}
	}
}

// dateWords stores the words to show for a date.
func (d *decoder) dateWords(n *yaml.Node, of *date.Date) {
	switch s := clean.Line(d.text(n)); {
	case s == "":
	case of.ISO() == "": // the words are all that says when
		*of = date.Parse(s)
	default:
		of.Text = s
	}
}
