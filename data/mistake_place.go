package data

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/yamltext"
)

// Lines of YAML that stand where they belong to nothing.

// above explains a key where none can be: the line above it is not what it
// looks like.
func above(lines []string, m mistake) mistake {
	n := before(lines, m.line)
	if n >= 1 {
		l := yamltext.Split(lines[n-1])
		if strings.HasPrefix(l.Value, "[") || strings.HasPrefix(l.Value, "{") {
			closing := map[byte]string{'[': "]", '{': "}"}[l.Value[0]]
			return bracket(lines, mistake{line: n, column: l.Column()}, m.line, closing)
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
	if n >= 2 && !yamltext.Split(lines[n-1]).Begins() && yamltext.Split(lines[n-1]).Start() < l.Start() {
		return stray(lines, mistake{line: n, column: yamltext.Split(lines[n-1]).Column()})
	}
	m.column = 1 + len(l.Indent)
	if n >= 1 && !knownKey(l.Word()) && yamltext.Split(lines[n-1]).Value != "" {
		return m.says("this line goes on with the text above it, and there is a colon in it", "put quotes around the whole text, from its first line to its last")
	}
	return m.says("this line is indented further than the one above it", "let the two begin in the same column")
}

// stray explains a line that is neither key nor item, and goes on with no text.
func stray(lines []string, m mistake) mistake {
	text := yamltext.Split(lines[m.line-1]).Value
	for n := before(lines, m.line); n >= 1; n = before(lines, n) {
		if above := yamltext.Split(lines[n-1]); above.Begins() {
			in := above.Start() + 1
			if above.Key == "" {
				in = above.Column() - 1
			}
			if above.Value == "" || in < 0 {
				break
			}
			return m.says("this line is neither a key with a value nor an item of a list",
				fmt.Sprintf("begin it in column %d if it goes on with the text of line %d; or write `key: value` or `- item`", in+1, n))
		}
	}
	return m.says("this line is neither a key with a value nor an item of a list", fmt.Sprintf("write `key: value` or `- item`, such as `- %s`", shorten(text)))
}

// loneMark explains a line that ought to be what the - above it, which has nothing
// behind it, is for.
func loneMark(lines []string, m mistake) (mistake, bool) {
	n := before(lines, m.line)
	if n < 1 {
		return m, false
	}
	l, mark := yamltext.Split(lines[m.line-1]), yamltext.Split(lines[n-1])
	if mark.Marks == "" || mark.Text() != "" || l.Marks != "" || l.Text() == "" || l.Start() > mark.Start() {
		return m, false
	}
	m = mistake{line: n, column: mark.Start()}
	return m.says("there is nothing behind this -, and the line below it is not further in",
		fmt.Sprintf("write the two as one line: `- %s`; what else belongs to the item begins in column %d", shorten(l.Text()), mark.Start()+2)), true
}

// heading explains a text that ends with a colon and has a list below it.
func heading(lines []string, m mistake) (mistake, bool) {
	l := yamltext.Split(lines[m.line-1])
	if l.Key == "" || !strings.HasSuffix(l.Value, ":") || strings.ContainsAny(l.Value[:1], "\"'[{|>") {
		return m, false
	}
	for _, below := range lines[m.line:] {
		next := yamltext.Split(below)
		if next.Text() == "" && next.Marks == "" {
			continue
		}
		if next.Marks == "" || next.Start() < l.Start() {
			break
		}
		m.column = l.Column()
		return m.says("a text and a list follow this key, and only one of them can", fmt.Sprintf("write `%s` alone if all of it is one text; below it `%s` and the items, two spaces further in than the key", l.With("|"), shorten(l.Value))), true
	}
	return m, false
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
			fmt.Sprintf("begin it in column %d, under the first word of the item", firstWord(lines, m.line, among)))
	case l.Marks != "":
		return m.says("there is an item of a list here, among keys", "put its - under the - above it, or under the key that the list belongs to")
	}
	return m.says("this line begins in a column in which nothing above it does",
		"put it under the key that it belongs with; two spaces go one level deeper")
}

// firstWord is the column of the first word of the item that line, from 1, is to
// belong to; its - stands in the column mark.
func firstWord(lines []string, line, mark int) int {
	below := yamltext.Line{}
	for n := before(lines, line); n >= 1; n = before(lines, n) {
		l := yamltext.Split(lines[n-1])
		switch {
		case l.Marks == "" || 1+utf8.RuneCountInString(l.Indent) != mark:
			below = l
		case l.Text() == "" && below.Text() != "":
			return 1 + utf8.RuneCountInString(below.Indent)
		default:
			return 1 + utf8.RuneCountInString(l.Indent+l.Marks)
		}
	}
	return mark + 2
}

// topLevel reports whether a word is a key of the CV itself and of nothing in it.
func topLevel(word string) bool {
	return slices.Contains(append(Lists(), "basics", "meta"), word)
}
