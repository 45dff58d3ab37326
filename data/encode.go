package data

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode"
)

// Object is an object of JSON whose members keep their order.
type Object []Member

// Member is one member of an [Object].
type Member struct {
	Key   string
	Value any
}

// Add appends a member.
func (o *Object) Add(key string, value any) { *o = append(*o, Member{key, value}) }

// MarshalJSON implements [json.Marshaler].
func (o Object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "%q:", m.Key)
		if err := e.Encode(m.Value); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// EncodeJSON writes v as indented JSON (RFC 8259), with <, > and & as they are. It
// escapes every control character, not just the first 32, because terminals obey others
// too.
func EncodeJSON(w io.Writer, v any) error {
	var b, out bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return err
	}
	for _, r := range b.String() {
		if unicode.IsControl(r) && r != '\n' {
			fmt.Fprintf(&out, `\u%04x`, r)
			continue
		}
		out.WriteRune(r)
	}
	_, err := out.WriteTo(w)
	return err
}
