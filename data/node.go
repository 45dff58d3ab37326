package data

import (
	"reflect"
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// What a node of a CV file stands for, for whoever reads the file as the loader
// does.

// IsNull reports whether n says nothing: null, empty text, or no node at all.
func IsNull(n *yaml.Node) bool {
	return n.Kind == 0 || n.Kind == yaml.ScalarNode && (n.Value == "" || n.ShortTag() == "!!null")
}

// isBare reports a yes or no where a value of t, a date, a list or an object, is
// wanted: "interests: false" names no interest.
func isBare(n *yaml.Node, t reflect.Type) bool {
	return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!bool" && (t == dateType || t.Kind() == reflect.Slice || t.Kind() == reflect.Struct)
}

// blank reports whether n stands for nothing: null, or a text of no character.
func blank(n *yaml.Node) bool {
	return IsNull(n) || n.Kind == yaml.ScalarNode && strings.TrimSpace(n.Value) == ""
}

// objects reports a list of mappings.
func objects(n *yaml.Node) bool {
	return n.Kind == yaml.SequenceNode && len(n.Content) > 0 && n.Content[0].Kind == yaml.MappingNode
}
