package data

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"
)

// slip is what is wrong with the form of a file, where (from 1), and what to write
// instead.
type slip struct {
	line, column int
	reason, fix  string
}

func (s slip) error(name, prefix string) error {
	return refusal(name, s.line, s.column, prefix+Cut(oneLine(s.reason), 1500), Cut(oneLine(s.fix), 1500))
}

// empty reports a file that says nothing: white space and comments.
func empty(src []byte) bool {
	for line := range bytes.Lines(src) {
		line = bytes.TrimSpace(line)
		if len(line) > 0 && line[0] != '#' && string(line) != "---" {
			return false
		}
	}
	return true
}

// yamlError says in people's words why src is not YAML.
func yamlError(name string, src []byte, err error) error {
	if kind := otherFile(src); kind != "" {
		return slip{1, 1, "it is " + kind, notText(kind)}.error(name, notYAML)
	}
	le, ok := errors.AsType[*yaml.LoadError](err)
	switch {
	case !ok || le.Mark.Line == 0:
		return unplaced(src, err).error(name, notYAML)
	case strings.HasPrefix(le.Message, "exceeded max depth"):
		return slip{le.Mark.Line, le.Mark.Column, errTooDeep.Error(), fixTooDeep}.error(name, "")
	}
	return explain(breaks(src), le).error(name, notYAML)
}

const notYAML = "this is not YAML: "

// unplaced finds the place that the parser does not tell.
func unplaced(src []byte, err error) slip {
	for i := 0; i < len(src); {
		r, size := utf8.DecodeRune(src[i:])
		invalid := r == utf8.RuneError && size == 1
		if invalid || r < ' ' && r != '\t' && r != '\n' || r == 0x7f {
			line, column := position(src, i)
			if invalid {
				return slip{line, column, fmt.Sprintf("the byte 0x%02X here is not UTF-8", src[i]), "save the file as UTF-8 in your editor"}
			}
			return slip{line, column, fmt.Sprintf("there is a control character here (0x%02X)", src[i]), "take it out"}
		}
		i += size
	}
	if line, mark := secondDocument(breaks(src)); line > 0 {
		return slip{line, 1, fmt.Sprintf(`the line "%s" parts the file into two documents, and a CV is one`, mark), "take that line out"}
	}
	return slip{1, 1, "the file cannot be read (" + strings.TrimPrefix(err.Error(), "yaml: ") + ")", "run cv init to see how one begins"}
}

// secondDocument returns the line (from 1) that begins a second document, or ends
// the first one before the end of the file, and its mark; 0 where there is none.
func secondDocument(lines []string) (int, string) {
	begun := false
	for i, l := range lines {
		word, _, _ := strings.Cut(strings.ReplaceAll(l, "\t", " "), " ")
		switch {
		case word == "---" && begun, word == "..." && !empty([]byte(strings.Join(lines[i+1:], "\n"))):
			return i + 1, word
		case word == "---" || !strings.HasPrefix(l, "%") && !empty([]byte(l)):
			begun = true
		}
	}
	return 0, ""
}

// oneDocument keeps the document of a file that is the CV, where another one behind
// it is empty, as the marks around the front matter of a web page make it, or one
// before it is plainly none. The lines keep their numbers.
func oneDocument(src []byte) []byte {
	if !bytes.Contains(src, []byte("\n---")) {
		return src
	}
	lines := strings.Split(string(src), "\n")
	at, _ := secondDocument(lines)
	if at == 0 {
		return src
	}
	first, rest := []byte(strings.Join(lines[:at-1], "\n")), []byte(strings.Join(lines[at:], "\n"))
	switch {
	case empty(rest):
		return first
	case aCV.Match(rest) && !aCV.Match(first):
		return append(bytes.Repeat([]byte("\n"), at), rest...)
	}
	return src
}

// aCV matches a key with which a CV begins.
var aCV = regexp.MustCompile(`(?m)^["']?(basics|cv|name)["']?\s*:`)

