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

// jsonError says in people's words why src is not JSON; offset is where the
// decoder stopped.
func jsonError(name string, src []byte, err error, offset int64) error {
	if m, ok := otherFile(src); ok {
		return m.error(name, notJSON)
	}
	m := mistake{reason: err.Error()}
	if errors.Is(err, errTooDeep) {
		m.line, m.column = position(src, int(offset))
		return m.says(m.reason, fixTooDeep).error(name, "")
	}
	// The decoder counts only what is between brackets; this counts all.
	var se *json.SyntaxError
	if errors.As(json.Unmarshal(src, new(json.RawMessage)), &se) {
		m.reason, offset = se.Error(), se.Offset
		if m.reason != "unexpected end of JSON input" {
			offset-- // it stands behind the character
		}
	}
	at := min(int(offset), len(src))
	m.line, m.column = position(src, at)
	return explainJSON(m, string(src[:at]), string(src[at:])).error(name, notJSON)
}

const notJSON = "this is not JSON: "

// yamlLine begins a file in YAML that is called a JSON file.
var yamlLine = regexp.MustCompile(`^(---|#|[\w-]+:(\s|$))`)

// explainJSON knows the decoder's words for the mistakes that people make; the
// place is between before and after.
func explainJSON(m mistake, before, after string) mistake {
	msg := m.reason
	char, _ := utf8.DecodeRuneInString(after)
	word := strings.TrimSpace(after[:max(0, strings.IndexAny(after+"\n", "\n,:{}[]\""))])
	last := strings.TrimRight(before, " \t\n")
	switch {
	case strings.HasPrefix(msg, "unexpected end"):
		return endsEarly(m, before)
	case strings.HasSuffix(msg, "after top-level value"):
		return afterEnd(m, last, after)
	case strings.HasSuffix(msg, "in string literal") && char == '\t':
		return m.says("there is a tab within the quotes", "write a space in its place")
	case strings.HasSuffix(msg, "in string literal") && char == '\n':
		return m.says("a line ends within its quotes", openText(before)+`, or \n for a line break in it`)
	case strings.HasSuffix(msg, "in string literal"):
		return m.says(fmt.Sprintf("there is a control character here (0x%02X)", char), "take it out")
	case strings.HasSuffix(msg, "in string escape code"), strings.HasSuffix(msg, "character escape"):
		return m.says("a backslash has a meaning of its own here", `write it twice: \\`)
	case strings.ContainsRune("“”„‟«»‘’'`", char):
		return m.says(fmt.Sprintf("%c is no quotation mark in JSON", char), `write " in its place, on both sides`)
	case char == '/' || char == '#':
		return m.says("there are no comments in JSON", "take it out")
	case yamlLine.MatchString(after) && last == "":
		return m.says("it is YAML under the name of a JSON file", "let the name of the file end in .yaml")
	case strings.ContainsRune("}]", char) && strings.HasSuffix(last, ","):
		return m.says("there is a comma before this bracket and nothing after it", "take the comma out")
	case strings.HasSuffix(msg, "after object key") && strings.ContainsRune("：=", char):
		return m.says(fmt.Sprintf("%c is no colon", char), "write : in its place")
	case strings.HasSuffix(msg, "after object key") && strings.HasSuffix(strings.TrimSpace(lastText(last)), ":"):
		return m.backTo(last).says("this quotation mark is not closed where the key ends", fmt.Sprintf(`write "%s": `, shorten(strings.TrimRight(lastText(last), ": "))))
	case strings.HasSuffix(msg, "after object key"):
		return m.says("a colon is missing between the key and its value", `write "key": "value"`)
	case strings.Contains(msg, "after object key:value pair"), strings.Contains(msg, "after array element"):
		return behindValue(m, before, last, char)
	case strings.HasSuffix(msg, "looking for beginning of object key string") && word != "":
		return m.says("a key is not in double quotes", fmt.Sprintf(`put double quotes around it: "%s"`, shorten(word)))
	case slices.Contains([]string{"True", "False", "None", "Null", "yes", "no"}, word):
		return m.says(word+" is no word of JSON", "write true, false or null, or put double quotes around it")
	case strings.HasSuffix(msg, "looking for beginning of value") && word != "":
		return m.says("a value is neither a number nor in double quotes", fmt.Sprintf(`put double quotes around it: "%s"`, shorten(word)))
	}
	return m.says("something is missing or too much here ("+msg+")", `a value is "text" in double quotes, a number, true, false or null`)
}

// behindValue explains what stands where a value has ended and a comma or a
// bracket is wanted; last is what ends with the value.
func behindValue(m mistake, before, last string, char rune) mistake {
	switch {
	case strings.ContainsRune("}]", char):
		return wrongBracket(m, before, char)
	case strings.ContainsRune(";，、", char):
		return m.says(fmt.Sprintf("%c is no comma", char), "write , in its place")
	case strings.HasSuffix(last, `"`) && char != '"' && strings.HasSuffix(strings.TrimSpace(lastText(last)), ","):
		return m.backTo(last).says("this quotation mark is closed only by the next one", fmt.Sprintf(`write "%s",`, shorten(strings.TrimRight(lastText(last), ", "))))
	case strings.HasSuffix(last, `"`) && char != '"' && char > ' ':
		return m.says("the text ends at the quotation mark before this, and more follows", `write \" for a quotation mark within a text, or a comma if the text ends there`)
	case strings.HasSuffix(last, "0") && char >= '0' && char <= '9':
		return m.says("a number cannot begin with 0", "put double quotes around it")
	}
	return m.says("a comma is missing before this", "write one after the value above")
}
