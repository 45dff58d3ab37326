package syntax

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"

	yaml "go.yaml.in/yaml/v4"
)

func looksLikeJSON(src []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(src, " \t\n"), []byte("{"))
}

// jsonStart begins what is meant to be JSON even if it is neither JSON nor YAML.
var jsonStart = regexp.MustCompile(`^\s*\{\s*"`)

// parseJSON reads JSON into the tree that YAML gives too. A YAML parser alone
// would not do: JSON's \ud83d\ude00 is no YAML.
func parseJSON(src []byte) (*yaml.Node, error) {
	p := &jsonParser{src: src, dec: json.NewDecoder(bytes.NewReader(src))}
	p.dec.UseNumber()
	n, err := p.value(0)
	if err == nil {
		if _, extra := p.dec.Token(); extra != io.EOF {
			err = errors.New("there is more")
		}
	}
	if err != nil {
		return nil, jsonError(src, err, p.dec.InputOffset())
	}
	return n, nil
}

type jsonParser struct {
	src []byte
	dec *json.Decoder

	seen         int // offset up to which lines are counted
	line, column int // of seen, from 0
}

// start moves to the beginning of the next token, for the nodes' lines and
// columns; the decoder itself knows where the last one ended.
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

func (p *jsonParser) node(kind yaml.Kind) *yaml.Node {
	return &yaml.Node{Kind: kind, Line: p.line + 1, Column: p.column + 1}
}

func (p *jsonParser) value(depth int) (*yaml.Node, error) {
	if depth > MaxDepth {
		return nil, errTooDeep
	}
	p.start()
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
