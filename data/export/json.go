package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"
	"unicode"

	"wenkaiyue.com/cv/data"
)

// schemaURL is the version of JSON Resume that the output keeps to.
const schemaURL = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"

// JSON writes the CV as JSON Resume 1.x; [data.Load] returns the same CV from it. A date
// is in ISO 8601, with the owner's words, if they differ, in a key that ends in "Text".
// A date that could not be parsed has the words alone.
func JSON(w io.Writer, cv *data.CV) error {
	var b bytes.Buffer
	b.WriteString(`{"$schema":` + jsonString(schemaURL))
	jsonFields(&b, reflect.ValueOf(*cv), true)
	b.WriteByte('}')
	var out bytes.Buffer
	if err := json.Indent(&out, b.Bytes(), "", "  "); err != nil {
		return fmt.Errorf("this is a fault of the program, not of the CV: %w", err)
	}
	out.WriteByte('\n')
	_, err := out.WriteTo(w)
	return err
}

// jsonFields writes the fields of a struct that are not empty; more is set if there are
// members before them.
func jsonFields(b *bytes.Buffer, v reflect.Value, more bool) {
	member := func(key string) {
		if more {
			b.WriteByte(',')
		}
		more = true
		b.WriteString(jsonString(key) + ":")
	}
	for _, field := range data.Fields(v.Type()) {
		f := v.Field(field.Index)
		if date, ok := f.Interface().(data.Date); ok {
			if iso := date.ISO(); iso != "" {
				member(field.Key)
				b.WriteString(jsonString(iso))
				if iso == date.Text {
					continue
				}
			}
			if date.Text != "" {
				member(field.WordsKey())
				b.WriteString(jsonString(date.Text))
			}
			continue
		}
		if f.IsZero() || f.Kind() == reflect.Slice && f.Len() == 0 {
			continue
		}
		member(field.Key)
		jsonValue(b, f)
	}
}

func jsonValue(b *bytes.Buffer, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		b.WriteByte('{')
		jsonFields(b, v, false)
		b.WriteByte('}')
	case reflect.Slice:
		b.WriteByte('[')
		for i := range v.Len() {
			if i > 0 {
				b.WriteByte(',')
			}
			jsonValue(b, v.Index(i))
		}
		b.WriteByte(']')
	case reflect.Bool:
		b.WriteString("true") // false is left out, as everything not given is
	default:
		b.WriteString(jsonString(v.String()))
	}
}

// jsonString quotes s as JSON (RFC 8259). It escapes every control character, not just
// the first 32, because terminals obey others too.
func jsonString(s string) string {
	var q bytes.Buffer
	e := json.NewEncoder(&q)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string always has a JSON form, and a Buffer takes it
	var b strings.Builder
	for _, r := range strings.TrimSuffix(q.String(), "\n") {
		if unicode.IsControl(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
