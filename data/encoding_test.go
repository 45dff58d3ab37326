package data

import (
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/data/syntax"
)

func inUTF16(s string, order binary.AppendByteOrder) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = order.AppendUint16(b, u)
	}
	return string(b)
}

// The encoding and line ends of a file change neither the CV nor the places of its
// problems.
func TestEncodings(t *testing.T) {
	for name, src := range map[string]string{
		"a.yaml": "basics:\n  name: Jané 😀\n  label: Engineer\n",
		"a.json": "{\"basics\": {\n  \"name\": \"Jané 😀\",\n  \"label\": \"Engineer\"}}\n",
	} {
		for how, save := range map[string]func(string) string{
			"UTF-8":                func(s string) string { return s },
			"UTF-8 with a mark":    func(s string) string { return "\ufeff" + s },
			"CRLF":                 func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
			"CR":                   func(s string) string { return strings.ReplaceAll(s, "\n", "\r") },
			"UTF-16LE":             func(s string) string { return inUTF16(s, binary.LittleEndian) },
			"UTF-16LE with a mark": func(s string) string { return inUTF16("\ufeff"+s, binary.LittleEndian) },
			"UTF-16BE":             func(s string) string { return inUTF16(s, binary.BigEndian) },
			"UTF-16BE, mark and CRLF": func(s string) string {
				return inUTF16("\ufeff"+strings.ReplaceAll(s, "\n", "\r\n"), binary.BigEndian)
			},
		} {
			cv := mustLoad(t, name, save(src))
			if cv.Basics.Name != "Jané 😀" || cv.Basics.Label != "Engineer" {
				t.Errorf("%s in %s: got name %q and label %q, want Jané 😀 and Engineer", name, how, cv.Basics.Name, cv.Basics.Label)
			}
			if got := syntax.Lines([]byte(save(src))); !slices.Equal(got, strings.Split(src, "\n")) {
				t.Errorf("%s in %s: got lines %q, want %q", name, how, got, strings.Split(src, "\n"))
			}
			_, err := Load(name, strings.NewReader(save(strings.Replace(src, "label", "@\x01", 1))))
			var se *problem.Problem
			if !errors.As(err, &se) || se.Line != 3 {
				t.Errorf("%s in %s: got error %v, want a problem on line 3", name, how, err)
				continue
			}
			p := problem.Problem{Line: 3, Column: 5}
			if p.Locate(syntax.Lines([]byte(save(src)))); !strings.Contains(p.Before+p.At, "Engineer") {
				t.Errorf("%s in %s: got excerpt %q, %q, want one with Engineer", name, how, p.Before, p.At)
			}
		}
	}
}

// UTF-16 without its last byte is read up to there.
func TestOddUTF16(t *testing.T) {
	src := inUTF16("basics: {name: A}\n", binary.LittleEndian)
	if cv := mustLoad(t, "a.yaml", src[:len(src)-1]); cv.Basics.Name != "A" {
		t.Errorf("got name %q, want A", cv.Basics.Name)
	}
}

// UTF-32 is refused, as it reads as UTF-16 with control characters.
func TestUTF32(t *testing.T) {
	for _, name := range []string{"a.yaml", "a.json"} {
		_, err := Load(name, strings.NewReader("\xff\xfe\x00\x00b\x00\x00\x00"))
		if err == nil || !strings.Contains(err.Error(), "save the file as UTF-8") {
			t.Errorf("%s: got error %v, want advice to save the file as UTF-8", name, err)
		}
	}
}
