package data

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

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

// yamlError says in people's words why src is not YAML.
func yamlError(name string, src []byte, err error) error {
	if m, ok := otherFile(src); ok {
		return m.error(name, notYAML)
	}
	var le *yaml.LoadError
	if !errors.As(err, &le) || le.Mark.Line == 0 {
		return unplaced(src, mistake{reason: err.Error()}).error(name, notYAML)
	}
	m := mistake{line: le.Mark.Line, column: le.Mark.Column, reason: le.Message}
	if strings.HasPrefix(m.reason, "exceeded max depth") {
		return m.says(errTooDeep.Error(), fixTooDeep).error(name, "")
	}
	return explain(breaks(src), le, m).error(name, notYAML)
}

const notYAML = "this is not YAML: "

// unplaced finds the place that the parser does not tell.
func unplaced(src []byte, m mistake) mistake {
	if i := strings.IndexFunc(string(src), refusedByYAML); i >= 0 {
		m.line, m.column = position(src, i)
		m.reason, m.fix = fmt.Sprintf("there is a control character here (0x%02X)", src[i]), "take it out"
		if src[i] >= 0x80 {
			m.reason, m.fix = fmt.Sprintf("the byte 0x%02X here is not UTF-8", src[i]), "save the file as UTF-8 in your editor"
		}
		return m
	}
	if found, ok := marker(breaks(src), -1); ok {
		return found
	}
	m.line, m.column = 1, 1
	return m.says("the file cannot be read ("+strings.TrimPrefix(m.reason, "yaml: ")+")", "run cv init to see how one begins")
}

// marker finds a line of dashes or dots that parts a file into documents, up to a
// line from 1; -1 for all.
func marker(lines []string, last int) (mistake, bool) {
	said, begun := false, false // something; that it begins
	for i, l := range lines {
		if i == last {
			break
		}
		m := mistake{line: i + 1, column: 1}
		word, _, _ := strings.Cut(strings.ReplaceAll(l, "\t", " "), " ")
		switch {
		case word == "---" && (said || begun):
			return m.says(`the line "---" begins a second document`, "take that line out"), true
		case word == "..." && !empty([]byte(strings.Join(lines[i+1:], "\n"))):
			return m.says(`the line "..." ends the document, and more follows`, "take that line out"), true
		case word == "---":
			begun = true
		}
		said = said || !empty([]byte(l))
	}
	return mistake{}, false
}

func refusedByYAML(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7f || r == '\ufffd'
}
