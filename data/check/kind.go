package check

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/yamltext"
)

// Values of another kind than is wanted.

// scalar reports whether n is one value, and warns where it is not and something
// of it is not shown. The loader joins the texts of a list, and of an object.
func (c *checker) scalar(n *yaml.Node, f data.Field, path, wanted string) bool {
	if n.Kind == yaml.ScalarNode {
		return true
	}
	nested := slices.ContainsFunc(n.Content, func(v *yaml.Node) bool { return data.Resolve(v).Kind != yaml.ScalarNode })
	place := n.Kind == yaml.MappingNode && f.Key == "location" && objectOf(n, reflect.TypeFor[data.Location]()).known > 0
	switch {
	case n.Kind == yaml.MappingNode && n.Style&yaml.FlowStyle != 0 && len(n.Content) == 2 && data.IsNull(n.Content[1]):
		whole := "{" + n.Content[0].Value + "}"
		fix := fmt.Sprintf("write `%s`", yamltext.Quote(whole))
		if l := c.line(n); l.Column() == n.Column && l.Value == whole {
			fix = fmt.Sprintf("write `%s`", l.Quoted())
		}
		c.warn(n, path, "wrong-kind", quote(whole)+" is not shown: a text that begins with { must be in quotes", fix)
	case n.Kind == yaml.MappingNode && len(n.Content) == 2 && !nested && !place:
		// "- Languages: Go, C" is a text to people, and a key with a value to YAML.
		key, value := n.Content[0].Value, data.Resolve(n.Content[1]).Value
		whole := strings.Trim(quote(key+": "+value), "`")
		c.warn(n, path, "wrong-kind", fmt.Sprintf("the colon makes a key of %s, which is not shown", quote(key)), fmt.Sprintf("put the whole in quotes: \"%s\"", whole))
	case wanted == dateWanted:
		c.warn(n, path, "wrong-kind", fmt.Sprintf("a date is wanted here, and there is %s, which is not shown", kindName(n)), "write one date; startDate and endDate make a span")
	case nested:
		c.warn(n, path, "wrong-kind", fmt.Sprintf("a text is wanted here, and there is %s with more in it than is shown", kindName(n)), "write one text")
	default:
		var words []string
		for _, v := range c.texted(n, path) {
			words = append(words, v.Value)
		}
		whole := strings.Join(words, ", ")
		if n.Kind == yaml.MappingNode && !place { // which may well have parts
			c.warn(n, path, "wrong-kind", "a text is wanted here, and there is an object, which is shown as "+quote(whole), "write one text")
		}
		c.meaning(n, f.Key, whole, path)
	}
	return false
}

// texted looks at the texts of a list, or of an object, and returns them.
func (c *checker) texted(n *yaml.Node, path string) (given []*yaml.Node) {
	for i, v := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			continue // a key
		}
		if v = data.Resolve(v); v.Kind == yaml.ScalarNode && !data.IsNull(v) {
			c.text(v, path)
			given = append(given, v)
		}
	}
	return given
}

// several looks at a list, or an object, where one text for programs is wanted.
func (c *checker) several(n *yaml.Node, f data.Field, path string) {
	given := c.texted(n, path)
	if len(given) == 0 {
		c.warn(n, path, "wrong-kind", fmt.Sprintf("a text is wanted here, and there is %s, which is not shown", kindName(n)), "write one text")
		return
	}
	if len(given) > 1 || n.Kind == yaml.MappingNode {
		fix := "write the one that matters most"
		switch {
		case len(given) == 1:
			fix = "write it alone: " + given[0].Value
		case f.Key == "email":
			fix = "write one under `email` and the others as a list under `emails`"
		case f.Key == "url" && !strings.Contains(path, "["): // the owner's
			fix = "write one under `url` and the others as a list under `profiles`"
		}
		c.warn(n, path, "wrong-kind", fmt.Sprintf("one text is wanted here, and there is %s, of which only %s is shown", kindName(n), quote(given[0].Value)), fix)
	}
	c.meaning(given[0], f.Key, given[0].Value, path)
}

// What a value can be asked to be.
const (
	dateWanted = "a date"
	textWanted = "a text"
)

func kindName(n *yaml.Node) string {
	if n.Kind == yaml.MappingNode {
		return "an object"
	}
	return "a list"
}
