package check

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
)

// oldKey looks at a key that stands for another, as in older schemas; instead is the value of the new one,
// if that is given too.
func (c *checker) oldKey(key *yaml.Node, path string, f data.Field, instead *yaml.Node) {
	if instead != nil {
		c.warn(key, path, "old-key", fmt.Sprintf("%s and `%s` mean the same here, and `%s` counts", quote(key.Value), f.Key, f.Key), "take it out")
		return
	}
	c.warn(key, path, "old-key", fmt.Sprintf("the key for this is `%s` now; %s is still understood", f.Key, quote(key.Value)), fmt.Sprintf("write `%s`", f.Key))
}

// unknown looks at a key that the object o does not have.
func (c *checker) unknown(key, value *yaml.Node, path string, o object) {
	name := key.Value
	switch {
	case strings.HasPrefix(name, "x-"), strings.HasPrefix(name, "$"), value.Anchor != "":
		return // notes of the owner's own, and of tools; what aliases take up
	case key.ShortTag() == "!!merge":
		c.warn(key, path, "unknown-key", "`<<` takes over keys from elsewhere in YAML, but not in a CV", "write the keys out")
		return
	}
	if o.t != metaType && !c.blank(value) && c.full("unknown-key") {
		return
	}
	known := o.keys()
	if c.foreign(key, path, known) || c.dressed(key, path, known) {
		return
	}
	message := "this key is not known here, so its value is not shown"
	var fix string
	instead := o.meant(name)
	switch {
	case instead != "" && !o.given[instead]:
		fix = fmt.Sprintf("write `%s`", instead)
		if instead == "name" && o.t == basicsType && partOfName(name) {
			fix = "write the whole name in one line, as `name`"
		}
	case c.blank(value): // an empty template says nothing
		return
	case c.misplaced(key, value, path, o), o.t == metaType: // meta is for every tool's own
		return
	case o.names():
		message, fix = quote(name)+" is taken for a key here, and is not shown", c.pair(key, value, path, o.t)
	case o.entry() && data.IsNull(value) && !o.given[data.Alone(o.t, name).Key]:
		fix = "write " + c.entry(data.Alone(o.t, name).Key, c.literal(name))
	case instead != "":
		fix = fmt.Sprintf("`%s` is there already: write this into it, or take it out", instead)
	default:
		fix = "write one of " + strings.Join(known, ", ") + "; or begin it with x- if it is a note to yourself"
	}
	c.warn(key, path, "unknown-key", message, fix)
}

// blank reports whether somebody has written that a value is empty. One that has
// been forgotten is not: its key may be what is meant.
func (c *checker) blank(value *yaml.Node) bool {
	if value.Kind == yaml.ScalarNode {
		return data.IsNull(value) && (c.json || value.Style != 0 || value.Value != "")
	}
	return len(value.Content) == 0 && value.Kind != yaml.AliasNode
}

// dressed looks at a key with something around it that YAML takes for a part of
// it: quotes of a word processor, spaces of another kind, the mark of an item.
func (c *checker) dressed(key *yaml.Node, path string, known []string) bool {
	bare := strings.TrimFunc(key.Value, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	first, _ := utf8.DecodeRuneInString(key.Value)
	switch {
	case bare == key.Value || bare == "":
		return false
	case unicode.IsSpace(first):
		c.warn(key, path, "unknown-key", fmt.Sprintf("a space of another kind (U+%04X) stands before %s, and YAML takes it for a part of the key", first, quote(bare)), "type the spaces at the beginning of the line anew")
	case !slices.Contains(known, bare) && !inBasics(bare):
		return false
	case first == '-' || first == '–' || first == '•' || first == '*':
		c.warn(key, path, "unknown-key", fmt.Sprintf("an item of a list begins with a - and a space, so %c is a part of this key", first), fmt.Sprintf("write `- %s:`", bare))
	default:
		c.warn(key, path, "unknown-key", fmt.Sprintf("the marks around %s are a part of this key, so it is not known here", quote(bare)), fmt.Sprintf("write `%s:`", bare))
	}
	return true
}

func inBasics(key string) bool {
	return slices.ContainsFunc(data.Fields(reflect.TypeFor[data.Basics]()), func(f data.Field) bool { return f.Key == key })
}
