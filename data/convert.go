package data

import (
	"reflect"
	"sync"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/convert"
	"wenkaiyue.com/cv/data/problem"
)

// AsResume returns the value of a whole file in JSON Resume's shape.
func AsResume(root *yaml.Node) convert.Result { return convert.Convert(root, keys(), problem.Nearest) }

// keys returns the keys of a CV file, as package convert wants them.
var keys = sync.OnceValue(func() convert.Schema {
	cv := reflect.TypeFor[CV]()
	out := convert.Schema{"items": fieldsOf(reflect.TypeFor[Entry]())}
	var add func(name string, t reflect.Type)
	add = func(name string, t reflect.Type) {
		out[name] = fieldsOf(t)
		for _, f := range Fields(t) {
			inner := f.Type
			if inner.Kind() == reflect.Slice {
				inner = inner.Elem()
			}
			if inner.Kind() == reflect.Struct && inner != dateType && out[f.Key] == nil && (t == cv || name == "basics" || name == "work") {
				add(f.Key, inner)
			}
		}
	}
	add("", cv)
	return out
})

func fieldsOf(t reflect.Type) map[string]convert.Field {
	out := map[string]convert.Field{}
	for _, f := range Fields(t) {
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
		out[f.Key] = convert.Field{Name: f.Key, Kind: kind}
		for _, old := range f.Old {
			if _, ok := out[old]; !ok {
				out[old] = convert.Field{Name: f.Key, Kind: kind}
			}
		}
		for _, short := range f.Short {
			out[short] = convert.Field{Name: short, Kind: convert.Text}
		}
		if words := f.WordsKey(); words != "" {
			out[words] = convert.Field{Name: words, Kind: convert.Text}
		}
	}
	return out
}
