package syntax

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"wenkaiyue.com/cv/data/clean"
)

const notJSON = "this is not JSON: "

// jsonError explains why src is not JSON; offset is where the decoder stopped.
func jsonError(src []byte, err error, offset int64) error {
	if kind := otherFile(src); kind != "" {
		return &Error{1, 1, notJSON + "it is " + kind, notText(kind)}
	}
	if errors.Is(err, errTooDeep) {
		line, column := Position(src, int(offset))
		return &Error{line, column, err.Error(), fixTooDeep}
	}
	// The decoder counts only what is between brackets; this counts all.
	if se, ok := errors.AsType[*json.SyntaxError](json.Unmarshal(src, new(json.RawMessage))); ok {
		if offset = se.Offset; !strings.HasPrefix(se.Error(), "unexpected end") {
			offset-- // it stands behind the character
		}
		err = se
	}
	where, reason, fix := jsonSlip(string(src), min(int(offset), len(src)), err.Error())
	line, column := Position(src, where)
	return &Error{line, column, notJSON + reason, fix}
}

// jsonHint explains one mistake. It fits where the decoder's message contains message,
// the text from the mistake on matches next, and the text before it ends in last.
// In reason and fix, WORD is the word at the mistake.
type jsonHint struct {
	message     string
	next        *regexp.Regexp // nil for any
	last        string
	reason, fix string
}

// jsonHints lists the mistakes that people make; the first that fits counts.
func jsonHints() []jsonHint {
	return []jsonHint{
		{"in string literal", regexp.MustCompile(`^\n`), "", "a line ends within its quotes", `close the quotes, or write \n for a line break in the text`},
		{"in string literal", regexp.MustCompile(`^\t`), "", "there is a tab within the quotes", "write a space in its place"},
		{"in string literal", nil, "", "there is a control character here", "take it out"},
		{"escape", nil, "", "a backslash has a meaning of its own here", `write it twice: \\`},
		{"after top-level value", regexp.MustCompile(`^[,"]`), "}", "there is one } too many, so that the CV ends here, and more follows", "take this one out"},
		{"after top-level value", nil, "", "there is something after the closing brace", "take it out"},
		{"", regexp.MustCompile("^[“”„‟«»‘’'`]"), "", "WORD is no quotation mark in JSON", `write " in its place, on both sides`},
		{"", regexp.MustCompile(`^[/#]`), "", "there are no comments in JSON", "take it out"},
		{"", regexp.MustCompile(`^[;，、：=]`), "", "WORD is no mark of JSON", "write a comma between two values, and a colon between a key and its value"},
		{"", regexp.MustCompile(`^[}\]]`), ",", "there is a comma here and nothing after it", "take the comma out"},
		{"after object key:value pair", regexp.MustCompile(`^[^"\s\]]`), `"`, "the text ends at the quotation mark before this, and more follows", `write \" for a quotation mark in a text; or close the text above that is still open`},
		{"after array element", regexp.MustCompile(`^[^"\s}]`), `"`, "the text ends at the quotation mark before this, and more follows", `write \" for a quotation mark in a text; or close the text above that is still open`},
		{"after object key:value pair", regexp.MustCompile(`^\d`), "0", "a number cannot begin with 0", "put double quotes around it"},
		{"after object key:value pair", nil, "", "a comma is missing before this", "write one after the value above"},
		{"after array element", nil, "", "a comma is missing before this", "write one after the value above"},
		{"after object key", nil, "", "a colon is missing between the key and its value", `write "key": "value", each in quotes of its own`},
		{"object key string", regexp.MustCompile(`^[\pL_]`), "", "a key is not in double quotes", `put double quotes around it: "WORD"`},
		{"", regexp.MustCompile(`^(True|False|None|Null|yes|no)\b`), "", "WORD is no word of JSON", "write true, false or null, or put double quotes around it"},
		{"beginning of value", regexp.MustCompile(`^[\pL_+.]`), "", "a value is neither a number nor in double quotes", `put double quotes around it: "WORD"`},
	}
}

// yamlStart matches the beginning of a YAML file.
var yamlStart = regexp.MustCompile(`^(---|#|[\w-]+:(\s|$))`)

// jsonSlip explains why the decoder stopped at an offset, and returns the offset of
// the mistake.
func jsonSlip(src string, at int, message string) (where int, reason, fix string) {
	before, after := strings.TrimRight(src[:at], " \t\n"), src[at:]
	char, _ := utf8.DecodeRuneInString(after)
	brackets, quote := opened(before)
	bracket := brackets[len(brackets)-1]
	switch {
	case before == "" && yamlStart.MatchString(after):
		return at, "it is YAML under the name of a JSON file", "let the name of the file end in .yaml"
	case strings.Contains(message, "unexpected end") && quote >= 0:
		return quote, "this quotation mark is never closed", `write " at the end of the text`
	case strings.Contains(message, "unexpected end") && bracket >= 0:
		var missing strings.Builder
		for _, open := range slices.Backward(brackets[1:]) {
			missing.WriteByte(src[open] + 2) // "]" and "}" are two behind "[" and "{"
		}
		return bracket, fmt.Sprintf("this %c is never closed", src[bracket]), fmt.Sprintf("write `%s` at the end of the file, or restore its end if that is lost", clean.Cut(missing.String(), 60))
	case bracket >= 0 && (strings.Contains(message, "pair") && char == ']' || strings.Contains(message, "array element") && char == '}'):
		return bracket, fmt.Sprintf("this %c is not closed", src[bracket]), fmt.Sprintf("write %c after its last value", src[bracket]+2)
	}
	word := strings.TrimSpace(after[:strings.IndexAny(after+"\n", "\n,:{}[]\"")])
	if word == "" || char >= utf8.RuneSelf || char == '\'' || char == '=' {
		word = string(char)
	}
	for _, h := range jsonHints() {
		if strings.Contains(message, h.message) && (h.next == nil || h.next.MatchString(after)) && strings.HasSuffix(before, h.last) {
			if h.last == "," || h.last == "}" || h.last == "0" { // the mark is the mistake
				at = len(before) - 1
			}
			word = clean.Cut(word, 60)
			return at, strings.ReplaceAll(h.reason, "WORD", word), strings.ReplaceAll(h.fix, "WORD", word)
		}
	}
	return at, "something is missing or too much here (" + message + ")", `a value is "text" in double quotes, a number, true, false or null`
}

// opened returns the offsets of the brackets that are open at the end of some JSON,
// after a first -1, and that of the open text; -1 for none.
func opened(src string) (brackets []int, quote int) {
	brackets, quote = []int{-1}, -1
	for i := 0; i < len(src); i++ {
		switch c := src[i]; {
		case quote >= 0 && c == '\\':
			i++
		case c == '"' && quote >= 0:
			quote = -1
		case c == '"':
			quote = i
		case quote >= 0:
		case c == '{' || c == '[':
			brackets = append(brackets, i)
		case (c == '}' || c == ']') && len(brackets) > 1:
			brackets = brackets[:len(brackets)-1]
		}
	}
	return brackets, quote
}
