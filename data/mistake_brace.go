package data

import (
	"fmt"
	"strings"
)

// Brackets and quotes of JSON that are not closed, or once too often.

// opened finds the brackets that are open at the end of some JSON, by their
// offsets, and that of a text that is open too; -1 where none is.
func opened(src string) (brackets []int, text int) {
	text = -1
	for i := 0; i < len(src); i++ {
		switch c := src[i]; {
		case text >= 0 && c == '\\':
			i++
		case c == '"' && text >= 0:
			text = -1
		case c == '"':
			text = i
		case text >= 0:
		case c == '{' || c == '[':
			brackets = append(brackets, i)
		case (c == '}' || c == ']') && len(brackets) > 0:
			brackets = brackets[:len(brackets)-1]
		}
	}
	return brackets, text
}

// closer is the bracket that closes another one.
func closer(open byte) string {
	if open == '[' {
		return "]"
	}
	return "}"
}

// endsEarly explains the end of a file where there ought to be more.
func endsEarly(m mistake, src string) mistake {
	brackets, text := opened(src)
	switch {
	case text >= 0:
		m.line, m.column = position([]byte(src), text)
		return m.says("this quotation mark is never closed", openText(src))
	case len(brackets) == 0:
		return m.says("the file ends too early", "look for what is missing, or restore the end of the file")
	}
	last := brackets[len(brackets)-1]
	m.line, m.column = position([]byte(src), last)
	var missing strings.Builder
	for i := len(brackets) - 1; i >= 0; i-- {
		missing.WriteString(closer(src[brackets[i]]))
	}
	return m.says(fmt.Sprintf("this %c is never closed", src[last]), fmt.Sprintf("write `%s` at the end of the file, or restore its end if that is lost", shorten(missing.String())))
}

// afterEnd explains what stands behind the bracket that ends the CV.
func afterEnd(m mistake, last, after string) mistake {
	if rest := strings.TrimSpace(after); strings.ContainsAny(rest[:min(1, len(rest))], `,"`) && strings.HasSuffix(last, "}") {
		line, column := position([]byte(last), len(last)-1)
		m.line, m.column = line, column
		return m.says("there is one } too many, so that the CV ends here, and more follows", "take this one out")
	}
	return m.says("there is something after the closing brace", "take it out")
}

// wrongBracket explains a bracket that closes another one than was opened last.
func wrongBracket(m mistake, before string, char rune) mistake {
	brackets, _ := opened(before)
	for i, at := range brackets {
		if closer(before[at]) != string(char) || i == len(brackets)-1 {
			continue
		}
		last, line := brackets[len(brackets)-1], m.line
		m.line, m.column = position([]byte(before), last)
		return m.says(fmt.Sprintf("this %c is not closed", before[last]), fmt.Sprintf("write %s after its last value, before the %c in line %d", closer(before[last]), char, line))
	}
	return m.says(fmt.Sprintf("%c closes a bracket of the other kind", char), "write the other one in its place, or take it out if it is one too many")
}

// lastText is the text in quotes that ends some JSON; empty where none does.
func lastText(src string) string {
	in, ok := strings.CutSuffix(src, `"`)
	if !ok {
		return ""
	}
	return in[strings.LastIndexByte(in, '"')+1:]
}

// backTo is m at the quotation mark of [lastText].
func (m mistake) backTo(src string) mistake {
	m.line, m.column = position([]byte(src), len(src)-len(lastText(src))-2)
	return m
}

// openText is what to write for a text that is open at the end of some JSON.
func openText(src string) string {
	_, at := opened(src)
	if at < 0 {
		return "close the quotes"
	}
	text := strings.TrimRight(src[at+1:], " \t\r\n")
	words := strings.TrimRight(text, ",]} ")
	return fmt.Sprintf("write `\"%s\"%s`", shorten(words), shorten(text[len(words):]))
}
