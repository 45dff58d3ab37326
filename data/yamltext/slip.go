package yamltext

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Advice is what is wrong with a line, and what to write instead.
type Advice struct {
	Column      int // from 1
	Reason, Fix string
}

// Slip finds what no value in a line of YAML can be, though it is a text to
// people. It is for lines that the parser has refused: some of what it finds has
// a meaning to YAML. known tells keys from other words.
func (l Line) Slip(known func(word string) bool) (Advice, bool) {
	char, size := utf8.DecodeRuneInString(l.Value)
	space := len(l.Value) == size || strings.ContainsRune(" \t", rune(l.Value[min(size, len(l.Value)-1)]))
	switch {
	case l.Value == "":
		return Advice{}, false
	case l.Marks == "" && l.Key == "" && char == '*' && space:
		return l.bullet("*", strings.TrimSpace(l.Value[1:])), true
	case strings.ContainsRune(`"'`, char):
		return l.after(closing(l.Value))
	case strings.ContainsRune("[{", char):
		return l.after(balanced(l.Value))
	case strings.ContainsRune("|>", char):
		return l.block(char)
	case strings.ContainsRune("@`%*&!,]}", char), char == '?' && space:
		return l.quotes(char), true
	case char == '-' && space && l.Key != "":
		return Advice{l.Column(), "a list does not begin on the line of its key",
			fmt.Sprintf("write `%s` alone, and `%s` on the next line; or put it in quotes if it is text: `%s`", strings.TrimSpace(l.Marks+l.Key), l.Value, l.Quoted())}, true
	case l.Key != "" && (strings.Contains(l.Value, ": ") || strings.HasSuffix(l.Value, ":")):
		whole := l
		if l.Marks != "" && !known(l.Word()) { // all of it is text
			whole.Key, whole.Value = "", l.Text()
		}
		return Advice{l.Column() + utf8.RuneCountInString(l.Value[:colonIn(l.Value)]),
			"there is a second colon in this line, so that it could be read in two ways", fmt.Sprintf("put the text in quotes: `%s`", whole.Quoted())}, true
	}
	return Advice{}, false
}

func colonIn(value string) int {
	if i := strings.Index(value, ": "); i >= 0 {
		return i
	}
	return len(value) - 1
}

// quotes advises quotes around the value, which begins with char.
func (l Line) quotes(char rune) Advice {
	return Advice{l.Column(), fmt.Sprintf("a text that begins with %c must be in quotes", char), fmt.Sprintf("write `%s`", l.Quoted())}
}

// after explains what stands behind the quote or bracket that ends the value.
func (l Line) after(end int) (Advice, bool) {
	rest := strings.TrimSpace(l.Value[end:])
	column := l.Column() + utf8.RuneCountInString(l.Value) - utf8.RuneCountInString(rest)
	switch {
	case end == 0, rest == "":
		return Advice{}, false
	case rest == "," || rest == ";":
		return Advice{column, "nothing can stand behind the end of this value, and there is a " + rest,
			fmt.Sprintf("take it out: `%s`", l.With(strings.TrimSpace(l.Value[:end])))}, true
	case rest[0] == ':':
		return Advice{column, "there is no space after this colon", fmt.Sprintf("write `%s`", l.With(l.Value[:end]+": "+strings.TrimSpace(rest[1:])))}, true
	case l.Value[0] == '"' || l.Value[0] == '\'':
		return Advice{column, "the quotes end before this, and more follows", fmt.Sprintf("put the whole in quotes: `%s`", l.Quoted())}, true
	}
	char, _ := utf8.DecodeRuneInString(l.Value)
	return l.quotes(char), true
}

// block explains a value that begins as a text of several lines does.
func (l Line) block(char rune) (Advice, bool) {
	if blockHeader.MatchString(l.Value) {
		return Advice{}, false
	}
	if l.Key == "" {
		return l.quotes(char), true
	}
	return Advice{l.Column(), fmt.Sprintf("after %c the text begins on the next line, and there is text in this one", char),
		fmt.Sprintf("write `%s` alone and the text below it, two spaces further in; or put it in quotes: `%s`", l.With(string(char)), l.Quoted())}, true
}

// balanced is where the brackets at the beginning of s are closed; 0 where they
// are not.
func balanced(s string) int {
	closer := map[byte]byte{'[': ']', '{': '}'}[s[0]]
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case s[0]:
			depth++
		case closer:
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}

// Loose finds what is text to YAML and something else to people: a list item or
// a key without its space, or with a mark from a word processor. known tells
// keys from other words.
func (l Line) Loose(known func(word string) bool) (Advice, bool) {
	text := l.Text()
	if mark, rest := Bullet(text); mark != "" && l.Marks == "" {
		return l.bullet(mark, rest), true
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
	start := 1 + utf8.RuneCountInString(l.Indent+l.Marks)
	at := start + utf8.RuneCountInString(word)
	write := fmt.Sprintf("write `%s`", strings.TrimSpace(Line{Marks: l.Marks, Key: word + ": "}.With(value)))
	switch {
	case strings.Trim(text, "-=_*~") == "":
		return Advice{start, "this line of marks means nothing in YAML", "take it out"}, text != ""
	case word == "":
		return Advice{}, false
	case sign == '：':
		return Advice{at, "the colon ： is of another script, which YAML does not know", write}, true
	case sign == ':' && l.Key == "" && value != "" && !strings.HasPrefix(value, "//"):
		return Advice{at, "there is no space after this colon", write}, true
	case !known(word):
		return Advice{}, false
	case sign == '=':
		return Advice{at, "a key and its value have a colon between them, and there is a =", write}, true
	case rest == "", sign == ' ' && l.Key == "":
		return Advice{start, fmt.Sprintf("`%s` is a key without a colon", word), write}, true
	}
	return Advice{}, false
}

// bullet explains a line that is an item to people; mark is what they write for -.
func (l Line) bullet(mark, rest string) Advice {
	a := Advice{1 + utf8.RuneCountInString(l.Indent), mark + " does not make this an item of a list", fmt.Sprintf("write `- %s`", cut(rest))}
	if mark == "-" {
		a.Reason = "there is no space after this -"
	}
	return a
}

func cut(s string) string {
	if r := []rune(s); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return s
}
