package data

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"
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

// error refuses the named file; about says of what the mistake is one.
func (m mistake) error(name, about string) error {
	return &SyntaxError{File: name, Line: m.line, Column: m.column, Reason: about + m.reason, Fix: m.fix}
}

// explain turns the parser's message into what the owner of the file has done.
// It knows the parser's words for the mistakes that people make in a CV; for
// another the parser's own words stay.
func explain(lines []string, le *yaml.LoadError, m mistake) mistake {
	if m.line > len(lines) { // the end of the file
		lines = append(lines, make([]string, m.line-len(lines))...)
	}
	line := lines[m.line-1]
	indent, text := split(line)
	begins := m.column <= utf8.RuneCountInString(indent)+1 // nothing stands before it
	if i := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "<<<<<<< ") }); i >= 0 {
		return mistake{line: i + 1, column: 1}.says("a merge has left its marks here", "keep one of the two sides, and take the lines with <<<, === and >>> out")
	}
	switch msg := m.reason; {
	case strings.Contains(indent, "\t"):
		return m.says("there is a tab before the text, and YAML wants spaces", "write two spaces for each tab")
	case msg == "mapping values are not allowed in this context":
		return colon(lines, m)
	case strings.HasPrefix(msg, "unknown anchor"):
		return m.says("a value cannot begin with *", quoted(text))
	case msg == "found character that cannot start any token",
		strings.HasSuffix(msg, "are not allowed in this context"):
		return m.says("a value cannot begin with "+first(line, m.column), quoted(text))
	case msg == "found unexpected end of stream":
		m = m.at(le.ContextMark)
		return m.says("this quotation mark has no second one", "close it at the end of the text")
	case msg == "found unknown escape character":
		return m.says(`a backslash in "double quotes" has a meaning of its own`, `write it twice: \\`)
	case strings.HasPrefix(msg, "did not find expected ',' or"):
		closing := msg[len(msg)-2 : len(msg)-1]
		if le.ContextMark.Line < m.line {
			return m.at(le.ContextMark).says("this bracket is not closed", "write "+closing+" after its last value")
		}
		return m.says("a comma or "+closing+" is missing before this", "write it here")
	case msg == "could not find expected ':'":
		return m.at(le.ContextMark).says("this line is neither a key with a value nor an item of a list",
			"write `key: value` or `- item`; indent it further where it goes on with the text above")
	case msg == "did not find expected key" && !begins:
		return m.says("the value ended before this, and more follows", quoted(text))
	case msg == "did not find expected '-' indicator", msg == "did not find expected key":
		return indentation(lines, le, m)
	}
	return m
}

// colon explains a ":" where no key can be.
func colon(lines []string, m mistake) mistake {
	_, text := split(lines[m.line-1])
	if key, value, ok := strings.Cut(text, ": "); ok && strings.Contains(key+value, ":") && strings.Contains(value, ":") {
		return m.says("there is a second colon in this line, so that it could be read in two ways", quoted(text))
	}
	above := m.line - 1
	for above > 1 && empty([]byte(lines[above-1])) {
		above--
	}
	if above >= 1 {
		_, before := split(lines[above-1])
		before = strings.TrimPrefix(before, "- ")
		key, value, ok := strings.Cut(before, ":")
		switch i, closing := unclosed(lines[above-1]); {
		case closing != "":
			m.line, m.column = above, i
			return m.says("this bracket is not closed", "write "+closing+" after its last value")
		case ok && value != "" && !strings.HasPrefix(value, " ") && !strings.Contains(key, " "):
			m.line, m.column = above, 1+utf8.RuneCountInString(lines[above-1][:strings.Index(lines[above-1], ":")])
			return m.says("there is no space after this colon", fmt.Sprintf("write `%s: %s`", key, value))
		case !strings.Contains(before, ":"):
			m.line, m.column = above, 1+len(lines[above-1])-len(before)
			return m.says(fmt.Sprintf("`%s` is a key without a colon", shorten(before)), fmt.Sprintf("write `%s:`", shorten(before)))
		}
	}
	m.column = 1 + utf8.RuneCountInString(lines[m.line-1]) - utf8.RuneCountInString(strings.TrimLeft(lines[m.line-1], " "))
	return m.says("this line is indented further than the one above it", "let the two begin in the same column")
}

// unclosed finds the bracket at the beginning of a line's value, if it is not
// closed in the line: its column and what would close it.
func unclosed(line string) (column int, closing string) {
	for _, pair := range []string{"[]", "{}"} {
		for _, before := range []string{": ", "- "} {
			i := strings.Index(line, before+pair[:1])
			if i >= 0 && strings.Count(line, pair[:1]) > strings.Count(line, pair[1:]) {
				return utf8.RuneCountInString(line[:i+len(before)]) + 1, pair[1:]
			}
		}
	}
	return 0, ""
}

// indentation explains a line that begins in a column where it belongs to
// nothing above it.
func indentation(lines []string, le *yaml.LoadError, m mistake) mistake {
	indent, text := split(lines[m.line-1])
	among := le.ContextMark.Column
	switch {
	case strings.Contains(le.ContextMsg, "collection") && strings.HasPrefix(text, "-"):
		return m.says(fmt.Sprintf("this - stands in column %d and those above it in column %d", len(indent)+1, among),
			"put it under the - above it")
	case strings.Contains(le.ContextMsg, "collection"):
		return m.says("this line belongs to the item above it and is not indented as far",
			fmt.Sprintf("begin it in column %d, under the first word of the item", among+2))
	case strings.HasPrefix(text, "-"):
		return m.says("there is an item of a list here, among keys", "put its - under the - above it, or under the key that the list belongs to")
	}
	return m.says("this line begins in a column in which nothing above it does",
		"put it under the key that it belongs with; two spaces go one level deeper")
}

// split parts a line into what it is indented by and its text, without the marks
// of list items.
func split(line string) (indent, text string) {
	text = strings.TrimLeft(line, " \t")
	indent = line[:len(line)-len(text)]
	return indent, strings.TrimSpace(text)
}

// first is the character in the given column, for people.
func first(line string, column int) string {
	if r := []rune(line); column >= 1 && column <= len(r) && r[column-1] > ' ' {
		return string(r[column-1])
	}
	return "this"
}

// quoted advises quotes around the value in a line of YAML.
func quoted(text string) string {
	for strings.HasPrefix(text, "- ") {
		text = strings.TrimSpace(text[2:])
	}
	key, value, ok := strings.Cut(text, ": ")
	if ok {
		key += ": "
	} else {
		key, value = "", text
	}
	value = strings.TrimSpace(value)
	if v := strings.Trim(value, `"'`); strings.HasPrefix(value, `"`) || strings.HasPrefix(value, "'") {
		value = v
	}
	if strings.Contains(value, `"`) {
		return fmt.Sprintf("put the whole in single quotes: `%s'%s'`", key, shorten(strings.ReplaceAll(value, "'", "''")))
	}
	return fmt.Sprintf("put the whole in quotes: `%s\"%s\"`", key, shorten(strings.ReplaceAll(value, `\`, `\\`)))
}

// shorten keeps what a message repeats of a file short and clean.
func shorten(s string) string {
	const most = 60
	if r := []rune(oneLine(s)); len(r) > most {
		return string(r[:most]) + "…"
	}
	return oneLine(s)
}
