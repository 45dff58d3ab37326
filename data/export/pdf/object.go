package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"strings"
	"unicode/utf16"
)

// file is a PDF file being written: numbered objects, and at its end the cross-reference
// table (ISO 32000-1, 7.5).
type file struct {
	b       bytes.Buffer
	offsets []int // of object i+1; 0 while it is only reserved
}

// ref is the number of an object.
type ref int

func (r ref) String() string { return fmt.Sprintf("%d 0 R", int(r)) }

func newFile() *file {
	f := &file{}
	f.b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n") // bytes that mark it as binary
	return f
}

// reserve returns the number for an object to be written later.
func (f *file) reserve() ref {
	f.offsets = append(f.offsets, 0)
	return ref(len(f.offsets))
}

// set writes a reserved object.
func (f *file) set(r ref, format string, args ...any) {
	f.offsets[r-1] = f.b.Len()
	fmt.Fprintf(&f.b, "%d 0 obj\n", int(r))
	fmt.Fprintf(&f.b, format, args...)
	f.b.WriteString("\nendobj\n")
}

func (f *file) add(format string, args ...any) ref {
	r := f.reserve()
	f.set(r, format, args...)
	return r
}

// stream writes a compressed stream; entries are added to its dictionary.
func (f *file) stream(entries string, content []byte) ref {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	_, _ = z.Write(content) // a Buffer returns no error
	_ = z.Close()
	return f.add("<</Length %d /Filter /FlateDecode %s>>\nstream\n%s\nendstream", packed.Len(), entries, packed.Bytes())
}

// finish writes the cross-reference table and the trailer. The file's identifier is a
// hash of its bytes, so that the same CV gives the same file.
func (f *file) finish(root, info ref) []byte {
	start := f.b.Len()
	id := sha256.Sum256(f.b.Bytes())
	fmt.Fprintf(&f.b, "xref\n0 %d\n0000000000 65535 f \n", len(f.offsets)+1)
	for _, at := range f.offsets {
		fmt.Fprintf(&f.b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&f.b, "trailer\n<</Size %d /Root %v /Info %v /ID [<%x><%[4]x>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(f.offsets)+1, root, info, id[:16], start)
	return f.b.Bytes()
}

// literal returns a string object of bytes.
func literal(s string) string {
	return "(" + strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`, "\r", `\r`, "\n", `\n`).Replace(s) + ")"
}

// textString returns a string object of text: ASCII as it is, other text in UTF-16.
func textString(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) < 0 {
		return literal(s)
	}
	return "<FEFF" + utf16Hex(s) + ">"
}

func utf16Hex(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String()
}

// number formats a length with as few digits as needed.
func number(x float64) string {
	s := strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.3f", x), "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}
