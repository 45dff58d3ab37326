package decode

import (
	"reflect"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data/convert"
	"wenkaiyue.com/cv/data/date"
	"wenkaiyue.com/cv/data/uri"
)

var dateType = reflect.TypeFor[date.Date]()

// Schema holds the keys of a file, made from the types that it is decoded into. Their
// tags, besides encoding/json's:
//
//	old:"a b"      keys of older schemas that are understood too
//	short:"a b"    keys beside a list, each for one element
//	text:"lines"   text that may have several lines, with inline Markdown in them
//	text:"marked"  text with inline Markdown on one line
//	one:"true"     text for programs; only the first of several counts
//	more:"a"       the key of a list for further texts, beside one text
//	alone:"true"   the key of a text in place of the object; by default the first
//	keys:"any"     an object in which every tool may have keys of its own
type Schema struct {
	root   reflect.Type
	fields map[reflect.Type][]Field
	known  convert.Schema
}

// Field is a key of an object in a file; see [Schema] for the tags.
type Field struct {
	Key   string       // "startDate"
	Old   []string     // "company"
	Type  reflect.Type // string, bool, [date.Date], a struct, a map of strings, or a slice of these
	Text  string       // "lines", "marked" or ""
	Alone bool
	One   bool
	More  string // "emails" for email
	Any   bool
	Short []string // "arxiv" for links
	Index []int    // of the field in its struct, for [reflect.Value.FieldByIndex]
}

// NewSchema returns the schema of files that are decoded into a struct.
func NewSchema(root reflect.Type) *Schema {
	s := &Schema{root, map[reflect.Type][]Field{}, convert.Schema{}}
	s.add("", root)
	return s
}

// add adds a struct under its key, and the structs in it.
func (s *Schema) add(key string, t reflect.Type) {
	if t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || t == dateType || s.known[key] != nil {
		return
	}
	fields, keys := fieldsOf(t), map[string]convert.Field{}
	s.fields[t], s.known[key] = fields, keys
	for _, f := range fields {
		for _, old := range f.Old {
			keys[old] = convert.Field{Name: f.Key, Kind: kindOf(f.Type)}
		}
	}
	for _, f := range fields { // present keys override old ones
		keys[f.Key] = convert.Field{Name: f.Key, Kind: kindOf(f.Type)}
		for _, beside := range append(slices.Clone(f.Short), f.WordsKey()) {
			keys[beside] = convert.Field{Name: beside, Kind: convert.Text}
		}
	}
	delete(keys, "")
	for _, f := range fields {
		s.add(f.Key, f.Type)
	}
}

// kindOf returns the kind of a type's values for package convert.
func kindOf(t reflect.Type) convert.Kind {
	switch {
	case t == dateType:
		return convert.Date
	case t.Kind() == reflect.Struct:
		return convert.Object
	case t.Kind() != reflect.Slice:
		return convert.Text
	case t.Elem().Kind() == reflect.String:
		return convert.Texts
	}
	return convert.List
}

// Fields returns the keys of t, the root or a struct in it, in their order. Callers
// must not change them.
func (s *Schema) Fields(t reflect.Type) []Field { return s.fields[t] }

// alone returns the field of t for a text in place of the whole object: the URL for a web
// address, or else the field with Alone.
func (s *Schema) alone(t reflect.Type, text string) (alone Field) {
	for _, f := range s.fields[t] {
		if f.Key == "url" && uri.Safe(text) != "" {
			return f
		}
		if f.Alone {
			alone = f
		}
	}
	return alone
}

// WordsKey returns the key of the words to show for a date in ISO 8601 ("startDateText"),
// or "" if the field is no [date.Date].
func (f Field) WordsKey() string {
	if f.Type != dateType {
		return ""
	}
	return f.Key + "Text"
}

// fieldsOf returns the fields of a struct that have a key.
func fieldsOf(t reflect.Type) (out []Field) {
	alone := 0
	for _, f := range reflect.VisibleFields(t) {
		key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if key == "" || key == "-" {
			continue
		}
		if f.Tag.Get("alone") != "" {
			alone = len(out)
		}
		out = append(out, Field{
			Key: key, Old: strings.Fields(f.Tag.Get("old")), Type: f.Type, Text: f.Tag.Get("text"), One: f.Tag.Get("one") != "",
			More: f.Tag.Get("more"), Any: f.Tag.Get("keys") == "any", Short: strings.Fields(f.Tag.Get("short")), Index: f.Index,
		})
	}
	out[alone].Alone = true
	return out
}