// explain turns the parser's message into the mistake that people make. What the
// lines show comes first: the parser often stops behind the mistake, and its words
// are about YAML.
func explain(lines []string, le *yaml.LoadError) slip {
	at := slip{line: le.Mark.Line, column: le.Mark.Column}
	if le.Message == "could not find expected ':'" {
		at.line, at.column = le.ContextMark.Line, le.ContextMark.Column
	}
	for len(lines) < at.line { // the end of the file
		lines = append(lines, "")
	}
	for _, find := range []func([]string, *yaml.LoadError, slip) (slip, bool){
		mergeMark, openQuote, secondOne, tab, otherSpace, backslash, openBracket, ofLine, ofLineAbove, column,
	} {
		if found, ok := find(lines, le, at); ok {
			return found
		}
	}
	at.reason, at.fix = "this line does not fit into what is above it ("+le.Message+")", "look here and in the line above for a quote, a bracket, a colon or a space that is missing; a text with marks in it is safe in quotes"
	return at
}

func mergeMark(lines []string, _ *yaml.LoadError, _ slip) (slip, bool) {
	for i, l := range lines {
		if strings.HasPrefix(l, "<<<<<<< ") || strings.HasPrefix(l, ">>>>>>> ") {
			return slip{i + 1, 1, "a merge has left its marks here", "keep one of the two sides, and take the lines with <<<, === and >>> out"}, true
		}
	}
	return slip{}, false
}

// openQuote finds a quotation mark that is not closed where people mean it to be:
// it runs over what begins other entries, or to the end of the file.
func openQuote(lines []string, _ *yaml.LoadError, at slip) (slip, bool) {
	for i := 0; i < min(at.line, len(lines)); i++ {
		l := splitLine(lines[i])
		if blockHeader.MatchString(l.value) { // its lines are text
			for i+1 < len(lines) && (strings.TrimSpace(lines[i+1]) == "" || len(splitLine(lines[i+1]).indent) >= max(l.start()-len(l.marks), 2)) {
				i++
			}
			continue
		}
		if l.value == "" || l.value[0] != '"' && l.value[0] != '\'' || closing(l.value) > 0 || !l.begins() {
			continue
		}
		reason, over := "this quotation mark is never closed", false
		for j := i + 1; j < len(lines); j++ {
			next := splitLine(lines[j])
			over = over || next.begins() && len(next.indent) < l.start()
			if closing(l.value[:1]+lines[j]) > 0 {
				if !over {
					i = j
				}
				reason = fmt.Sprintf("this quotation mark is closed only in line %d, so that all lines up to there are one text", j+1)
				break
			}
		}
		if over || strings.HasSuffix(reason, "never closed") {
			text := strings.TrimRight(l.value[1:], "”“„»«’‘ ")
			fix := "write " + l.with(l.value[:1]+text+l.value[:1])
			if l.value[0] == '\'' {
				fix += "; or " + l.with(`"'`+text+`"`) + " if it is an apostrophe"
			}
			return slip{i + 1, l.column(), reason, fix}, true
		}
	}
	return slip{}, false
}

func secondOne(lines []string, _ *yaml.LoadError, at slip) (slip, bool) {
	line, mark := secondDocument(lines[:at.line])
	return slip{line, 1, fmt.Sprintf(`the line "%s" parts the file into two documents, and a CV is one`, mark), "take that line out"}, line > 0
}

func tab(lines []string, le *yaml.LoadError, at slip) (slip, bool) {
	line := lines[at.line-1]
	l := splitLine(line)
	if i := strings.IndexByte(l.indent+l.marks, '\t'); i >= len(l.indent) {
		return slip{at.line, i + 1, "there is a tab after this -, and YAML wants a space", "write " + l.with(l.value)}, true
	} else if i >= 0 {
		return slip{at.line, i + 1, "there is a tab before the text, and YAML wants spaces", "write two spaces for each tab"}, true
	}
	if i := strings.IndexByte(line, '\t'); i >= 0 && strings.Contains(le.Message, " tab") {
		return slip{at.line, 1 + utf8.RuneCountInString(line[:i]), "there is a tab here, and YAML wants spaces", "write spaces in its place"}, true
	}
	return slip{}, false
}

