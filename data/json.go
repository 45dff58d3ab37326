package data

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	yaml "go.yaml.in/yaml/v4"
)

func looksLikeJSON(src []byte) bool {
	src = bytes.TrimLeft(bytes.TrimPrefix(src, []byte("\ufeff")), " \t\r\n")
	return bytes.HasPrefix(src, []byte("{"))
}

// parseJSON reads JSON into the tree that YAML gives too. A YAML parser alone
// would not do: JSON's \ud83d\ude00 is no YAML.
func parseJSON(name string, src []byte) (*yaml.Node, error) {
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	p := &jsonParser{src: src, dec: json.NewDecoder(bytes.NewReader(src))}
	p.dec.UseNumber()
	n, err := p.value(0)
	if err == nil {
		if _, extra := p.dec.Token(); extra != io.EOF {
			err = errors.New("there is something after the closing brace; take it out")
		}
	}
	if err != nil {
		offset := p.dec.InputOffset()
		var se *json.SyntaxError
		if errors.As(err, &se) {
			offset = max(se.Offset-1, 0)
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err, offset = errors.New("the file ends too early; a bracket or quote is not closed"), int64(len(src))
		}
		reason := "this is not JSON: " + err.Error()
		if errors.Is(err, errTooDeep) {
			reason = err.Error()
		}
		line, column := position(src, int(offset))
		return nil, &SyntaxError{File: name, Line: line, Column: column, Reason: reason}
	}
	return n, nil
}

type jsonParser struct {
	src []byte
	dec *json.Decoder

	seen         int // offset up to which lines are counted
	line, column int // of seen, from 0
}

func (p *jsonParser) node(kind yaml.Kind) *yaml.Node {
	// The decoder stands behind the token; for a bracket or a short scalar that
	// is near enough to be found.
	for _, r := range string(p.src[p.seen:p.dec.InputOffset()]) {
		if p.column++; r == '\n' {
			p.line, p.column = p.line+1, 0
		}
	}
	p.seen = int(p.dec.InputOffset())
	return &yaml.Node{Kind: kind, Line: p.line + 1, Column: p.column + 1}
}

func (p *jsonParser) value(depth int) (*yaml.Node, error) {
	if depth > MaxDepth {
		return nil, errTooDeep
	}
	tok, err := p.dec.Token()
	if err != nil {
		return nil, err
	}
	switch tok := tok.(type) {
	case json.Delim:
		kind := yaml.SequenceNode
		if tok == '{' {
			kind = yaml.MappingNode
		}
		n := p.node(kind)
		for p.dec.More() { // keys of an object are values of it too
			c, err := p.value(depth + 1)
			if err != nil {
				return nil, err
			}
			n.Content = append(n.Content, c)
		}
		_, err := p.dec.Token()
		return n, err
	case string:
		return p.scalar("!!str", tok), nil
	case nil:
		return p.scalar("!!null", ""), nil
	case bool:
		return p.scalar("!!bool", strconv.FormatBool(tok)), nil
	}
	return p.scalar("!!float", fmt.Sprint(tok)), nil
}

func (p *jsonParser) scalar(tag, value string) *yaml.Node {
	n := p.node(yaml.ScalarNode)
	n.Tag, n.Value = tag, value
	return n
}
