package data

import (
	"reflect"
	"slices"
	"strings"
)

// Field is one key of an object in a CV file, as the types of this package
// define it.
type Field struct {
	Key   string       // "startDate"
	Old   []string     // keys of older schemas that are understood too: "company"
	Type  reflect.Type // string, bool, [Date], a struct, or a slice of these
	Lines bool         // text that may have several lines
	Alone bool         // meant by text alone where the object is wanted
	Index int          // of the field in its struct
}

// Fields returns the keys of t, one of the structs of a [CV], in their order.
func Fields(t reflect.Type) []Field {
	var out []Field
	for i := range t.NumField() {
		f := t.Field(i)
		key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if key == "" || key == "-" {
			continue
		}
		out = append(out, Field{
			Key: key, Old: strings.FieldsFunc(f.Tag.Get("old"), func(r rune) bool { return r == ',' }),
			Type: f.Type, Lines: f.Tag.Get("text") == "lines", Alone: f.Tag.Get("alone") != "", Index: i,
		})
	}
	if !slices.ContainsFunc(out, func(f Field) bool { return f.Alone }) && len(out) > 0 {
		out[0].Alone = true
	}
	return out
}
