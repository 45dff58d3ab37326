package data

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// jsonError says in people's words why src is not JSON; offset is where the
// decoder stopped.
func jsonError(name string, src []byte, err error, offset int64) error {
	m := mistake{reason: err.Error()}
	var se *json.SyntaxError
	switch {
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		offset = int64(len(src))
		m = m.says("the file ends too early; a bracket or quote is not closed", "look for what is missing, or restore the end of the file")
	case errors.As(err, &se):
		offset = se.Offset // of the character, or behind it; the message names it
		if n := int(offset); n >= len(src) || !strings.Contains(m.reason, "'"+string(src[n:n+1])+"'") {
			offset = max(offset-1, 0)
		}
		m = explainJSON(m, strings.TrimSpace(string(src[:min(offset, int64(len(src)))])))
	}
	m.line, m.column = position(src, int(offset))
	if errors.Is(err, errTooDeep) {
		m.fix = fixTooDeep
	} else {
		m.reason = "this is not JSON: " + m.reason
	}
	return &SyntaxError{File: name, Line: m.line, Column: m.column, Reason: m.reason, Fix: m.fix}
}

// explainJSON knows the decoder's words for the mistakes that people make;
// before is what stands before the place.
func explainJSON(m mistake, before string) mistake {
	msg := m.reason
	closing := strings.Contains(msg, "'}'") || strings.Contains(msg, "']'")
	switch {
	case closing && strings.HasSuffix(before, ","):
		return m.says("there is a comma before this bracket and nothing after it", "take the comma out")
	case strings.HasSuffix(msg, "after object key:value pair"), strings.HasSuffix(msg, "after array element"):
		return m.says("a comma is missing before this", "write one after the value above")
	case strings.HasSuffix(msg, "after object key"):
		return m.says("a colon is missing between the key and its value", `write "key": "value"`)
	case strings.HasSuffix(msg, "in string literal"):
		return m.says("a line ends within its quotes", `close them, or write \n for a line break`)
	case strings.HasSuffix(msg, "in string escape code"):
		return m.says("a backslash has a meaning of its own here", `write it twice: \\`)
	case strings.HasSuffix(msg, "looking for beginning of object key string"), strings.HasSuffix(msg, "'"): // no context: the first key
		return m.says("a key is not in double quotes", `write "key": "value"`)
	case strings.HasSuffix(msg, "looking for beginning of value") && !closing:
		return m.says("a value is neither a number nor in double quotes", "put double quotes around it")
	}
	return m
}
