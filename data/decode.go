package data

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/date"
	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/problem"
)

// decoder lays a parsed file over the types of a CV. The types guide it, so no
// file can make it deeper than they are, and whatever does not fit is left out
// rather than refused.
type decoder struct {
	src  *Source
	err  *problem.Problem
	seen map[*yaml.Node]string // where a node was read first; aliases repeat it elsewhere
	mute bool                  // the problems of what is read now are known
}

// fail keeps the first reason to refuse the file; nothing is read after it.
func (d *decoder) fail(n *yaml.Node, fix, reason string, args ...any) {
	if d.err == nil {
		d.err = problem.New(n.Line, n.Column, fmt.Sprintf(reason, args...), fix)
	}
}

func (d *decoder) document(n *yaml.Node, cv *CV) error {
	if n.Kind != yaml.MappingNode {
		return problem.New(n.Line, n.Column, `a CV file starts with keys such as "basics:" and "work:"; this one does not`, "run cv init to see how one begins")
	}
	d.src.Values = make([]Value, 0, size(n))
	d.decode(n, reflect.ValueOf(cv).Elem(), Field{Type: reflect.TypeFor[CV]()}, "")
	if d.err != nil {
		return d.err
	}
	return nil
}

// size returns the number of values in a tree; keys of objects are none.
func size(n *yaml.Node) int {
	sum := 1
	for _, c := range n.Content {
		sum += size(c)
	}
	if n.Kind == yaml.MappingNode {
		sum -= len(n.Content) / 2
	}
	return sum
}

// decode stores n in v, which is what f describes, or an element of it, and notes
// what of n is lost.
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
	scalar := n.Kind == yaml.ScalarNode
	switch {
	case isBare(n, v.Type()):
		d.warn(n, path, "wrong-kind", problem.Quote(n.Value)+" says nothing here, and is not shown", "take it out, or write what you mean")
	case v.Type() == dateType:
		if !scalar {
			d.warn(n, path, "wrong-kind", "a date is wanted here, and there is "+kindName(n)+", which is not shown", "write one date; startDate and endDate make a span")
			return
		}
		d.value(n, f, path)
		v.Set(reflect.ValueOf(date.Parse(clean.Line(d.read(n, path, d.text(n), false)))))
	case v.Kind() == reflect.String:
		if f.One && scalar {
			n.Value = markup.Address(n.Value) // for the rules, too
		}
		d.joined(n, f, path)
		if f.Lines {
			d.merged(n, path, "text")
		}
		d.value(n, f, path)
		words := d.words(n)
		switch {
		case len(words) == 0:
		case f.One:
			v.SetString(clean.Line(words[0]))
		case f.Lines:
			v.SetString(clean.Text(d.read(n, path, strings.Join(words, "\n\n"), true)))
		default:
			s := d.read(n, path, strings.Join(words, ", "), f.Marks)
			if !f.Marks && !strings.Contains(path, ".authors") {
				s = markup.Unmarked(s)
			}
			v.SetString(clean.Line(s))
		}
	case v.Kind() == reflect.Bool && scalar:
		if !slices.Contains([]string{"true", "false", "yes", "no"}, strings.ToLower(n.Value)) {
			d.warn(n, path, "wrong-kind", problem.Quote(n.Value)+" is neither true nor false, and counts as false", "write true or false")
		}
		v.SetBool(slices.Contains([]string{"true", "yes"}, strings.ToLower(n.Value)))
	case v.Kind() == reflect.Map && n.Kind == yaml.MappingNode:
		d.urls(n, v, path)
	case v.Kind() == reflect.Slice:
		d.list(n, v, f, path)
	case v.Kind() == reflect.Struct && n.Kind == yaml.MappingNode:
		d.mapping(n, v, path)
	case v.Kind() == reflect.Struct && scalar:
		// "- Tengyu Ma" for "- name: Tengyu Ma".
		d.glued(n, v.Type(), path)
		d.object(n, v, path)
		alone := Alone(v.Type(), n.Value)
		d.decode(n, v.FieldByIndex(alone.Index), alone, path)
	default:
		d.warn(n, path, "wrong-kind", "keys and values are wanted here, and there is a list, which is not shown", "write `key: value` lines without a - before them")
	}
}

