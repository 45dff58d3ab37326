package export

import (
	"io"
	"reflect"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/date"
)

// schemaURL is the version of JSON Resume that the output follows.
const schemaURL = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"

// writeJSON writes the CV as JSON Resume 1.x; [data.Load] returns the same CV from it. Dates are
// in ISO 8601. If the owner's words differ, they are in a key that ends in "Text". A date
// that could not be parsed has only the words.
func writeJSON(w io.Writer, cv *data.CV) error {
	return data.EncodeJSON(w, append(data.Object{{Key: "$schema", Value: schemaURL}}, jsonObject(reflect.ValueOf(*cv))...))
}

// jsonObject returns the nonempty fields of a struct.
func jsonObject(v reflect.Value) data.Object {
	o := data.Object{}
	for _, field := range data.Schema().Fields(v.Type()) {
		f := v.FieldByIndex(field.Index)
		date, ok := f.Interface().(date.Date)
		switch {
		case ok:
			if iso := date.ISO(); iso != "" {
				o.Add(field.Key, iso)
			}
			if date.Text != date.ISO() {
				o.Add(field.WordsKey(), date.Text)
			}
		case f.IsZero() || f.Kind() == reflect.Slice && f.Len() == 0: // not given
		default:
			o.Add(field.Key, jsonValue(f))
		}
	}
	return o
}

func jsonValue(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Struct:
		return jsonObject(v)
	case reflect.Slice:
		out := []any{}
		for i := range v.Len() {
			out = append(out, jsonValue(v.Index(i)))
		}
		return out
	}
	return v.Interface()
}
