// Package yamltext reads lines of YAML as people mean them, where a parser reads
// them otherwise or not at all, and writes them as they ought to be. It is for
// messages: what a CV says is the parser's word alone.
package yamltext

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Line is a line of a file, taken apart: at most one key, and what it is of.
type Line struct {
	Indent string // white space before all else
	Marks  string // of list items: "- "
	Key    string // with its colon and the space behind: "name: "
	Value  string // the rest, without space or a comment at its end
}

var (
	marks   = regexp.MustCompile(`^(-([ \t]+|$))+`)
	key     = regexp.MustCompile("^(\"[^\"]*\"|'[^']*'|[^\\s\"'\\[\\]{}#&*!|>%@`,?:-][^\\t]*?|[?:-][^\\s][^\\t]*?)[ \\t]*:([ \\t]+|$)")
	comment = regexp.MustCompile(`[ \t]#([ \t].*)?$`)
)

// Split takes a line apart.
func Split(line string) (l Line) {
	rest := strings.TrimLeft(line, " \t")
	l.Indent = line[:len(line)-len(rest)]
	l.Marks = marks.FindString(rest)
	rest = rest[len(l.Marks):]
	l.Key = key.FindString(rest)
	l.Value = rest[len(l.Key):]
	if !strings.HasPrefix(l.Value, "#") {
		l.Value = comment.ReplaceAllString(l.Value, "")
	}
	l.Value = strings.TrimSpace(l.Value)
	return l
}

// Column is where the value begins, from 1, in characters.
func (l Line) Column() int {
	return 1 + utf8.RuneCountInString(l.Indent+l.Marks+l.Key)
}

// Start is the column of what the line is an entry of: its key, or the last of
// its marks.
func (l Line) Start() int {
	before := l.Indent + l.Marks
	if l.Key == "" {
		before = before[:max(len(l.Indent), strings.LastIndexByte(before, '-'))]
	}
	return 1 + utf8.RuneCountInString(before)
}

// Word is the key without its colon.
func (l Line) Word() string { return strings.TrimRight(l.Key, ": \t") }

// Text is all that the line says, without indentation and marks.
func (l Line) Text() string { return l.Key + l.Value }

// With is the line as it should be, with another value and without indentation.
func (l Line) With(value string) string {
	before := l.Marks + l.Key
	if before == "" {
		return value
	}
	return strings.Join(strings.Fields(before), " ") + " " + value
}

// Quoted is the line with its value in quotes.
func (l Line) Quoted() string { return l.With(Quote(l.Value)) }

// Begins reports whether the line says that an entry begins: an item, or a key.
func (l Line) Begins() bool { return l.Marks != "" || l.Key != "" }
