package syntax

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/problem"
)

// jsonStart matches the beginning of a file that is probably JSON, and may be YAML.
var jsonStart = regexp.MustCompile(`^\s*\{\s*"`)

// parseJSON reads JSON into a tree like YAML's. A YAML parser alone is not enough: JSON's
// \ud83d\ude00 is no YAML.
func parseJSON(src []byte) (*yaml.Node, error) {
	p := &jsonParser{src: src, dec: json.NewDecoder(bytes.NewReader(src))}
	p.dec.UseNumber()
	n, err := p.value(0)
	if err == nil {
		if _, extra := p.dec.Token(); extra == io.EOF {
			return n, nil
		}
		err = errors.New("there is more")
	}
	if _, known := errors.AsType[*problem.Problem](err); known {
		return nil, err
	}
	return nil, p.explain(err)
}

type jsonParser struct {
	src []byte
	dec *json.Decoder

	seen         int   // offset of the last token begun
	line, column int   // of seen, from 0
	open         []int // offsets of the open brackets
}

// start moves to the beginning of the next token, for the nodes' lines and columns, because
// the decoder knows only where the last token ended.
func (p *jsonParser) start() {
	rest := p.src[p.dec.InputOffset():]
	from := len(p.src) - len(bytes.TrimLeft(rest, " \t\r\n,:"))
	for _, r := range string(p.src[p.seen:from]) {
		p.column++
		switch r {
		case '\n', '\u0085', '\u2028', '\u2029': // as in breaks
			p.line, p.column = p.line+1, 0
		}
	}
	p.seen = from
}

func (p *jsonParser) value(depth int) (*yaml.Node, error) {
	p.start()
	n := &yaml.Node{Kind: yaml.ScalarNode, Line: p.line + 1, Column: p.column + 1}
	if depth > maxDepth {
		return nil, tooDeep(n.Line, n.Column)
	}
	tok, err := p.dec.Token()
	if err != nil {
		return nil, err
	}
	switch tok := tok.(type) {
	case json.Delim:
		p.open = append(p.open, p.seen)
		n.Kind = yaml.SequenceNode
		if tok == '{' {
			n.Kind = yaml.MappingNode
		}
		for p.dec.More() { // keys of an object are values of it too
			c, err := p.value(depth + 1)
			if err != nil {
				return nil, err
			}
			n.Content = append(n.Content, c)
		}
		if _, err := p.dec.Token(); err != nil {
			return nil, err
		}
		p.open = p.open[:len(p.open)-1]
	case string:
		n.Tag, n.Value = "!!str", tok
	case nil:
		n.Tag = "!!null"
	case bool:
		n.Tag, n.Value = "!!bool", strconv.FormatBool(tok)
	default:
		n.Tag, n.Value = "!!float", fmt.Sprint(tok)
	}
	return n, nil
}

// explain returns the error that says in plain words why the file is not JSON.
func (p *jsonParser) explain(err error) error {
	at, src := int(p.dec.InputOffset()), string(p.src)
	// The decoder counts only within brackets; this counts everything.
	if se, ok := errors.AsType[*json.SyntaxError](json.Unmarshal(p.src, new(json.RawMessage))); ok {
		if at = int(se.Offset); !strings.HasPrefix(se.Error(), "unexpected end") {
			at-- // it is after the character
		}
		err = se
	}
	at = min(at, len(src))
	after := src[at:]
	inText := int(p.dec.InputOffset()) <= p.seen && strings.HasPrefix(src[p.seen:], `"`)
	var reason, fix string
	switch other, why, instead := otherFile(src); {
	case why != "":
		at, reason, fix = other, why, instead
	case inText && (after == "" || after[0] == '\n'):
		at = p.seen
		reason, fix = notClosed(src[at:])
		fix += `, and \n for a line break within it`
	case after == "" && len(p.open) > 0:
		at = p.open[len(p.open)-1]
		reason, _ = notClosed(src[at:])
		var closing []byte
		for _, open := range slices.Backward(p.open) {
			closing = append(closing, src[open]+2) // see [Line.closing]
		}
		fix = fmt.Sprintf("write `%s` at the end of the file, or restore its end if that is lost", closing)
	default:
		start := max(strings.LastIndexAny(strings.TrimRight(src[:at], " \t\n"), " \t\n,:[]{}\""), 0)
		s, _, found := explain(err.Error(), src[start:at]+"‸"+clean.Cut(after, 60))
		if reason, fix = s.reason, s.fix; found >= 0 && start+found < at {
			at = start + found
		}
	}
	line, column := Position(p.src, at)
	return problem.New(line, column, "this is not JSON: "+reason, fix)
}
