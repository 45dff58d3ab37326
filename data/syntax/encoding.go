package syntax

import (
	"bytes"
	"regexp"
	"strings"

	"golang.org/x/text/encoding/unicode"
)

// Lines returns the lines of a CV file as the nodes of [Parse] count them. See [PlainText]
// for its encoding.
func Lines(src []byte) []string { return breaks(PlainText(src)) }

// PlainText returns a file in UTF-8 with "\n" at the end of its lines. The file may also be
// in UTF-16, with or without a byte order mark, and end lines in "\r\n" or "\r".
func PlainText(src []byte) []byte {
	if len(src) > 1 { // a CV file begins with an ASCII character, and contains no zero
		switch whole := src[:len(src)&^1]; {
		case bytes.HasPrefix(src, []byte("\xff\xfe")), src[0] != 0 && src[1] == 0:
			src, _ = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder().Bytes(whole)
		case bytes.HasPrefix(src, []byte("\xfe\xff")), src[0] == 0 && src[1] != 0:
			src, _ = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder().Bytes(whole)
		}
	}
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	if bytes.IndexByte(src, '\r') < 0 {
		return src
	}
	src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(src, []byte("\r"), []byte("\n"))
}

// breaks splits a text into lines where YAML does.
func breaks(text []byte) []string {
	return strings.Split(strings.NewReplacer("\u0085", "\n", "\u2028", "\n", "\u2029", "\n").Replace(string(text)), "\n")
}

// mergeMark matches a mark that a merge leaves.
var mergeMark = regexp.MustCompile(`(?m)^(<{7}|>{7})[ \n]`)

// otherFile returns the reason why a file is certainly no CV, with its place and a fix. The
// reason is "" if it may be one.
func otherFile(src string) (at int, reason, fix string) {
	if m := mergeMark.FindStringIndex(src); m != nil {
		return m[0], "a merge has left its marks here", "keep one of the two sides, and remove the lines with <<<, === and >>>"
	}
	for start, kind := range map[string]string{
		"%PDF": "a PDF", "PK\x03\x04": "a document of a word processor", "\xd0\xcf\x11\xe0": "a document of a word processor",
		`{\rtf`: "a document of a word processor", `\documentclass`: "LaTeX", "<": "HTML or XML",
	} {
		if strings.HasPrefix(src, start) {
			return 0, "it is " + kind, "a CV file is text; run cv init to begin one"
		}
	}
	return 0, "", ""
}
