package data

import (
	"reflect"
	"slices"
	"strings"
	"sync"

	"wenkaiyue.com/cv/data/date"
	"wenkaiyue.com/cv/data/uri"
)

var dateType = reflect.TypeFor[date.Date]()

// Field is one key of an object in a CV file, as the types of this package
// define it.
type Field struct {
	Key   string       // "startDate"
	Old   []string     // keys of older schemas that are understood too: "company"
	Type  reflect.Type // string, bool, [date.Date], a struct, or a slice of these
	Lines bool         // text that may have several lines, with inline Markdown in them
	Marks bool         // text with inline Markdown on one line
	Alone bool         // meant by text alone where the object is wanted
	One   bool         // text for programs; of several the first counts
	Short []string     // keys that give an element of a list each: "arxiv" of links
	Index []int        // of the field in its struct, for [reflect.Value.FieldByIndex]
}

// WordsKey is the key of the words to show for a date that is written for
// programs ("startDateText"); "" where the field is no [date.Date].
func (f Field) WordsKey() string {
	if f.Type != dateType {
		return ""
	}
	return f.Key + "Text"
}

// Lists returns the names of a CV's lists, as JSON Resume has them, in the order
// of the fields of [CV].
func Lists() []string {
	var names []string
	for _, f := range Fields(reflect.TypeFor[CV]()) {
		if f.Type.Kind() == reflect.Slice {
			names = append(names, f.Key)
		}
	}
	return names
}

// Alone returns the field of t, one of the structs of a [CV], that text means which
// stands where the whole object is wanted: its name, or its URL where the text is
// a web address.
func Alone(t reflect.Type, text string) Field {
	var alone Field
	for _, f := range Fields(t) {
		if f.Key == "url" && uri.Safe(text) != "" {
			return f
		}
		if f.Alone {
			alone = f
		}
	}
	return alone
}

// Fields returns the keys of t, one of the structs of a [CV], in their order. Nobody may
// change what it returns.
func Fields(t reflect.Type) []Field {
	if known, ok := fieldsOfAll()[t]; ok {
		return known
	}
	return fieldsIn(t)
}

// fieldsOfAll returns the keys of each struct of a [CV]: a long list is read with few
// types.
var fieldsOfAll = sync.OnceValue(func() map[reflect.Type][]Field {
	all := map[reflect.Type][]Field{}
	var add func(t reflect.Type)
	add = func(t reflect.Type) {
		if t.Kind() == reflect.Slice {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct || all[t] != nil {
			return
		}
		all[t] = fieldsIn(t)
		for _, f := range all[t] {
			add(f.Type)
		}
	}
	add(reflect.TypeFor[CV]())
	return all
})

func fieldsIn(t reflect.Type) []Field {
	var out []Field
	for _, f := range reflect.VisibleFields(t) {
		key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if key == "" || key == "-" {
			continue
		}
		out = append(out, Field{
			Key: key, Old: commaList(f.Tag.Get("old")), Short: commaList(f.Tag.Get("short")),
			Type: f.Type, Lines: f.Tag.Get("text") == "lines", Marks: f.Tag.Get("text") == "marked", Alone: f.Tag.Get("alone") != "",
			One: f.Tag.Get("one") != "", Index: f.Index,
		})
	}
	if !slices.ContainsFunc(out, func(f Field) bool { return f.Alone }) && len(out) > 0 {
		out[0].Alone = true
	}
	return out
}

func commaList(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' })
}
