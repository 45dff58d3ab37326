package data

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"
)

// What a line of YAML looks like to people and is not.

// ofLine explains the line at which the parser stopped.
func ofLine(lines []string, le *yaml.LoadError, at slip) (slip, bool) {
	l := splitLine(lines[at.line-1])
	char, size := utf8.DecodeRuneInString(l.value)
	space := len(l.value) == size || l.value != "" && strings.ContainsRune(" \t", rune(l.value[size]))
	found := func(column int, reason, fix string) (slip, bool) {
		return slip{at.line, column, reason, fix}, true
	}
	switch {
	case strings.HasPrefix(lines[at.line-1], "%"):
		return found(1, "a line cannot begin with %", "take it out; a text that begins with % must be in quotes")
	case l.value == "":
	case !l.begins() && char == '*' && space:
		return found(l.column(), "* does not make this an item of a list", "write `- "+Cut(strings.TrimSpace(l.value[1:]), 160)+"`")
	case (char == '"' || char == '\'') && closing(l.value) > 0 && closing(l.value) < len(l.value):
		end := closing(l.value)
		rest := strings.TrimSpace(l.value[end:])
		column := l.column() + utf8.RuneCountInString(l.value) - utf8.RuneCountInString(rest)
		switch {
		case rest == "," || rest == ";":
			return found(column, "nothing can stand behind the end of this value, and there is a "+rest, "take it out: "+l.with(strings.TrimSpace(l.value[:end])))
		case rest[0] == ':':
			return found(column, "there is no space after this colon", "write "+l.with(l.value[:end]+": "+strings.TrimSpace(rest[1:])))
		}
		return found(column, "the quotes end before this, and more follows", "put the whole in quotes: "+l.quoted())
	case (char == '[' || char == '{') && balanced(l.value) > 0 && balanced(l.value) < len(l.value):
		return found(l.column(), fmt.Sprintf("a text that begins with %c must be in quotes", char), "write "+l.quoted())
	case (char == '|' || char == '>') && l.key != "" && !blockHeader.MatchString(l.value):
		return found(l.column(), fmt.Sprintf("after %c the text begins on the next line, and there is text in this one", char),
			"write "+l.with(string(char))+" alone and the text below it, two spaces further in; or put it in quotes: "+l.quoted())
	case strings.ContainsRune("@`%*&!,]}|>", char) && !blockHeader.MatchString(l.value), char == '?' && space:
		return found(l.column(), fmt.Sprintf("a text that begins with %c must be in quotes", char), "write "+l.quoted())
	case char == '-' && space && l.key != "":
		return found(l.column(), "a list does not begin on the line of its key",
			fmt.Sprintf("write `%s` alone, and `%s` on the next line; or put it in quotes if it is text: %s", strings.TrimSpace(l.marks+l.key), Cut(l.value, 160), l.quoted()))
	case l.key != "" && le.Message == "mapping values are not allowed in this context" && (strings.Contains(l.value, ": ") || strings.HasSuffix(l.value, ":")):
		return secondColon(lines, l, at)
	}
	return slip{}, false
}

// secondColon explains a line with a key and another colon.
func secondColon(lines []string, l yamlLine, at slip) (slip, bool) {
	first, _, _ := strings.Cut(l.value, ":")
	before := utf8.RuneCountInString(first)
	if n := at.line; strings.HasSuffix(l.value, ":") && n < len(lines) && splitLine(lines[n]).marks != "" {
		return slip{n, l.column(), "a text and a list follow this key, and only one of them can",
			"write " + l.with("|") + " alone if all of it is one text, with the lines below it two spaces further in than the key"}, true
	}
	if l.marks == "" && rootKey(l.word()) != "" && knownKey(first) {
		return slip{at.line, l.column() + before, "two keys stand in one line", fmt.Sprintf("write `%s` alone, and `%s` on the next line, two spaces further in", strings.TrimSpace(l.key), Cut(l.value, 160))}, true
	}
	whole := l
	if l.marks != "" && !knownKey(l.word()) { // all of it is text
		whole.key, whole.value = "", l.text()
	}
	return slip{at.line, l.column() + before, "there is a second colon in this line, so that it could be read in two ways", "put the text in quotes: " + whole.quoted()}, true
}

// ofLineAbove explains a line that is text to YAML and something else to people: an
// item or a key without its space or its colon, or with the mark of a word
// processor. The parser stops there, or in the line below it.
func ofLineAbove(lines []string, le *yaml.LoadError, at slip) (slip, bool) {
	for _, n := range []int{above(lines, at.line), at.line} {
		if n < 1 || n == at.line && le.Message != "could not find expected ':'" && le.Message != "did not find expected key" {
			continue
		}
		if column, reason, fix := loose(splitLine(lines[n-1])); reason != "" {
			return slip{n, column, reason, fix}, true
		}
	}
	return slip{}, false
}

