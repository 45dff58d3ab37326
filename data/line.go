package data

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// yamlLine is a line of YAML as people mean it, for messages: what a CV says is the
// parser's word alone.
type yamlLine struct {
	indent string // white space before all else
	marks  string // of list items: "- "
	key    string // with its colon and the space behind: "name: "
	value  string // the rest, without space or a comment at its end
}

var (
	lineMarks   = regexp.MustCompile(`^(-([ \t]+|$))+`)
	lineKey     = regexp.MustCompile("^(\"[^\"]*\"|'[^']*'|[^\\s\"'\\[\\]{}#&*!|>%@`,?:-][^\\t]*?|[?:-][^\\s][^\\t]*?)[ \\t]*:([ \\t]+|$)")
	lineComment = regexp.MustCompile(`[ \t]#([ \t].*)?$`)
	blockHeader = regexp.MustCompile(`^([&!]\S*[ \t]+)*[|>]([+-]?[1-9]?|[1-9][+-])$`)
)

func splitLine(line string) (l yamlLine) {
	rest := strings.TrimLeft(line, " \t")
	l.indent = line[:len(line)-len(rest)]
	l.marks = lineMarks.FindString(rest)
	rest = rest[len(l.marks):]
	l.key = lineKey.FindString(rest)
	l.value = rest[len(l.key):]
	if !strings.HasPrefix(l.value, "#") {
		l.value = lineComment.ReplaceAllString(l.value, "")
	}
	l.value = strings.TrimSpace(l.value)
	return l
}

// word is the key without its colon.
func (l yamlLine) word() string { return strings.TrimRight(l.key, ": \t") }

// text is all that the line says, without indentation and marks.
func (l yamlLine) text() string { return l.key + l.value }

// begins reports whether the line begins an entry: an item, or a key.
func (l yamlLine) begins() bool { return l.marks != "" || l.key != "" }

// start is the column of the key or of the text behind the marks, and column that of
// the value, both from 1.
func (l yamlLine) start() int  { return 1 + utf8.RuneCountInString(l.indent+l.marks) }
func (l yamlLine) column() int { return l.start() + utf8.RuneCountInString(l.key) }

// with is the line as it should be, with another value and without indentation.
func (l yamlLine) with(value string) string {
	before := strings.Join(strings.Fields(l.marks+l.key), " ")
	return "`" + Cut(strings.TrimSpace(before+" "+value), 160) + "`"
}

// quoted is the line with its value in quotes; all of an item that begins with a word
// which is no key of a CV ("Role: manager").
func (l yamlLine) quoted() string {
	if l.marks != "" && l.key != "" && (strings.Contains(l.word(), " ") || l.key[0] >= 'A' && l.key[0] <= 'Z') {
		l.key, l.value = "", l.text()
	}
	return l.with(inQuotes(l.value))
}

// inQuotes puts a text in the quotes of YAML; those that it has around it already are
// taken for them.
func inQuotes(text string) string {
	if n := len(text); n > 1 && text[0] == text[n-1] && (text[0] == '"' || text[0] == '\'') && !evenQuotes(text) {
		text = strings.ReplaceAll(text[1:n-1], `\"`, `"`)
		if strings.Contains(text, "'") && !strings.ContainsAny(text, `"\`) {
			return `"` + text + `"`
		}
	}
	if strings.ContainsAny(text, `"\`) {
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return `"` + text + `"`
}

// evenQuotes reports whether the quotes at the ends of a text are not a pair: in
// `"Yes" and "no"` they are not, and in `"He said "no" to us"` they are.
func evenQuotes(text string) bool {
	in := text[1 : len(text)-1]
	closes := strings.IndexAny(in+" ", text[:1])
	return closes > 0 && in[closes-1] != ' ' && (closes+1 == len(in) || in[closes+1] == ' ')
}

// closing is where the quoted text at the beginning of s ends, with its quote; 0
// where it does not.
func closing(s string) int {
	for i := 1; i < len(s); i++ {
		switch {
		case s[0] == '"' && s[i] == '\\', s[0] == '\'' && strings.HasPrefix(s[i:], "''"):
			i++
		case s[i] == s[0]:
			return i + 1
		}
	}
	return 0
}

// balanced is where the brackets at the beginning of s are closed; 0 where they are
// not.
func balanced(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '[', '{':
			depth++
		case ']', '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}

// bullets are what people write before the items of a list and YAML takes for text:
// a dash without a space, marks of word processors, numbers and letters.
var bullets = regexp.MustCompile(`^(?:(-)([^\s\d-].*)|([–—•‣▪▫◦·●○■□➢►▶✓✔*+o-]|\d{1,2}[.)]|[a-z]\))[ \t\x{a0}]+(\S.*))$`)

// listMark parts a text from the mark of an item at its beginning; the mark is empty
// where there is none.
func listMark(text string) (mark, rest string) {
	m := bullets.FindStringSubmatch(text)
	if m == nil {
		return "", text
	}
	return m[1] + m[3], m[2] + m[4]
}
