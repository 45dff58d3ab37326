package convert

import (
	"reflect"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data/date"
)

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
	fields map[reflect.Type][]Field
	keys   map[string]map[string]Field
}

// Field is a key of an object in a file; see [Schema] for the tags.
type Field struct {
	Key   string   // "startDate"
	Old   []string // "company"
	Kind  Kind
	Type  reflect.Type // string, bool, [date.Date], a struct, a map of strings, or a slice of these
	Text  string       // "lines", "marked" or ""
	Alone bool
	One   bool
	More  string // "emails" for email
	Any   bool
	Short []string // "arxiv" for links
	Index []int    // of the field in its struct, for [reflect.Value.FieldByIndex]
}

// Kind is the kind of the value under a key.
type Kind int

// The kinds of value.
const (
	Text   Kind = iota
	Date        // of one day, month or year
	Texts       // a list of texts
	Object      // a mapping with keys of its own
	List        // a list of such mappings
)

// NewSchema returns the schema of files that are decoded into a struct.
func NewSchema(root reflect.Type) *Schema {
	s := &Schema{map[reflect.Type][]Field{}, map[string]map[string]Field{}}
	s.add("", root)
	return s
}

// add adds a struct under its key, and the structs in it.
func (s *Schema) add(key string, t reflect.Type) {
	if t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if kindOf(t) != Object || s.keys[key] != nil {
		return
	}
	fields, keys := fieldsOf(t), map[string]Field{}
	s.fields[t], s.keys[key] = fields, keys
	for _, f := range fields {
		for _, old := range f.Old {
			keys[old] = f
		}
	}
	for _, f := range fields { // present keys override old ones
		keys[f.Key] = f
		for _, beside := range append(slices.Clone(f.Short), f.WordsKey()) {
			keys[beside] = Field{Key: beside}
		}
	}
	delete(keys, "")
	for _, f := range fields {
		s.add(f.Key, f.Type)
	}
}

// kindOf returns the kind of the values of a type.
func kindOf(t reflect.Type) Kind {
	switch {
	case t == reflect.TypeFor[date.Date]():
		return Date
	case t.Kind() == reflect.Struct:
		return Object
	case t.Kind() != reflect.Slice:
		return Text
	case t.Elem().Kind() == reflect.String:
		return Texts
	}
	return List
}

// Fields returns the keys of t, the root or a struct in it, in their order. Callers
// must not change them.
func (s *Schema) Fields(t reflect.Type) []Field { return s.fields[t] }

// Keys returns the fields of the objects under a key, by every key that is known there. The
// root is under "", and an entry of a free section under "items". The Key of a field is its
// present one. Callers must not change them.
func (s *Schema) Keys(under string) map[string]Field { return s.keys[under] }

// WordsKey returns the key of the words to show for a date in ISO 8601 ("startDateText"),
// or "" if the field is no [date.Date].
func (f Field) WordsKey() string {
	if f.Kind != Date {
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
			Key: key, Old: strings.Fields(f.Tag.Get("old")), Kind: kindOf(f.Type), Type: f.Type, Text: f.Tag.Get("text"), One: f.Tag.Get("one") != "",
			More: f.Tag.Get("more"), Any: f.Tag.Get("keys") == "any", Short: strings.Fields(f.Tag.Get("short")), Index: f.Index,
		})
	}
	out[alone].Alone = true
	return out
}