func loose(l yamlLine) (column int, reason, fix string) {
	text := l.text()
	if mark, rest := listMark(text); mark != "" && l.marks == "" {
		if mark == "-" {
			return 1 + len(l.indent), "there is no space after this -", "write `- " + Cut(rest, 160) + "`"
		}
		return 1 + len(l.indent), mark + " does not make this an item of a list", "write `- " + Cut(rest, 160) + "`"
	}
	word, rest := text, ""
	if i := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '-' }); i >= 0 {
		word, rest = text[:i], text[i:]
	}
	if after := strings.TrimLeft(rest, " \t"); strings.HasPrefix(after, "=") {
		rest = after
	}
	sign, size := utf8.DecodeRuneInString(rest)
	value := strings.TrimSpace(rest[size:])
	behind := l.start() + utf8.RuneCountInString(word)
	write := "write " + yamlLine{marks: l.marks, key: word + ": "}.with(value)
	switch {
	case text != "" && strings.Trim(text, "-=_*~") == "":
		return l.start(), "this line of marks means nothing in YAML", "take it out"
	case word == "":
	case sign == '：':
		return behind, "the colon ： is of another script, which YAML does not know", write
	case sign == ':' && l.key == "" && value != "" && !strings.HasPrefix(value, "//"):
		return behind, "there is no space after this colon", write
	case !knownKey(word):
	case sign == '=':
		return behind, "a key and its value have a colon between them, and there is a =", write
	case rest == "", sign == ' ' && l.key == "":
		return l.start(), fmt.Sprintf("`%s` is a key without a colon", word), write
	}
	return 0, "", ""
}

// column explains a line that begins in a column where it belongs to nothing above
// it.
func column(lines []string, le *yaml.LoadError, at slip) (slip, bool) {
	l := splitLine(lines[at.line-1])
	n := above(lines, at.line)
	up := yamlLine{}
	if n > 0 {
		up = splitLine(lines[n-1])
	}
	found := func(line, column int, reason, fix string) (slip, bool) {
		return slip{line, column, reason, fix}, true
	}
	first, key := 1+len(l.indent), "name: "
	if SafeURL(up.value) != "" {
		key = "url: "
	}
	inList := strings.Contains(le.ContextMsg, "collection")
	switch {
	case le.Message == "did not find expected <document start>":
		return found(at.line, 1, "this line begins further to the left than the first one", "let the first line of the file begin in column 1, and the others below it as far in as they belong")
	case up.marks != "" && up.text() == "" && !l.begins() || up.marks != "" && up.text() == "" && l.marks == "" && len(l.indent) <= len(up.indent):
		return found(n, 1+len(up.indent), "there is nothing behind this -, and the line below it is not further in",
			fmt.Sprintf("write the two as one line: `- %s`; what else belongs to the item begins in column %d", Cut(l.text(), 160), len(up.indent)+3))
	case le.Message == "mapping values are not allowed in this context" && up.marks != "" && up.key == "" && l.key != "" && len(l.indent) > len(up.indent):
		return found(n, up.column(), "lines with keys follow this one, and it has no key itself", "write "+yamlLine{marks: up.marks, key: key}.with(up.value)+", or the key that you mean")
	case le.Message == "could not find expected ':'", !up.begins() && up.text() != "" && le.Message == "mapping values are not allowed in this context":
		if le.Message[0] == 'm' {
			at.line, at.column = n, 1+len(up.indent)
		}
		return found(at.line, at.column, "this line is neither a key with a value nor an item of a list", "write `key: value` or `- item`; or indent it further if it goes on with the text above")
	case le.Message == "mapping values are not allowed in this context" && !knownKey(l.word()) && up.value != "":
		return found(at.line, first, "this line goes on with the text above it, and there is a colon in it", "put quotes around the whole text, from its first line to its last")
	case le.Message == "mapping values are not allowed in this context":
		return found(at.line, first, "this line is indented further than the one above it", "let the two begin in the same column")
	case at.column > first:
		return found(at.line, at.column, "the value ended before this, and more follows", "put the whole in quotes: "+l.quoted())
	case inList && l.marks != "":
		return found(at.line, first, fmt.Sprintf("this - stands in column %d and those above it in column %d", first, le.ContextMark.Column), "put it under the - above it")
	case l.marks == "" && rootKey(l.word()) == l.word() && l.word() != "":
		return found(at.line, first, fmt.Sprintf("`%s` belongs at the beginning of a line", l.word()), fmt.Sprintf("begin it in column 1: `%s`", strings.TrimSpace(l.key)))
	case inList:
		return found(at.line, first, "this line belongs to the item above it and is not indented as far", fmt.Sprintf("begin it in column %d, under the first word of the item", firstWord(lines, at.line, le.ContextMark.Column)))
	case l.marks != "":
		return found(at.line, first, "there is an item of a list here, among keys", "put its - under the - above it, or under the key that the list belongs to")
	case l.text() != "":
		return found(at.line, first, "this line begins in a column in which nothing above it does", "put it under the key that it belongs with; two spaces go one level deeper")
	}
	return slip{}, false
}

// firstWord is the column of the first word of the item above a line, from 1, whose -
// stands in the column mark.
func firstWord(lines []string, line, mark int) int {
	below := mark + 2
	for n := above(lines, line); n >= 1; n = above(lines, n) {
		l := splitLine(lines[n-1])
		if l.marks != "" && len(l.indent)+1 == mark {
			if l.text() != "" {
				return l.start()
			}
			return below
		}
		below = len(l.indent) + 1
	}
	return below
}
