package syntax

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/problem"
)

// empty reports a text that says nothing: white space and comments.
func empty(text string) bool {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line != "" && line[0] != '#' && line != "---" {
			return false
		}
	}
	return true
}

// secondDocument returns the line (from 1) that begins a second document, or ends
// the first one before the end of the file, and its mark; 0 where there is none.
func secondDocument(lines []string) (line int, mark string) {
	begun := false
	for i, l := range lines {
		word, _, _ := strings.Cut(strings.ReplaceAll(l, "\t", " "), " ")
		switch {
		case word == "---" && begun, word == "..." && !empty(strings.Join(lines[i+1:], "\n")):
			return i + 1, word
		case word == "---" || !strings.HasPrefix(l, "%") && !empty(l):
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
	first, rest := strings.Join(lines[:max(at-1, 0)], "\n"), strings.Join(lines[at:], "\n")
	switch {
	case at == 0:
	case empty(rest):
		return []byte(first)
	case aCV.MatchString(rest) && !aCV.MatchString(first):
		return []byte(strings.Repeat("\n", at) + rest)
	}
	return src
}

// aCV matches a key with which a CV begins.
var aCV = regexp.MustCompile(`(?m)^["']?(basics|cv|name)["']?\s*:`)

// yamlError says in plain words why src is not YAML.
func yamlError(src []byte, err error) error {
	le, ok := errors.AsType[*yaml.LoadError](err)
	if !ok || le.Mark.Line == 0 { // the parser has seen no line
		le = &yaml.LoadError{Message: strings.TrimPrefix(err.Error(), "yaml: ")}
	} else if strings.HasPrefix(le.Message, "exceeded max depth") {
		return tooDeep(le.Mark.Line, le.Mark.Column)
	}
	line, column, reason, fix := explain(src, breaks(src), le)
	return problem.New(line, column, "this is not YAML: "+reason, fix)
}

// explain turns the parser's error into the mistake that people make, and its place.
// What the lines show comes first: the parser often stops behind the mistake, and its
// words are about YAML.
func explain(src []byte, lines []string, le *yaml.LoadError) (line, column int, reason, fix string) {
	if kind := otherFile(string(src)); kind != "" {
		return 1, 1, "it is " + kind, notText(kind)
	}
	line, column = le.Mark.Line, le.Mark.Column
	if le.Message == "could not find expected ':'" {
		line, column = le.ContextMark.Line, le.ContextMark.Column
	}
	for i, l := range lines {
		if strings.HasPrefix(l, "<<<<<<< ") || strings.HasPrefix(l, ">>>>>>> ") {
			return i + 1, 1, "a merge has left its marks here", "keep one of the two sides, and take the lines with <<<, === and >>> out"
		}
	}
	seen := len(lines) // by the parser
	if line == 0 {
		if line, column, reason, fix = badByte(src); line > 0 {
			return line, column, reason, fix
		}
	} else {
		lines = append(lines, "", "") // for a mistake at the end
		seen = line
	}
	if n, mark := secondDocument(lines[:seen]); n > 0 {
		return n, 1, fmt.Sprintf(`the line "%s" parts the file into two documents, and a CV is one`, mark), "take that line out"
	}
	if line == 0 {
		return 1, 1, "the file cannot be read (" + le.Message + ")", "run cv init to see how one begins"
	}
	if n := openQuote(lines[:seen]); n > 0 {
		l := SplitLine(lines[n-1])
		quote, text := l.Value[:1], strings.TrimRight(l.Value[1:], "”“„‟»«’‘ ")
		fix = "write " + l.With(quote+text+quote)
		if quote == "'" {
			fix += "; or " + l.With(`"'`+text+`"`) + " if it is an apostrophe"
		}
		return n, l.Column(), "this quotation mark is not closed where its text ends", fix
	}
	above := above(lines, line)
	for _, h := range yamlHints() {
		for _, n := range []int{above, line} {
			if n == 0 || n != line && !h.above {
				continue
			}
			text := lines[n-1] + "\n" + lines[n]
			if at, reason, fix, ok := h.fits(le.Message, text); ok {
				if at >= 0 {
					column = 1 + utf8.RuneCountInString(text[:at])
				}
				return n, column, reason, strings.ReplaceAll(fix, "QUOTED", SplitLine(lines[n-1]).Quoted())
			}
		}
	}
	return bracket(lines, le, line, column)
}

// badByte finds what no YAML file may have in it; the line is 0 where there is none.
func badByte(src []byte) (line, column int, reason, fix string) {
	for i, r := range string(src) {
		switch {
		case r == utf8.RuneError && !bytes.HasPrefix(src[i:], []byte("\ufffd")):
			line, column = Position(src, i)
			return line, column, fmt.Sprintf("the byte 0x%02X here is not UTF-8", src[i]), "save the file as UTF-8 in your editor"
		case r < ' ' && r != '\t' && r != '\n' || r == 0x7f:
			line, column = Position(src, i)
			return line, column, fmt.Sprintf("there is a control character here (0x%02X)", r), "take it out"
		}
	}
	return 0, 0, "", ""
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
	first := []rune(lines[from.Line-1])
	open := string(first[min(max(from.Column-1, 0), len(first)):])
	rest := open + strings.Join(lines[from.Line:], "\n")
	last := above(lines, line)
	switch end := strings.TrimRight(lines[max(last, 1)-1], " \t"); {
	case !balanced(rest):
		closer := "]"
		if strings.HasPrefix(open, "{") {
			closer = "}"
		}
		return from.Line, from.Column, "this bracket is not closed", "write " + closer + " after its last value"
	case line > from.Line && !strings.HasSuffix(end, ","):
		return last, 1 + utf8.RuneCountInString(end), "a comma is missing at the end of this line", "write one"
	}
	return line, column, "a comma is missing before this", "write one, or put the text in quotes"
}

// balanced reports whether the bracket at the beginning of a text is closed in it.
func balanced(text string) bool {
	depth := 0
	for _, r := range text {
		switch r {
		case '[', '{':
			depth++
		case ']', '}':
			if depth--; depth == 0 {
				return true
			}
		}
	}
	return false
}

// above returns the last line before the given one, both from 1, that says something, or 0.
func above(lines []string, line int) int {
	for line--; line >= 1 && empty(lines[line-1]); {
		line--
	}
	return line
}
