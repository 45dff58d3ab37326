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

	seen         int   // offset of the token that was begun last
	line, column int   // of seen, from 0
	open         []int // offsets of the brackets that are open
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

func (p *jsonParser) value(depth int) (*yaml.Node, error) {
	p.start()
	n := &yaml.Node{Kind: yaml.ScalarNode, Line: p.line + 1, Column: p.column + 1}
	if depth > MaxDepth {
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

// explain says in plain words why the file is not JSON.
func (p *jsonParser) explain(err error) error {
	at := int(p.dec.InputOffset())
	// The decoder counts only what is between brackets; this counts all.
	if se, ok := errors.AsType[*json.SyntaxError](json.Unmarshal(p.src, new(json.RawMessage))); ok {
		if at = int(se.Offset); !strings.HasPrefix(se.Error(), "unexpected end") {
			at-- // it stands behind the character
		}
		err = se
	}
	at, reason, fix := p.slip(min(at, len(p.src)), err.Error())
	line, column := Position(p.src, at)
	return problem.New(line, column, "this is not JSON: "+reason, fix)
}

// yamlStart matches the beginning of a YAML file.
var yamlStart = regexp.MustCompile(`^(---|#|[\w-]+:(\s|$))`)

// slip explains why the decoder stopped at an offset, and returns the offset of
// the mistake.
func (p *jsonParser) slip(at int, message string) (where int, reason, fix string) {
	src := string(p.src)
	before, after := strings.TrimRight(src[:at], " \t\n"), src[at:]
	bracket := -1
	if n := len(p.open); n > 0 {
		bracket = p.open[n-1]
	}
	inText := int(p.dec.InputOffset()) <= p.seen && strings.HasPrefix(src[p.seen:], `"`)
	ended := strings.Contains(message, "unexpected end")
	switch kind := otherFile(src); {
	case kind != "":
		return 0, "it is " + kind, notText(kind)
	case before == "" && yamlStart.MatchString(after):
		return at, "it is YAML under the name of a JSON file", "let the name of the file end in .yaml"
	case ended && inText:
		return p.seen, "this quotation mark is never closed", `write " at the end of the text`
	case ended && bracket >= 0:
		var missing strings.Builder
		for _, open := range slices.Backward(p.open) {
			missing.WriteByte(src[open] + 2) // "]" and "}" are two behind "[" and "{"
		}
		return bracket, fmt.Sprintf("this %c is never closed", src[bracket]), fmt.Sprintf("write `%s` at the end of the file, or restore its end if that is lost", clean.Cut(missing.String(), 60))
	case strings.Contains(message, "pair") && after[0] == ']', strings.Contains(message, "array element") && after[0] == '}':
		return bracket, fmt.Sprintf("this %c is not closed", src[bracket]), fmt.Sprintf("write %c after its last value", src[bracket]+2)
	}
	start := max(len(before)-1, 0) // of the text that hints look at
	for _, h := range jsonHints() {
		if found, reason, fix, ok := h.fits(message, before[start:]+"‸"+clean.Cut(after, 60)); ok {
			if found == 0 { // the mark before is the mistake
				at = start
			}
			return at, reason, fix
		}
	}
	return at, "something is missing or too much here (" + message + ")", `a value is "text" in double quotes, a number, true, false or null`
}
