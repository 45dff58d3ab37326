package data

import (
	"reflect"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// What a node of a CV file stands for, for whoever reads the file as the loader
// does.

// IsNull reports whether n says nothing: null, empty text, or no node at all.
func IsNull(n *yaml.Node) bool {
	return n.Kind == 0 || n.Kind == yaml.ScalarNode && (n.Value == "" || n.ShortTag() == "!!null")
}

// IsBare reports a yes or no where a value of t, a date, a list or an object, is
// wanted: "interests: false" names no interest.
func IsBare(n *yaml.Node, t reflect.Type) bool {
	return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!bool" && (t == dateType || t.Kind() == reflect.Slice || t.Kind() == reflect.Struct)
}

// IsTrue reports whether n says yes: true or yes, in any case.
func IsTrue(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && slices.Contains([]string{"true", "yes"}, strings.ToLower(n.Value))
}
