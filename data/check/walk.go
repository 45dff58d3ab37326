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

// value looks at n, which stands where t is wanted, with all that is in it. The
// types guide it, as they guide the loader: what the loader takes is right.
func (c *checker) value(n *yaml.Node, t reflect.Type, path string) {
	if n.Kind == yaml.AliasNode {
		if n = resolve(n); c.seen[n] {
			return // what is wrong with it has been said
		}
		c.seen[n] = true
	}
	if null(n) {
		return
	}
	switch kind := t.Kind(); {
	case t == dateType:
		if c.scalar(n, path, "a date") {
			c.text(n, path)
			c.date(n, path)
		}
	case kind == reflect.String:
		if c.scalar(n, path, "a text") {
			c.text(n, path)
			c.meaning(n, path)
		}
	case kind == reflect.Bool:
		if !slices.Contains([]string{"true", "false", "yes", "no"}, strings.ToLower(n.Value)) {
			c.warn(n, path, "wrong-kind", fmt.Sprintf("%s is neither true nor false, and counts as false", quote(n.Value)), "write true or false")
		}
	case kind == reflect.Slice && n.Kind == yaml.SequenceNode:
		for i, item := range n.Content {
			c.value(item, t.Elem(), fmt.Sprintf("%s[%d]", path, i))
		}
	case kind == reflect.Slice: // one value makes a list of one
		c.value(n, t.Elem(), path)
	case n.Kind == yaml.MappingNode:
		c.mapping(n, t, path)
	case n.Kind == yaml.ScalarNode: // a name alone makes an entry
		c.value(n, t.Field(0).Type, path)
	default:
		fix := "write `key: value` lines"
		if path != "" {
			fix += fmt.Sprintf(" below `%s:`, without a - before them", path[strings.LastIndexByte(path, '.')+1:])
		}
		c.warn(n, path, "wrong-kind", "here is a list where keys and values are wanted; it is not shown", fix)
	}
}

// scalar reports whether n is one value, and warns where it is not.
func (c *checker) scalar(n *yaml.Node, path, wanted string) bool {
	switch {
	case n.Kind == yaml.ScalarNode:
		return true
	case n.Kind == yaml.MappingNode && len(n.Content) == 2 && n.Content[0].Kind == yaml.ScalarNode && n.Content[1].Kind == yaml.ScalarNode:
		// "- Languages: Go, C" is a text to people, and a key with a value to YAML.
		whole := n.Content[0].Value + ": " + n.Content[1].Value
		c.warn(n, path, "wrong-kind", fmt.Sprintf("the colon makes a key and a value of %s, where %s is wanted; it is not shown", quote(whole), wanted),
			fmt.Sprintf("put the whole in quotes: \"%s\"", strings.Trim(quote(whole), "`")))
	case n.Kind == yaml.MappingNode:
		c.warn(n, path, "wrong-kind", fmt.Sprintf("here are keys and values where %s is wanted; they are not shown", wanted),
			fmt.Sprintf("write %s alone", wanted))
	default:
		fix := fmt.Sprintf("write %s alone", wanted)
		if words, ok := texts(n); ok {
			fix = fmt.Sprintf("write one: %s", strings.Trim(quote(strings.Join(words, ", ")), "`"))
		}
		c.warn(n, path, "wrong-kind", fmt.Sprintf("here is a list where %s is wanted; it is not shown", wanted), fix)
	}
	return false
}

// texts returns the items of a list that holds nothing but short texts.
func texts(n *yaml.Node) (words []string, ok bool) {
	for _, item := range n.Content {
		if item.Kind != yaml.ScalarNode || len(item.Value) > 40 {
			return nil, false
		}
		words = append(words, item.Value)
	}
	return words, len(words) > 0 && len(words) <= 4
}

// mapping looks at the keys of an object, their values, and what only several of
// them together can tell.
func (c *checker) mapping(n *yaml.Node, t reflect.Type, path string) {
	fields := map[string]data.Field{}
	old := map[string]data.Field{}
	for _, f := range data.Fields(t) {
		fields[f.Key] = f
		for _, o := range f.Old {
			old[o] = f
		}
	}
	first := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		at := strings.TrimPrefix(path+"."+key.Value, ".")
		if one := first[key.Value]; one != nil {
			c.warn(key, at, "duplicate-key", fmt.Sprintf("%s is written a second time, and hides the one in line %d", quote(key.Value), one.Line),
				"keep one of the two")
		} else {
			first[key.Value] = key
		}
		field, known := fields[key.Value]
		dated, words := fields[strings.TrimSuffix(key.Value, "Text")]
		before, former := old[key.Value]
		switch {
		case known:
			c.value(value, field.Type, at)
		case words && dated.Type == dateType:
			c.value(value, reflect.TypeFor[string](), at)
		case former && null(resolve(value)): // an empty template says nothing
		case former:
			c.oldKey(key, at, before, child(n, before.Key))
			c.value(value, before.Type, at)
		default:
			c.unknown(key, value, at, t)
		}
	}
	c.relations(n, t, path)
}

// relations looks at what the keys of one object say together.
func (c *checker) relations(n *yaml.Node, t reflect.Type, path string) {
	c.period(n, path)
	switch t {
	case reflect.TypeFor[data.Publication]():
		c.authors(n, path)
	case reflect.TypeFor[data.CV]():
		c.sections(n)
	}
}

// child returns the value of a key, as the loader reads it: the last of its
// name; nil where there is none.
func child(n *yaml.Node, key string) *yaml.Node {
	n = resolve(n)
	if n.Kind != yaml.MappingNode {
		return nil
	}
	for i := len(n.Content) - 2; i >= 0; i -= 2 {
		if n.Content[i].Value == key {
			if v := resolve(n.Content[i+1]); !null(v) {
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

// resolve follows aliases; the loader has refused files that have too many.
func resolve(n *yaml.Node) *yaml.Node {
	for range 64 {
		if n.Kind != yaml.AliasNode || n.Alias == nil {
			break
		}
		n = n.Alias
	}
	return n
}

func null(n *yaml.Node) bool {
	return n.Kind == 0 || n.Kind == yaml.ScalarNode && (n.Value == "" || n.ShortTag() == "!!null")
}
