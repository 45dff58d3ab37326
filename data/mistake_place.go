package data

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/yamltext"
)

// Lines of YAML that stand where they belong to nothing.

// above explains a key where none can be: the line above it is not what it
// looks like.
func above(lines []string, m mistake) mistake {
	n := m.line - 1
	for n > 1 && empty([]byte(lines[n-1])) {
		n--
	}
	if n >= 1 {
		l := yamltext.Split(lines[n-1])
		if strings.HasPrefix(l.Value, "[") || strings.HasPrefix(l.Value, "{") {
			closing := map[byte]string{'[': "]", '{': "}"}[l.Value[0]]
			return unclosed(lines, mistake{line: n, column: l.Column()}, closing)
		}
		if a, ok := l.Loose(knownKey); ok {
			return m.advises(n, a)
		}
		if entry := itemOf(lines, n-1); entry != "" && below(lines[m.line-1], l) {
			a := yamltext.Advice{Column: l.Column(), Reason: "lines with keys follow this one, and it has no key itself", Fix: fmt.Sprintf("write `%s`", yamltext.Line{Marks: l.Marks, Key: entry + ": "}.With(yamltext.Value(l.Value)))}
			return m.advises(n, a)
		}
		if a, ok := l.Loose(func(word string) bool { return word == l.Value }); ok {
			return m.advises(n, a)
		}
	}
	l := yamltext.Split(lines[m.line-1])
	m.column = 1 + len(l.Indent)
	if n >= 1 && !knownKey(l.Word()) && yamltext.Split(lines[n-1]).Value != "" {
		return m.says("this line goes on with the text above it, and there is a colon in it", "put quotes around the whole text, from its first line to its last")
	}
	return m.says("this line is indented further than the one above it", "let the two begin in the same column")
}

// itemOf is the key for the text of line i (from 0), an item of a list of entries
// that has no key; empty where it is none.
func itemOf(lines []string, i int) string {
	l := yamltext.Split(lines[i])
	if l.Marks == "" || l.Key != "" || l.Value == "" {
		return ""
	}
	for j := i - 1; j >= 0; j-- {
		above := yamltext.Split(lines[j])
		if above.Marks == "" && above.Key != "" && above.Start() <= l.Start() {
			return aloneIn(reflect.TypeFor[CV](), above.Word(), l.Value)
		}
	}
	return ""
}

// below reports whether a line is a key under the text of an item.
func below(line string, item yamltext.Line) bool {
	l := yamltext.Split(line)
	return l.Marks == "" && l.Key != "" && l.Start() > item.Start()
}

// aloneIn is the key that a text means which is alone in the list of that name;
// empty where it is no list of entries.
func aloneIn(t reflect.Type, list, text string) string {
	for _, f := range Fields(t) {
		of := f.Type
		if of.Kind() == reflect.Slice {
			of = of.Elem()
		}
		switch {
		case of.Kind() != reflect.Struct || of == dateType:
		case f.Key == list && f.Type != of:
			return Alone(of, text).Key
		default:
			if key := aloneIn(of, list, text); key != "" {
				return key
			}
		}
	}
	return ""
}

// indentation explains a line that begins in a column where it belongs to
// nothing above it.
func indentation(lines []string, le *yaml.LoadError, m mistake) mistake {
	l := yamltext.Split(lines[m.line-1])
	among := le.ContextMark.Column
	switch {
	case m.column > len(l.Indent)+1:
		return m.says("the value ended before this, and more follows", fmt.Sprintf("put the whole in quotes: `%s`", l.Quoted()))
	case strings.Contains(le.ContextMsg, "collection") && l.Marks != "":
		return m.says(fmt.Sprintf("this - stands in column %d and those above it in column %d", len(l.Indent)+1, among),
			"put it under the - above it")
	case topLevel(l.Word()) && l.Marks == "":
		return m.says(fmt.Sprintf("`%s` belongs at the beginning of a line", l.Word()), fmt.Sprintf("begin it in column 1: `%s`", strings.TrimSpace(l.Key)))
	case strings.Contains(le.ContextMsg, "collection"):
		return m.says("this line belongs to the item above it and is not indented as far",
			fmt.Sprintf("begin it in column %d, under the first word of the item", among+2))
	case l.Marks != "":
		return m.says("there is an item of a list here, among keys", "put its - under the - above it, or under the key that the list belongs to")
	}
	return m.says("this line begins in a column in which nothing above it does",
		"put it under the key that it belongs with; two spaces go one level deeper")
}

// topLevel reports whether a word is a key of the CV itself and of nothing in it.
func topLevel(word string) bool {
	return slices.Contains(append(Lists(), "basics", "meta"), word)
}
