package data

import (
	"fmt"
	"reflect"
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// maxNodes bounds the values that one file may unfold to; aliases of aliases
// ("a billion laughs") stop here. A CV of 1 MiB has fewer.
const maxNodes = 200_000

// decoder lays a parsed file over the types of a CV. The types guide it, so no
// file can make it deeper than they are, and whatever does not fit is left out
// rather than refused.
type decoder struct {
	file string
	left int // values still allowed
}

func (d *decoder) document(n *yaml.Node, cv *CV) error {
	n = resolve(n)
	if n.Kind != yaml.MappingNode {
		return &SyntaxError{File: d.file, Line: max(n.Line, 1), Column: max(n.Column, 1),
			Reason: `a CV file starts with keys such as "basics:" and "work:"; this one does not`, Fix: "run cv init to see how one begins"}
	}
	d.decode(n, reflect.ValueOf(cv).Elem(), false)
	if d.left < 0 {
		return &SyntaxError{File: d.file, Line: 1, Column: 1,
			Reason: fmt.Sprintf("the file unfolds to more than %d values; write out what its aliases (*name) repeat", maxNodes)}
	}
	return nil
}

// resolve follows aliases; YAML forbids an alias inside its own anchor, and the
// count of values stops what slips through.
func resolve(n *yaml.Node) *yaml.Node {
	for range maxDepth {
		if n.Kind != yaml.AliasNode || n.Alias == nil {
			break
		}
		n = n.Alias
	}
	return n
}

var dateType = reflect.TypeFor[Date]()

// decode stores n in v; lines says that a string may have several lines.
func (d *decoder) decode(n *yaml.Node, v reflect.Value, lines bool) {
	n = resolve(n)
	if d.left--; d.left < 0 || isNull(n) {
		return
	}
	scalar := n.Kind == yaml.ScalarNode
	switch {
	case v.Type() == dateType:
		if scalar {
			v.Set(reflect.ValueOf(ParseDate(oneLine(n.Value))))
		}
	case v.Kind() == reflect.String && scalar:
		if lines {
			v.SetString(clean(n.Value))
		} else {
			v.SetString(oneLine(n.Value))
		}
	case v.Kind() == reflect.Bool && scalar:
		v.SetBool(strings.EqualFold(n.Value, "true") || strings.EqualFold(n.Value, "yes"))
	case v.Kind() == reflect.Slice:
		d.list(n, v)
	case v.Kind() == reflect.Struct && n.Kind == yaml.MappingNode:
		d.mapping(n, v)
	case v.Kind() == reflect.Struct && scalar:
		// "- Tengyu Ma" for "- name: Tengyu Ma": the first field is the name.
		d.decode(n, v.Field(0), false)
	}
}

// list takes one value for a list of one, and drops elements that say nothing.
func (d *decoder) list(n *yaml.Node, v reflect.Value) {
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	}
	for _, item := range items {
		e := reflect.New(v.Type().Elem()).Elem()
		d.decode(item, e, false)
		if !e.IsZero() {
			v.Set(reflect.Append(v, e))
		}
		if d.left < 0 {
			return
		}
	}
}

func (d *decoder) mapping(n *yaml.Node, v reflect.Value) {
	fields := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		fields[n.Content[i].Value] = n.Content[i+1]
	}
	delete(fields, "") // no key of ours
	for i := range v.NumField() {
		f := v.Type().Field(i)
		key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		value := fields[key]
		for old := range strings.SplitSeq(f.Tag.Get("old"), ",") {
			if value == nil || isNull(value) {
				value = fields[old]
			}
		}
		if value != nil {
			d.decode(value, v.Field(i), f.Tag.Get("text") == "lines")
		}
		if words := fields[key+"Text"]; words != nil && f.Type == dateType {
			date := v.Field(i).Addr().Interface().(*Date)
			switch s := oneLine(resolve(words).Value); {
			case s == "":
			case date.ISO() == "": // the words are all that says when
				*date = ParseDate(s)
			default:
				date.Text = s
			}
		}
	}
}

func isNull(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && (n.Value == "" || n.ShortTag() == "!!null")
}
