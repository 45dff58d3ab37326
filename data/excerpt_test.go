package data

import (
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/data/syntax"
)

func TestLocate(t *testing.T) {
	lines := syntax.Lines([]byte("one\r\n\ttw\x1b[31mo\u202e end\n"))
	for _, c := range []struct {
		line, column  int
		before, after string
	}{
		{1, 1, "", "one"}, {1, 3, "on", "e"}, {1, 99, "one", ""},
		{2, 4, " tw", "?[31mo? end"}, {3, 1, "", ""}, {4, 1, "", ""}, {0, 0, "", ""},
	} {
		p := problem.Problem{Line: c.line, Column: c.column}
		if p.Locate(lines); p.Before != c.before || p.At != c.after {
			t.Errorf("line %d, column %d: got %q %q, want %q %q", c.line, c.column, p.Before, p.At, c.before, c.after)
		}
	}
}

// The excerpt shows the line that the parser means, in every encoding.
func TestExcerptOfEveryEncoding(t *testing.T) {
	const src = "basics:\n  name: Jané\n  label: é @home\n  url: @x\n"
	const json = "{\n \"basics\": {\"name\": \"J\"},\n \"work\": [}\n}"
	for _, c := range []struct{ name, src, before, after string }{
		{"a.yaml", src, "  url: ", "@x"},
		{"cr.yaml", strings.ReplaceAll(src, "\n", "\r"), "  url: ", "@x"},
		{"crlf.yaml", strings.ReplaceAll(src, "\n", "\r\n"), "  url: ", "@x"},
		{"le.yaml", inUTF16("\ufeff"+src, binary.LittleEndian), "  url: ", "@x"},
		{"be.yaml", inUTF16("\ufeff"+src, binary.BigEndian), "  url: ", "@x"},
		{"a.json", json, ` "work": [`, "}"},
		{"cr.json", strings.ReplaceAll(json, "\n", "\r"), ` "work": [`, "}"},
		{"ls.json", strings.ReplaceAll(json, "J", "J\u2028K"), ` "work": [`, "}"},
		{"le.json", inUTF16("\ufeff"+json, binary.LittleEndian), ` "work": [`, "}"},
	} {
		var se *problem.Problem
		if _, err := Load(c.name, strings.NewReader(c.src)); !errors.As(err, &se) {
			t.Errorf("%s: got error %v, want a Problem", c.name, err)
			continue
		}
		if se.Before != c.before || se.At != c.after {
			t.Errorf("%s:%d:%d: got %q %q, want %q %q", c.name, se.Line, se.Column, se.Before, se.At, c.before, c.after)
		}
	}
	cv := mustLoad(t, "le.json", inUTF16("\ufeff"+`{"basics": {"name": "Jané"}}`, binary.LittleEndian))
	if cv.Basics.Name != "Jané" {
		t.Errorf("got name %q, want Jané", cv.Basics.Name)
	}
}