// value keeps a value for those who look at its meaning.
func (d *decoder) value(n *yaml.Node, f Field, path string) {
	if !d.mute {
		d.src.Values = append(d.src.Values, Value{n, path, f.Type, f.Key, nil})
	}
}

// object is value for an object; v is filled later.
func (d *decoder) object(n *yaml.Node, v reflect.Value, path string) {
	if !d.mute {
		d.src.Values = append(d.src.Values, Value{n, path, v.Type(), "", v.Addr().Interface()})
	}
}

// warn notes a problem, unless it is known from another place that repeats n.
func (d *decoder) warn(n *yaml.Node, path string, kind problem.Kind, message, fix string) {
	if !d.mute {
		d.src.Warn(n, path, kind, message, fix)
	}
}

// words are the scalars of n, which should be one: people write a list of
// paragraphs, or an object {city, region} for a place.
func (d *decoder) words(n *yaml.Node) []string {
	if n.Kind == yaml.ScalarNode {
		return []string{d.text(n)}
	}
	var out []string
	for i, c := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			continue // a key
		}
		if c.Kind == yaml.ScalarNode && !IsNull(c) {
			out = append(out, d.text(c))
		}
	}
	return out
}

// read makes of HTML what it means, and reports what is dropped of it.
func (d *decoder) read(n *yaml.Node, path, s string, marks bool) string {
	s, dropped := markup.ReadHTML(s, marks)
	if len(dropped) > 0 {
		d.warn(n, path, "html", "HTML is left out here: "+problem.Quote("<"+strings.Join(dropped, "> <")+">"), "write plain text; *emphasis*, **weight** and [links](https://example.com) are understood")
	}
	return s
}

// text is the text of a scalar, unless it is too long.
func (d *decoder) text(n *yaml.Node) string {
	if len(n.Value) > MaxText {
		d.fail(n, "shorten it, or break it into several", "this text is longer than %d KiB", MaxText>>10)
		return ""
	}
	return n.Value
}

func (d *decoder) mapping(n *yaml.Node, v reflect.Value, path string) {
	d.object(n, v, path)
	at := func(key string) string { return strings.TrimPrefix(path+"."+key, ".") }
	of := Fields(v.Type())
	fields := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		d.hiddenInKey(key, at(key.Value))
		if fields[key.Value] != nil {
			d.warn(key, at(key.Value), "duplicate-key", problem.Quote(key.Value)+" is written a second time, and hides the first one", "keep one of the two")
		}
		fields[key.Value] = n.Content[i+1]
	}
	if p := fields["position"]; v.Type() == reflect.TypeFor[Work]() && fields["positions"] == nil && p != nil && objects(p) {
		fields["positions"] = p
		delete(fields, "position")
	}
	d.unknown(n, v.Type(), of, at)
	delete(fields, "") // no key of ours
	for _, f := range of {
		value, key := fields[f.Key], f.Key
		for _, old := range f.Old {
			if value == nil || IsNull(value) {
				value, key = fields[old], old
			}
		}
		if value != nil {
			if len(f.Short) > 0 && value.Kind == yaml.MappingNode && !hasKey(value, "url") {
				d.linksByName(value, v.FieldByIndex(f.Index), at(key))
			} else {
				d.decode(value, v.FieldByIndex(f.Index), f, at(key))
			}
			delete(fields, key)
		}
		for _, short := range f.Short {
			if n := fields[short]; n != nil {
				d.short(n, v.FieldByIndex(f.Index), short, at(short))
			}
		}
		if value != nil && f.Key == "endDate" && blank(value) && !v.FieldByName("Start").IsZero() {
			v.FieldByIndex(f.Index).Set(reflect.ValueOf(date.Date{Text: "present", Present: true}))
		}
		if words := fields[f.WordsKey()]; words != nil {
			given := v.FieldByIndex(f.Index).Addr().Interface().(*date.Date)
			switch s := clean.Line(d.text(words)); {
			case s == "":
			case given.ISO() == "": // the words are all that says when
				*given = date.Parse(s)
			default:
				given.Text = s
			}
		}
	}
}
