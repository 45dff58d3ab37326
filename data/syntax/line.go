package syntax

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"wenkaiyue.com/cv/data/clean"
)

// Line is a line of YAML in parts, for messages; only the parser decides what a CV says.
type Line struct {
	Indent string // white space before all else
	Marks  string // of list items: "- "
	Key    string // with its colon and the space after it: "name: "
	Value  string // the rest, without space or a comment at its end
}

var (
	lineParts = regexp.MustCompile(`(?s)^([ \t]*)((?:-(?:[ \t]+|$))*)((?:"[^"]*"|'[^']*'|` +
		"[^\\s\"'\\[\\]{}#&*!|>%@`,?:-][^\\t]*?|[?:-]\\S[^\\t]*?)" + `[ \t]*:(?:[ \t]+|$))?(.*?)(?:[ \t]+#(?:[ \t].*)?)?\s*$`)
	blockHeader = regexp.MustCompile(`^([&!]\S*[ \t]+)*[|>]([+-]?[1-9]?|[1-9][+-])$`)
)

// SplitLine splits a line of a file.
func SplitLine(line string) Line {
	m := lineParts.FindStringSubmatch(line)
	return Line{m[1], m[2], m[3], m[4]}
}

// Text returns the line without indentation and marks.
func (l Line) Text() string { return l.Key + l.Value }

// Begins reports whether the line begins an entry: an item, or a key.
func (l Line) Begins() bool { return l.Marks != "" || l.Key != "" }

// Start returns the column of the key or of the text after the marks, from 1.
func (l Line) Start() int { return 1 + utf8.RuneCountInString(l.Indent+l.Marks) }

// Column returns the column of the value, from 1.
func (l Line) Column() int { return l.Start() + utf8.RuneCountInString(l.Key) }

// With returns the line with another value, without indentation, between backquotes.
func (l Line) With(value string) string {
	before := strings.Join(strings.Fields(l.Marks+l.Key), " ")
	return "`" + clean.Cut(strings.TrimSpace(before+" "+value), 160) + "`"
}

// Quoted returns the line with its value in quotes. If an item begins with a key that no CV
// has ("Role: manager"), the whole item is in quotes.
func (l Line) Quoted() string {
	if l.Marks != "" && l.Key != "" && (strings.Contains(strings.TrimRight(l.Key, ": \t"), " ") || l.Key[0] >= 'A' && l.Key[0] <= 'Z') {
		l.Key, l.Value = "", l.Text()
	}
	return l.With(inQuotes(l.Value))
}

// inQuotes puts a text in the quotes of YAML.
func inQuotes(text string) string {
	if strings.ContainsAny(text, `"\`) {
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return `"` + text + `"`
}

var closed = regexp.MustCompile(`(?s)^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'(?:[^']|$))`)

// Closed reports whether s begins with a text in quotes that is closed.
func Closed(s string) bool { return closed.MatchString(s) }

// quotedTexts matches the texts in quotes on a line.
var quotedTexts = regexp.MustCompile(`(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*')`)

// closing returns the characters that close the quotation mark or the brackets at the
// beginning of the value, or "" if the line does not leave them open.
func (l Line) closing() (closing string) {
	switch {
	case l.Value == "" || !strings.Contains(`"'[{`, l.Value[:1]) || Closed(l.Value):
		return ""
	case l.Value[0] == '"' || l.Value[0] == '\'':
		return l.Value[:1]
	}
	for _, r := range quotedTexts.ReplaceAllString(l.Value, "") {
		switch r {
		case '[', '{':
			closing = string(r+2) + closing // ] is two after [, and } two after {
		case ']', '}':
			if closing = strings.TrimPrefix(closing, string(r)); closing == "" {
				return ""
			}
		}
	}
	return closing
}
