package data

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/yamltext"
)

// mistake is what is wrong with the form of a file, where (from 1), and what to
// write instead.
type mistake struct {
	line, column int
	reason, fix  string
}

func (m mistake) at(mark yaml.Mark) mistake {
	if mark.Line > 0 {
		m.line, m.column = mark.Line, mark.Column
	}
	return m
}

func (m mistake) says(reason, fix string) mistake {
	m.reason, m.fix = reason, fix
	return m
}

func (m mistake) advises(line int, a yamltext.Advice) mistake {
	return mistake{line: line, column: a.Column}.says(a.Reason, a.Fix)
}

// maxWords bounds what is said of a mistake, in characters.
const maxWords = 1500

// error refuses the named file; about says of what the mistake is one. What the
// words repeat of the file is made safe to show.
func (m mistake) error(name, about string) error {
	return refusal(name, m.line, m.column, about+atMost(oneLine(m.reason), maxWords), atMost(oneLine(m.fix), maxWords))
}

// explain turns the parser's message into what the owner of the file has done.
// What the lines themselves show comes first: the parser often stops far behind
// the mistake, and its words are about YAML.
func explain(lines []string, le *yaml.LoadError, m mistake) mistake {
	if m.line > len(lines) { // the end of the file
		lines = append(lines, make([]string, m.line-len(lines))...)
	}
	if found, ok := ofLines(lines, m.line); ok {
		return found
	}
	if found, ok := ofParser(lines, le, m); ok {
		return found
	}
	l := yamltext.Split(lines[m.line-1])
	if first, _, ok := strings.Cut(l.Value, ": "); ok && knownKey(first) && topLevel(l.Word()) {
		return m.says("two keys stand in one line", fmt.Sprintf("write `%s` alone, and `%s` on the next line, two spaces further in", strings.TrimSpace(l.Key), l.Value))
	}
	if found, ok := loneMark(lines, m); ok {
		return found
	}
	if found, ok := heading(lines, m); ok {
		return found
	}
	if a, ok := l.Slip(knownKey); ok {
		return m.advises(m.line, a)
	}
	switch m.reason {
	case "mapping values are not allowed in this context":
		return above(lines, m)
	case "could not find expected ':'":
		m = m.at(le.ContextMark)
		if a, ok := yamltext.Split(lines[m.line-1]).Loose(knownKey); ok {
			return m.advises(m.line, a)
		}
		return stray(lines, m)
	case "did not find expected <document start>":
		return m.says("this line begins further to the left than the first one", "let the first line of the file begin in column 1, and the others below it as far in as they belong")
	case "did not find expected '-' indicator", "did not find expected key":
		return indentation(lines, le, m)
	}
	return m.says("this line does not fit into what is above it ("+m.reason+")",
		"look here and in the line above for a quote, a bracket, a colon or a space that is missing; a text with marks in it is safe in quotes")
}

// ofLines finds what is wrong in lines before or in the one, from 1, where the
// parser stopped.
func ofLines(lines []string, last int) (mistake, bool) {
	for i, l := range lines {
		if strings.HasPrefix(l, "<<<<<<< ") {
			return mistake{line: i + 1, column: 1}.says("a merge has left its marks here", "keep one of the two sides, and take the lines with <<<, === and >>> out"), true
		}
	}
	if m, ok := openQuote(lines, last); ok {
		return m, true
	}
	if m, ok := marker(lines, last); ok {
		return m, true
	}
	for i, l := range lines[:last] {
		if strings.HasPrefix(l, "%") {
			return mistake{line: i + 1, column: 1}.says("a line cannot begin with %", "take it out; a text that begins with % must be in quotes"), true
		}
	}
	if l := yamltext.Split(lines[last-1]); strings.Contains(l.Indent, "\t") {
		return mistake{line: last, column: strings.IndexByte(l.Indent, '\t') + 1}.says("there is a tab before the text, and YAML wants spaces", "write two spaces for each tab"), true
	} else if i := strings.IndexByte(l.Marks, '\t'); i >= 0 {
		return mistake{line: last, column: len(l.Indent) + i + 1}.says("there is a tab after this -, and YAML wants a space", fmt.Sprintf("write `%s`", l.With(l.Value))), true
	}
	for _, n := range []int{before(lines, last), last} {
		if n < 1 {
			continue
		}
		text := strings.TrimLeft(lines[n-1], " ")
		if space, _ := utf8.DecodeRuneInString(text); space >= utf8.RuneSelf && unicode.IsSpace(space) {
			return mistake{line: n, column: 1 + len(lines[n-1]) - len(text)}.says(fmt.Sprintf("a space of another kind (U+%04X) stands before the text", space), "type the spaces at the beginning of the line anew"), true
		}
	}
	return mistake{}, false
}