// otherSpace finds a space that is none to YAML at the beginning of the line or of
// the one above it.
func otherSpace(lines []string, _ *yaml.LoadError, at slip) (slip, bool) {
	for _, n := range []int{above(lines, at.line), at.line} {
		if n > 0 {
			text := strings.TrimLeft(lines[n-1], " ")
			if r, _ := utf8.DecodeRuneInString(text); r >= utf8.RuneSelf && unicode.IsSpace(r) {
				return slip{n, 1 + len(lines[n-1]) - len(text), fmt.Sprintf("a space of another kind (U+%04X) stands before the text", r), "type the spaces at the beginning of the line anew"}, true
			}
		}
	}
	return slip{}, false
}

func backslash(lines []string, le *yaml.LoadError, at slip) (slip, bool) {
	if !strings.Contains(le.Message, "escape") && !strings.Contains(le.Message, "hexadecimal") {
		return slip{}, false
	}
	at.reason, at.fix = `a backslash in "double quotes" has a meaning of its own`, `write it twice: \\`
	if l := splitLine(lines[at.line-1]); l.value != "" && l.value[0] == '"' && closing(l.value) == len(l.value) {
		text := strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(l.value[1 : len(l.value)-1])
		at.fix = "write " + l.with("'"+strings.ReplaceAll(text, "'", "''")+"'")
	}
	return at, true
}

// openBracket finds a bracket that is not closed in its line.
func openBracket(lines []string, le *yaml.LoadError, at slip) (slip, bool) {
	line, column := le.ContextMark.Line, le.ContextMark.Column
	if !strings.Contains(le.ContextMsg, "flow") {
		line = above(lines, at.line)
		if line < 1 {
			return slip{}, false
		}
		l := splitLine(lines[line-1])
		if column = l.column(); l.value == "" || l.value[0] != '[' && l.value[0] != '{' {
			return slip{}, false
		}
	}
	l := splitLine(lines[line-1])
	whole := []rune(lines[line-1])
	rest := string(whole[min(column-1, len(whole)):])
	bare, comment, _ := strings.Cut(rest, " #")
	closer := "]"
	if strings.HasPrefix(rest, "{") {
		closer = "}"
	}
	switch n := above(lines, at.line); {
	case balanced(rest) > 0 && balanced(bare) == 0:
		word := "#" + strings.TrimSpace(strings.TrimRight(comment, "]} "))
		if i := strings.LastIndexAny(bare, ",[{"); i >= 0 {
			word = strings.TrimSpace(bare[i+1:] + " " + word)
		}
		word, _, _ = strings.Cut(word, ",")
		return slip{line, column + utf8.RuneCountInString(bare) + 1, "after a space, # begins a comment, so that the bracket is not closed in this line", "put the text with the # in quotes: `" + Cut(inQuotes(word), 160) + "`"}, true
	case balanced(bare) > 0:
		return slip{}, false // what follows it is wrong
	case line == at.line:
		at.reason, at.fix = "a comma or "+closer+" is missing before this", "write it here"
		return at, true
	case n >= line && balanced(strings.Join(append([]string{rest}, lines[line:]...), "\n")) > 0 && strings.TrimSpace(lines[at.line-1]) != "" && !strings.ContainsAny(lines[n-1][len(strings.TrimRight(lines[n-1], " \t"))-1:], ",[{"):
		text := strings.TrimRight(lines[n-1], " \t")
		return slip{n, utf8.RuneCountInString(text) + 1, "a comma is missing at the end of this line", "write `" + Cut(strings.TrimSpace(text)+",", 160) + "`"}, true
	}
	fix := "write " + closer + " after its last value; or take the bracket out if there is to be none"
	if l.column() == column && strings.Trim(l.value, "[{ ") != "" {
		fix = "write " + closer + " after its last value; or " + l.quoted() + " if it is text"
	}
	return slip{line, column, "this bracket is not closed", fix}, true
}

// above is the last line before one, both from 1, that says something; 0 where there
// is none.
func above(lines []string, line int) int {
	for line--; line >= 1 && empty([]byte(lines[line-1])); {
		line--
	}
	return line
}

// knownKey reports whether a word is a key of a CV, wherever it stands.
func knownKey(word string) bool { return hasKey(reflect.TypeFor[CV](), word) }

func hasKey(t reflect.Type, word string) bool {
	for t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || t == dateType {
		return false
	}
	for _, f := range Fields(t) {
		if f.Key == word || hasKey(f.Type, word) {
			return true
		}
	}
	return false
}
