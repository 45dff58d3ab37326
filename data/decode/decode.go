package decode

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/convert"
	"wenkaiyue.com/cv/data/date"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/data/uri"
)

// decoder decodes the tree of a file into the types of a schema, which limit its depth. It
// leaves out and reports values that do not fit.
type decoder struct {
	*File
	schema *convert.Schema
	err    error
	seen   map[*yaml.Node]string // paths at which nodes were read first; aliases repeat nodes
	mute   bool                  // problems are known, because an alias repeats a node
}

// fail keeps the first error that rejects the file; decoding ends there.
func (d *decoder) fail(n *yaml.Node, fix, reason string, args ...any) {
	if d.err == nil {
		d.err = problem.New(n.Line, n.Column, fmt.Sprintf(reason, args...), fix)
	}
}

// decode stores n in v, the field that f describes or an element of it, and reports the
// parts of n that are lost.
func (d *decoder) decode(n *yaml.Node, v reflect.Value, f convert.Field, path string) {
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
		d.warn(n, path, problem.KindWrong, problem.Quote(n.Value)+" means nothing here, and is not shown", "remove it, or write what you mean")
	case f.Kind == convert.Date && scalar:
		d.keep(Value{n, path, f.Type, f.Key, nil})
		v.Set(reflect.ValueOf(date.Parse(clean.Line(d.plain(n, path)))))
	case f.Kind == convert.Date:
		d.warn(n, path, problem.KindWrong, "a date is expected here, but this is "+kindName(n)+", which is not shown", "write one date; startDate and endDate make a span")
	case kind == reflect.String:
		v.SetString(d.string(n, f, path))
	case kind == reflect.Bool && scalar:
		word := strings.ToLower(n.Value)
		if !slices.Contains([]string{"true", "false", "yes", "no"}, word) {
			d.warn(n, path, problem.KindWrong, problem.Quote(n.Value)+" is neither true nor false, and counts as false", "write true or false")
		}
		v.SetBool(word == "true" || word == "yes")
	case n.Kind == yaml.MappingNode && (kind == reflect.Map || kind == reflect.Slice && isLinks(n, f)):
		d.links(n, v, path)
	case kind == reflect.Slice:
		d.list(n, v, f, path)
	case kind == reflect.Struct && n.Kind == yaml.MappingNode:
		d.mapping(n, v, f, path)
	case kind == reflect.Struct && scalar: // "- Tengyu Ma" for "- name: Tengyu Ma"
		d.glued(n, v.Type(), path)
		d.keep(Value{n, path, v.Type(), "", v.Addr().Interface()})
		field := alone(d.schema.Fields(v.Type()), n.Value)
		d.decode(n, v.FieldByIndex(field.Index), field, path)
	default:
		d.warn(n, path, problem.KindWrong, "keys and values are expected here, but this is a list, which is not shown", "write `key: value` lines without a - before them")
	}
}

// keep keeps a value for the rules of package check.
func (d *decoder) keep(v Value) {
	if !d.mute {
		d.Values = append(d.Values, v)
	}
}

// warn reports a problem, unless n repeats a node that was read before.
func (d *decoder) warn(n *yaml.Node, path string, kind problem.Kind, message, fix string) {
	if !d.mute {
		d.Warn(n, path, kind, message, fix)
	}
}

// alone returns the field for a text in place of an object with these fields: the URL for a
// web address, or else the field with Alone.
func alone(fields []convert.Field, text string) (alone convert.Field) {
	for _, f := range fields {
		if f.Key == "url" && uri.Safe(text) != "" {
			return f
		}
		if f.Alone {
			alone = f
		}
	}
	return alone
}

// mapping stores an object; f describes its key.
func (d *decoder) mapping(n *yaml.Node, v reflect.Value, f convert.Field, path string) {
	d.keep(Value{n, path, v.Type(), "", v.Addr().Interface()})
	entry := path // or "" if n is no entry of a list with dashes
	if !strings.HasSuffix(path, "]") || n.Style&yaml.FlowStyle != 0 || !d.isYAML(n) {
		entry = ""
	}
	if path != "" {
		path += "."
	}
	of := d.schema.Fields(v.Type())
	given := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		d.marked(key, path+key.Value, "remove it, or put the text in quotes")
		if given[key.Value] != nil {
			fix := "keep one of the two"
			if entry != "" {
				fix = "begin it with a - and a space if it starts a new entry; or " + fix
			}
			d.warn(key, cmp.Or(entry, path+key.Value), "duplicate-key", problem.Quote(key.Value)+" is written a second time, and hides the first one", fix)
		}
		given[key.Value] = value
		if _, ok := d.schema.Keys(f.Key)[key.Value]; !ok && !f.Any {
			d.unknown(n, key, value, of, path+key.Value)
		}
	}
	delete(given, "") // no key of ours
	if p := given["position"]; p != nil && p.Kind == yaml.SequenceNode && len(p.Content) > 0 && p.Content[0].Kind == yaml.MappingNode && given["positions"] == nil {
		delete(given, "position") // a position is one text
		given["positions"] = p
	}
	for _, f := range of {
		field, key := v.FieldByIndex(f.Index), f.Key
		for _, old := range f.Old {
			if value := given[key]; value == nil || IsNull(value) {
				key = old
			}
		}
		if value := given[key]; value != nil {
			d.decode(value, field, f, path+key)
			if f.Key == "endDate" && IsNull(value) && !v.FieldByName("Start").IsZero() {
				field.Set(reflect.ValueOf(date.Parse("present")))
			}
		}
		delete(given, key)
		for _, short := range f.Short {
			if n := given[short]; n != nil {
				d.link(n, field, short, path+short)
			}
		}
		if words := given[f.WordsKey()]; words != nil {
			when := field.Addr().Interface().(*date.Date)
			if s := clean.Line(d.text(words)); s != "" && when.ISO() == "" {
				*when = date.Parse(s) // no date is given but the words
			} else {
				when.Text = cmp.Or(s, when.Text)
			}
		}
	}
}
