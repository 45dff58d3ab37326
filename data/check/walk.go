package check

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
)

var dateType = reflect.TypeFor[data.Date]()

// value looks at n, which stands where f is wanted, with all that is in it. The
// types guide it, as they guide the loader: what the loader takes is right.
func (c *checker) value(n *yaml.Node, f data.Field, path string) {
	if n.Kind == yaml.AliasNode {
		if n = data.Resolve(n); c.seen[n] {
			return // what is wrong with it has been said
		}
		c.seen[n] = true
	}
	c.lost(n, path)
	if !data.IsNull(n) {
		c.typed(n, f, path)
	}
}

// typed looks at a value that says something and is no alias.
func (c *checker) typed(n *yaml.Node, f data.Field, path string) {
	t := f.Type
	switch kind := t.Kind(); {
	case data.IsBare(n, t):
		c.warn(n, path, "wrong-kind", quote(n.Value)+" says nothing here, and is not shown", "take it out, or write what you mean")
	case t == dateType:
		if c.scalar(n, f, path, dateWanted) {
			c.text(n, path)
			c.date(n, path)
		}
	case kind == reflect.String && f.One && n.Kind != yaml.ScalarNode:
		c.several(n, f, path)
	case kind == reflect.String:
		if c.scalar(n, f, path, textWanted) {
			c.text(n, path)
			c.meaning(n, f.Key, n.Value, path)
		}
	case kind == reflect.Bool:
		if !slices.Contains([]string{"true", "false", "yes", "no"}, strings.ToLower(n.Value)) {
			c.warn(n, path, "wrong-kind", quote(n.Value)+" is neither true nor false, and counts as false", "write true or false")
		}
	case kind == reflect.Slice && n.Kind == yaml.SequenceNode:
		for i, item := range n.Content {
			c.value(item, elementOf(f), fmt.Sprintf("%s[%d]", path, i))
		}
	case kind == reflect.Slice: // one value makes a list of one
		if n.Kind == yaml.ScalarNode {
			c.single(n, t.Elem(), path)
		}
		c.typed(n, elementOf(f), path)
	case n.Kind == yaml.MappingNode:
		c.mapping(n, t, path)
	case n.Kind == yaml.ScalarNode && c.glued(n, t, path):
	case n.Kind == yaml.ScalarNode: // a name alone makes an entry
		c.typed(n, data.Alone(t, n.Value), path)
		if t == reflect.TypeFor[data.Profile]() { // but a network alone does not
			c.url(n, path, strings.TrimSpace(n.Value))
		}
	default:
		fix := "write `key: value` lines"
		if path != "" {
			fix += fmt.Sprintf(" below `%s:`, without a - before them", path[strings.LastIndexByte(path, '.')+1:])
		}
		c.warn(n, path, "wrong-kind", "keys and values are wanted here, and there is a list, which is not shown", fix)
	}
}

// elementOf is what an element of a list is.
func elementOf(f data.Field) data.Field {
	f.Type = f.Type.Elem()
	return f
}

// mapping looks at the keys of an object, their values, and what only several of
// them together can tell.
func (c *checker) mapping(n *yaml.Node, t reflect.Type, path string) {
	o := objectOf(n, t)
	fields := map[string]data.Field{}
	old := map[string]data.Field{}
	for _, f := range o.fields {
		fields[f.Key] = f
		for _, key := range f.Old {
			old[key] = f
		}
	}
	first := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		at := strings.TrimPrefix(path+"."+key.Value, ".")
		c.lostOfKey(key, at)
		if one := first[key.Value]; one != nil {
			c.warn(key, at, "duplicate-key", fmt.Sprintf("%s is written a second time, and hides the one in line %d", quote(key.Value), one.Line),
				"keep one of the two")
		} else {
			first[key.Value] = key
		}
		field, known := fields[key.Value]
		dated := fields[strings.TrimSuffix(key.Value, "Text")]
		before, former := old[key.Value]
		switch {
		case known:
			c.value(value, field, at)
		case dated.Type != nil && key.Value == dated.WordsKey():
			c.value(value, data.Field{Key: key.Value, Type: reflect.TypeFor[string]()}, at)
		case former && data.IsNull(data.Resolve(value)): // an empty template says nothing
		case former:
			c.oldKey(key, at, before, child(n, before.Key))
			c.value(value, before, at)
		default:
			c.unknown(key, value, at, o)
		}
	}
	c.relations(n, t, path)
}

// relations looks at what the keys of one object say together.
func (c *checker) relations(n *yaml.Node, t reflect.Type, path string) {
	c.period(n, path)
	c.untitled(n, t, path)
	switch t {
	case reflect.TypeFor[data.Profile]():
		c.profile(n, path)
	case reflect.TypeFor[data.Education]():
		c.scoreLabel(n, path)
	case reflect.TypeFor[data.Publication]():
		c.authors(n, path)
	case reflect.TypeFor[data.CV]():
		c.sections(n)
	}
}

// child returns the value of a key, as the loader reads it: the last of its
// name; nil where there is none.
func child(n *yaml.Node, key string) *yaml.Node {
	n = data.Resolve(n)
	if n.Kind != yaml.MappingNode {
		return nil
	}
	for i := len(n.Content) - 2; i >= 0; i -= 2 {
		if n.Content[i].Value == key {
			if v := data.Resolve(n.Content[i+1]); !data.IsNull(v) {
				return v
			}
			return nil
		}
	}
	return nil
}

// items returns the elements of a list; one value is a list of one.
func items(n *yaml.Node) []*yaml.Node {
	switch {
	case n == nil:
		return nil
	case n.Kind == yaml.SequenceNode:
		return n.Content
	}
	return []*yaml.Node{n}
}