// openQuote explains a quotation mark that is not closed where it ought to be.
func openQuote(lines []string, last int) (mistake, bool) {
	open, ok := yamltext.FindOpen(lines, last)
	if !ok {
		return mistake{}, false
	}
	reason, fix := open.Advice()
	return mistake{line: open.Line, column: open.Column}.says(reason, fix), true
}

// ofParser knows the parser's words for what its lines do not show.
func ofParser(lines []string, le *yaml.LoadError, m mistake) (mistake, bool) {
	switch msg := m.reason; {
	case strings.Contains(msg, "escape character"), msg == "did not find expected hexadecimal number", strings.HasSuffix(msg, "character escape code"):
		fix := `write it twice: \\`
		if whole, ok := yamltext.Split(lines[m.line-1]).Unescaped(); ok {
			fix = fmt.Sprintf("write `%s`", whole)
		}
		return m.says(`a backslash in "double quotes" has a meaning of its own`, fix), true
	case msg == "found unexpected end of stream":
		return m.at(le.ContextMark).says("this quotation mark is never closed", "write it again at the end of the text"), true
	case strings.HasPrefix(msg, "did not find expected ',' or"):
		closing := msg[len(msg)-2 : len(msg)-1]
		if le.ContextMark.Line < m.line {
			return bracket(lines, m.at(le.ContextMark), m.line, closing), true
		}
		if line := []rune(lines[m.line-1]); m.column > 1 && m.column <= len(line) && line[m.column-1] == ':' {
			word := string(line[:m.column-1])
			word = word[strings.LastIndexAny(word, " ,{[")+1:]
			m.column -= utf8.RuneCountInString(word)
			return m.says("a comma is missing before this key", fmt.Sprintf("write `, %s:`", shorten(word))), true
		}
		return m.says("a comma or "+closing+" is missing before this", "write it here"), true
	case strings.HasPrefix(le.ContextMsg, "while parsing a flow") && le.ContextMark.Line < m.line:
		return m.says("this does not fit between the brackets that are open here", "close them with ] or } above this line, or take this out"), true
	case strings.Contains(msg, " tab"):
		return tab(lines, m), true
	}
	return m, false
}

// tab points at the tab that the parser stumbled on.
func tab(lines []string, m mistake) mistake {
	if i := strings.IndexByte(lines[m.line-1], '\t'); i >= 0 {
		m.column = 1 + utf8.RuneCountInString(lines[m.line-1][:i])
	}
	return m.says("there is a tab here, and YAML wants spaces", "write spaces in its place")
}

// knownKey reports whether a word is a key of a CV, wherever it stands.
func knownKey(word string) bool { return hasKey(reflect.TypeFor[CV](), word) }

func hasKey(t reflect.Type, word string) bool {
	for t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || t == dateType {
		return false
	}
	for _, f := range Fields(t) {
		if f.Key == word || hasKey(f.Type, word) {
			return true
		}
	}
	return false
}

// shorten keeps what a message repeats of a file short and clean.
func shorten(s string) string { return atMost(oneLine(s), 60) }

func atMost(s string, most int) string {
	if len(s) <= most {
		return s
	}
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
