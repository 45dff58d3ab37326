package syntax

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"
)

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

// yamlError says in plain words why src is not YAML.
func yamlError(src []byte, err error) error {
	const notYAML = "this is not YAML: "
	if kind := otherFile(src); kind != "" {
		return &Error{1, 1, notYAML + "it is " + kind, notText(kind)}
	}
	le, ok := errors.AsType[*yaml.LoadError](err)
	if ok && strings.HasPrefix(le.Message, "exceeded max depth") {
		return &Error{le.Mark.Line, le.Mark.Column, errTooDeep.Error(), fixTooDeep}
	}
	var line, column int
	var reason, fix string
	if ok && le.Mark.Line > 0 {
		line, column, reason, fix = explain(breaks(src), le)
	} else {
		line, column, reason, fix = unplaced(src, err)
	}
	return &Error{line, column, notYAML + reason, fix}
}

// unplaced finds the place that the parser does not tell.
func unplaced(src []byte, err error) (line, column int, reason, fix string) {
	for i, r := range string(src) {
		if r == utf8.RuneError && !bytes.HasPrefix(src[i:], []byte("\ufffd")) {
			line, column = Position(src, i)
			return line, column, fmt.Sprintf("the byte 0x%02X here is not UTF-8", src[i]), "save the file as UTF-8 in your editor"
		}
		if r < ' ' && r != '\t' && r != '\n' || r == 0x7f {
			line, column = Position(src, i)
			return line, column, fmt.Sprintf("there is a control character here (0x%02X)", src[i]), "take it out"
		}
	}
	if line, mark := secondDocument(breaks(src)); line > 0 {
		return line, 1, fmt.Sprintf(`the line "%s" parts the file into two documents, and a CV is one`, mark), "take that line out"
	}
	return 1, 1, "the file cannot be read (" + strings.TrimPrefix(err.Error(), "yaml: ") + ")", "run cv init to see how one begins"
}

// explain turns the parser's error into the mistake that people make, and its place.
// What the lines show comes first: the parser often stops behind the mistake, and its
// words are about YAML.
func explain(lines []string, le *yaml.LoadError) (line, column int, reason, fix string) {
	line, column = le.Mark.Line, le.Mark.Column
	if le.Message == "could not find expected ':'" {
		line, column = le.ContextMark.Line, le.ContextMark.Column
	}
	for len(lines) <= line { // the end of the file
		lines = append(lines, "")
	}
	for i, l := range lines {
		if strings.HasPrefix(l, "<<<<<<< ") || strings.HasPrefix(l, ">>>>>>> ") {
			return i + 1, 1, "a merge has left its marks here", "keep one of the two sides, and take the lines with <<<, === and >>> out"
		}
	}
	if n, mark := secondDocument(lines[:line]); n > 0 {
		return n, 1, fmt.Sprintf(`the line "%s" parts the file into two documents, and a CV is one`, mark), "take that line out"
	}
	if n := openQuote(lines[:line]); n > 0 {
		l := SplitLine(lines[n-1])
		quote, text := l.Value[:1], strings.TrimRight(l.Value[1:], "”“„»«’‘ ")
		fix = "write " + l.With(quote+text+quote)
		if quote == "'" {
			fix += "; or " + l.With(`"'`+text+`"`) + " if it is an apostrophe"
		}
		return n, l.Column(), "this quotation mark is not closed where its text ends", fix
	}
	before := above(lines, line)
	for _, h := range yamlHints() {
		if !regexp.MustCompile(h.message).MatchString(le.Message) {
			continue
		}
		for _, n := range []int{before, line} {
			if n == 0 || n != line && !h.above {
				continue
			}
			at := column
			whole := lines[n-1] + "\n" + lines[n]
			m := []int{0, 0}
			if h.line != "" {
				if m = regexp.MustCompile(h.line).FindStringSubmatchIndex(whole); m == nil {
					continue
				}
				at = 1 + utf8.RuneCountInString(whole[:m[2]])
			}
			expand := func(template string) string {
				template = strings.ReplaceAll(template, "QUOTED", strings.ReplaceAll(SplitLine(lines[n-1]).Quoted(), "$", "$$"))
				return string(regexp.MustCompile(h.line).ExpandString(nil, template, whole, m))
			}
			return n, at, expand(h.reason), expand(h.fix)
		}
	}
	return bracket(lines, le, line, column)
}

// openQuote returns the line of a quotation mark that is not closed where people mean
// it to be, because it runs over what begins another entry, or to the end of the file;
// 0 where there is none.
func openQuote(lines []string) int {
	for i := 0; i < len(lines); i++ {
		l := SplitLine(lines[i])
		if blockHeader.MatchString(l.Value) { // its lines are text
			for i+1 < len(lines) && (strings.TrimSpace(lines[i+1]) == "" || len(SplitLine(lines[i+1]).Indent) >= max(l.Start()-len(l.Marks), 2)) {
				i++
			}
			continue
		}
		if l.Value == "" || l.Value[0] != '"' && l.Value[0] != '\'' || Closing(l.Value) > 0 || !l.Begins() {
			continue
		}
		end := i + 1
		for end < len(lines) && Closing(l.Value[:1]+lines[end]) == 0 {
			end++
		}
		for _, text := range lines[i+1 : min(end+1, len(lines))] {
			if next := SplitLine(text); end == len(lines) || next.Begins() && len(next.Indent) < l.Start() {
				return i + 1
			}
		}
		i = end
	}
	return 0
}

// bracket explains a bracket that is not closed, or what is missing within it, and
// else says that the line is wrong.
func bracket(lines []string, le *yaml.LoadError, line, column int) (int, int, string, string) {
	from := le.ContextMark
	if !strings.Contains(le.ContextMsg, "flow") {
		return line, column, "this line does not fit into what is above it (" + le.Message + ")", "look here and in the line above for a quote, a bracket, a colon or a space that is missing; a text with marks in it is safe in quotes"
	}
	rest := []rune(strings.Join(lines[from.Line-1:], "\n"))
	last := above(lines, line)
	switch end := strings.TrimRight(lines[max(last, 1)-1], " \t"); {
	case balanced(string(rest[min(from.Column-1, len(rest)):])) == 0:
		return from.Line, from.Column, "this bracket is not closed", "write " + closer(lines[from.Line-1], from.Column) + " after its last value"
	case line > from.Line && !strings.HasSuffix(end, ","):
		return last, 1 + utf8.RuneCountInString(end), "a comma is missing at the end of this line", "write one"
	}
	return line, column, "a comma is missing before this", "write one, or put the text in quotes"
}

// closer returns the bracket that closes the one in a column of a line.
func closer(line string, column int) string {
	if strings.HasPrefix(string([]rune(line)[column-1:]), "{") {
		return "}"
	}
	return "]"
}

// above is the last line before one, both from 1, that says something; 0 where there
// is none.
func above(lines []string, line int) int {
	for line--; line >= 1 && empty([]byte(lines[line-1])); {
		line--
	}
	return line
}
