package data

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

const notJSON = "this is not JSON: "

// jsonError says in people's words why src is not JSON; offset is where the decoder
// stopped.
func jsonError(name string, src []byte, err error, offset int64) error {
	if kind := otherFile(src); kind != "" {
		return slip{1, 1, "it is " + kind, notText(kind)}.error(name, notJSON)
	}
	if errors.Is(err, errTooDeep) {
		line, column := position(src, int(offset))
		return slip{line, column, err.Error(), fixTooDeep}.error(name, "")
	}
	// The decoder counts only what is between brackets; this counts all.
	if se, ok := errors.AsType[*json.SyntaxError](json.Unmarshal(src, new(json.RawMessage))); ok {
		if offset = se.Offset; !strings.HasPrefix(se.Error(), "unexpected end") {
			offset-- // it stands behind the character
		}
		err = se
	}
	at := min(int(offset), len(src))
	where, reason, fix := jsonSlip(src, at, err.Error())
	line, column := position(src, where)
	return slip{line, column, reason, fix}.error(name, notJSON)
}

// yamlStart begins a file in YAML that is called a JSON file.
var yamlStart = regexp.MustCompile(`^(---|#|[\w-]+:(\s|$))`)

// jsonSlip explains why the decoder stopped at an offset, and returns the offset of
// the mistake.
func jsonSlip(src []byte, at int, msg string) (where int, reason, fix string) {
	before, after := string(src[:at]), string(src[at:])
	char, _ := utf8.DecodeRuneInString(after)
	word := strings.TrimSpace(after[:strings.IndexAny(after+"\n", "\n,:{}[]\"")])
	last := strings.TrimRight(before, " \t\n")
	in := func(s string) bool { return strings.Contains(msg, s) }
	behindValue := in("after object key:value pair") || in("after array element")
	brackets, text := opened(before)
	switch {
	case in("in string literal") && char == '\n':
		return at, "a line ends within its quotes", openText(before, text) + `, or \n for a line break in it`
	case in("in string literal") && char == '\t':
		return at, "there is a tab within the quotes", "write a space in its place"
	case in("in string literal"):
		return at, fmt.Sprintf("there is a control character here (0x%02X)", char), "take it out"
	case in("escape"):
		return at, "a backslash has a meaning of its own here", `write it twice: \\`
	case in("unexpected end") && text >= 0:
		return text, "this quotation mark is never closed", openText(before, text)
	case in("unexpected end") && len(brackets) > 0:
		var missing strings.Builder
		for _, open := range slices.Backward(brackets) {
			missing.WriteByte(src[open] + 2) // "]" and "}" are two behind "[" and "{"
		}
		return brackets[len(brackets)-1], fmt.Sprintf("this %c is never closed", src[brackets[len(brackets)-1]]), fmt.Sprintf("write `%s` at the end of the file, or restore its end if that is lost", Cut(missing.String(), 60))
	case in("unexpected end"):
		return at, "the file ends too early", "look for what is missing, or restore the end of the file"
	case in("after top-level value") && strings.ContainsRune(`,"`, char) && strings.HasSuffix(last, "}"):
		return len(last) - 1, "there is one } too many, so that the CV ends here, and more follows", "take this one out"
	case in("after top-level value"):
		return at, "there is something after the closing brace", "take it out"
	case strings.ContainsRune("“”„‟«»‘’'`", char):
		return at, fmt.Sprintf("%c is no quotation mark in JSON", char), `write " in its place, on both sides`
	case char == '/' || char == '#':
		return at, "there are no comments in JSON", "take it out: `" + Cut(strings.TrimSpace(strings.SplitN(after, "\n", 2)[0]), 60) + "`"
	case yamlStart.MatchString(after) && last == "":
		return at, "it is YAML under the name of a JSON file", "let the name of the file end in .yaml"
	case strings.ContainsRune("}]", char) && strings.HasSuffix(last, ","):
		return len(last) - 1, "there is a comma here and nothing after it", "take the comma out"
	case in("after object key") && !behindValue && strings.ContainsRune("：=", char):
		return at, fmt.Sprintf("%c is no colon", char), "write : in its place"
	case in("after object key") && !behindValue && strings.HasSuffix(strings.TrimSpace(lastText(last)), ":"):
		return len(last) - len(lastText(last)) - 2, "this quotation mark is not closed where the key ends", fmt.Sprintf(`write "%s":`, Cut(strings.TrimRight(lastText(last), ": "), 60))
	case in("after object key") && !behindValue:
		return at, "a colon is missing between the key and its value", `write "key": "value"`
	case behindValue && strings.ContainsRune("}]", char):
		if len(brackets) > 1 && slices.ContainsFunc(brackets, func(i int) bool { return rune(src[i]+2) == char }) {
			open := brackets[len(brackets)-1]
			line, _ := position(src, at)
			return open, fmt.Sprintf("this %c is not closed", src[open]), fmt.Sprintf("write %c after its last value, before the %c in line %d", src[open]+2, char, line)
		}
		return at, fmt.Sprintf("%c closes a bracket of the other kind", char), "write the other one in its place, or take it out if it is one too many"
	case behindValue && strings.ContainsRune(";，、", char):
		return at, fmt.Sprintf("%c is no comma", char), "write , in its place"
	case behindValue && char != '"' && strings.HasSuffix(strings.TrimSpace(lastText(last)), ","):
		return len(last) - len(lastText(last)) - 2, "this quotation mark is closed only by the next one", fmt.Sprintf(`write "%s",`, Cut(strings.TrimRight(lastText(last), ", "), 60))
	case behindValue && strings.HasSuffix(last, `"`) && char != '"' && char > ' ':
		return at, "the text ends at the quotation mark before this, and more follows", `write \" for a quotation mark within a text, or a comma if the text ends there`
	case behindValue && strings.HasSuffix(last, "0") && char >= '0' && char <= '9':
		return at, "a number cannot begin with 0", "put double quotes around it"
	case behindValue:
		return at, "a comma is missing before this", "write one after the value above"
	case in("looking for beginning of object key string") && word != "":
		return at, "a key is not in double quotes", fmt.Sprintf(`put double quotes around it: "%s"`, Cut(word, 60))
	case slices.Contains([]string{"True", "False", "None", "Null", "yes", "no"}, word):
		return at, word + " is no word of JSON", "write true, false or null, or put double quotes around it"
	case in("looking for beginning of value") && word != "":
		return at, "a value is neither a number nor in double quotes", fmt.Sprintf(`put double quotes around it: "%s"`, Cut(word, 60))
	}
	return at, "something is missing or too much here (" + msg + ")", `a value is "text" in double quotes, a number, true, false or null`
}

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

// lastText is the text in quotes that ends some JSON; empty where none does.
func lastText(src string) string {
	in, ok := strings.CutSuffix(src, `"`)
	if !ok {
		return ""
	}
	return in[strings.LastIndexByte(in, '"')+1:]
}

// openText is what to write for the text that is open at an offset.
func openText(src string, at int) string {
	if at < 0 {
		return "close the quotes"
	}
	text := strings.TrimRight(src[at+1:], " \t\r\n")
	words := strings.TrimRight(text, ",]} ")
	return fmt.Sprintf("write `\"%s\"%s`", Cut(words, 60), Cut(text[len(words):], 60))
}
