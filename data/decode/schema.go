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

// Schema is the keys of a file, made from the types that it is decoded into. Their
// tags, beside encoding/json's:
//
//	old:"a,b"      keys of older schemas that are understood too
//	short:"a,b"    keys beside a list that give an element of it each
//	text:"lines"   text that may have several lines, with inline Markdown in them
//	text:"marked"  text with inline Markdown on one line
//	one:"true"     text for programs; of several the first counts
//	alone:"true"   meant by text alone where the object is wanted; without it the first key
//	keys:"any"     an object in which every tool may have keys of its own
type Schema struct {
	root   reflect.Type
	fields map[reflect.Type][]Field
	known  convert.Schema
}

// Field is one key of an object in a file; the tags of its type are at [Schema].
type Field struct {
	Key   string       // "startDate"
	Old   []string     // "company"
	Type  reflect.Type // string, bool, [date.Date], a struct, a map of strings, or a slice of these
	Lines bool
	Marks bool
	Alone bool
	One   bool
	Any   bool
	Short []string // "arxiv" of links
	Index []int    // of the field in its struct, for [reflect.Value.FieldByIndex]
}

// NewSchema returns the schema of files that are decoded into a struct.
func NewSchema(root reflect.Type) *Schema {
	s := &Schema{root, map[reflect.Type][]Field{}, convert.Schema{}}
	s.add("", root)
	return s
}

// add adds a struct, and those in it, under the key that it is found at.
func (s *Schema) add(key string, t reflect.Type) {
	if t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return
	}
	if _, ok := s.fields[t]; !ok {
		s.fields[t] = fieldsIn(t)
	}
	if s.known[key] != nil || t == dateType {
		return
	}
	s.known[key] = toConvert(s.fields[t])
	for _, f := range s.fields[t] {
		s.add(f.Key, f.Type)
	}
}

// Fields returns the keys of t, the root or a struct in it, in their order. Callers
// must not change them.
func (s *Schema) Fields(t reflect.Type) []Field { return s.fields[t] }

// alone returns the field of t that text means which stands where the whole object is
// wanted: its name, or its URL where the text is a web address.
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

// WordsKey returns the key of the words to show for a date that is written for programs
// ("startDateText"); "" if the field is no [date.Date].
func (f Field) WordsKey() string {
	if f.Type != dateType {
		return ""
	}
	return f.Key + "Text"
}

// is reports whether a key gives the field, or a part of it.
func (f Field) is(key string) bool {
	return key == f.Key || key == f.WordsKey() || slices.Contains(f.Old, key) || slices.Contains(f.Short, key)
}

func fieldsIn(t reflect.Type) []Field {
	var out []Field
	alone := 0
	for _, f := range reflect.VisibleFields(t) {
		key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if key == "" || key == "-" {
			continue
		}
		if f.Tag.Get("alone") != "" {
			alone = len(out)
		}
		text := f.Tag.Get("text")
		out = append(out, Field{
			Key: key, Old: commaList(f.Tag.Get("old")), Short: commaList(f.Tag.Get("short")), Type: f.Type,
			Lines: text == "lines", Marks: text == "marked", One: f.Tag.Get("one") != "", Any: f.Tag.Get("keys") == "any", Index: f.Index,
		})
	}
	if len(out) > 0 {
		out[alone].Alone = true
	}
	return out
}

func commaList(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' })
}

// toConvert returns the keys of an object as package convert wants them.
func toConvert(fields []Field) map[string]convert.Field {
	out := map[string]convert.Field{}
	add := func(key, name string, kind convert.Kind) {
		if _, ok := out[key]; !ok && key != "" {
			out[key] = convert.Field{Name: name, Kind: kind}
		}
	}
	for _, f := range fields {
		kind := convert.Text
		switch {
		case f.Type == dateType:
			kind = convert.Date
		case f.Type.Kind() == reflect.Struct:
			kind = convert.Object
		case f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.String:
			kind = convert.Texts
		case f.Type.Kind() == reflect.Slice:
			kind = convert.List
		}
		out[f.Key] = convert.Field{Name: f.Key, Kind: kind} // before an older key of another field
		for _, old := range f.Old {
			add(old, f.Key, kind)
		}
		for _, short := range f.Short {
			out[short] = convert.Field{Name: short, Kind: convert.Text} // also where it was a key of another field
		}
		add(f.WordsKey(), f.WordsKey(), convert.Text)
	}
	return out
}
