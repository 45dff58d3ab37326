package data

import (
	"fmt"
	"strings"

	"wenkaiyue.com/cv/data/yamltext"
)

// bracket explains why the parser has stopped, in the line last, between the
// brackets that are open at m.
func bracket(lines []string, m mistake, last int, closing string) mistake {
	l := yamltext.Split(lines[m.line-1])
	if item := commented(l.Value); item != "" && l.Column() == m.column {
		return m.says("after a space, # begins a comment, so this bracket is not closed in its line", fmt.Sprintf("put the text with the # in quotes: `%s`", yamltext.Quote(item)))
	}
	if n := before(lines, last); n >= m.line && closes(lines, m) {
		text := strings.TrimRight(lines[n-1], " \t")
		if first := lines[n-1]; text != "" && !strings.ContainsAny(text[len(text)-1:], ",[{") && strings.TrimSpace(lines[last-1]) != "" {
			m = mistake{line: n, column: len([]rune(text)) + 1}
			return m.says("a comma is missing at the end of this line", fmt.Sprintf("write `%s,`", shorten(first)))
		}
	}
	return unclosed(lines, m, closing)
}

// unclosed explains a bracket that is closed nowhere.
func unclosed(lines []string, m mistake, closing string) mistake {
	l := yamltext.Split(lines[m.line-1])
	if text := strings.TrimLeft(l.Value, "[{"); text != "" && l.Column() == m.column {
		return m.says("this bracket is not closed", fmt.Sprintf("write %s after its last value; or `%s` if it is text", closing, l.Quoted()))
	}
	return m.says("this bracket is not closed", "write "+closing+" after its last value; or take the bracket out if there is to be none")
}

// before is the last line before one, both from 1, that says something; 0 where
// there is none.
func before(lines []string, line int) int {
	for line--; line >= 1 && empty([]byte(lines[line-1])); {
		line--
	}
	return line
}

// closes reports whether the bracket at m is closed somewhere.
func closes(lines []string, m mistake) bool {
	depth := 0
	for i := m.line - 1; i < len(lines); i++ {
		line := lines[i]
		if i == m.line-1 {
			line = string([]rune(line)[min(m.column-1, len([]rune(line))):])
		}
		for _, r := range line {
			switch r {
			case '[', '{':
				depth++
			case ']', '}':
				if depth--; depth == 0 {
					return true
				}
			}
		}
	}
	return false
}

// commented is the item, of a list in brackets, in which a # begins a comment; its
// line closes the list all the same.
func commented(value string) string {
	value = strings.TrimSpace(value)
	if !strings.HasPrefix(value, "[") || !strings.HasSuffix(value, "]") {
		return ""
	}
	for item := range strings.SplitSeq(value[1:len(value)-1], ",") {
		if item = strings.TrimSpace(item); strings.Contains(item, " #") && !strings.ContainsAny(item, `"'`) {
			return item
		}
	}
	return ""
}
