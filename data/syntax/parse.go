// Package syntax reads the bytes of a CV file, in YAML or JSON, as a tree, and says what
// is wrong with the form of one that is neither, in the words of people who write CVs.
package syntax

import (
	"fmt"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"
)

// MaxDepth is how deep lists and objects may stand in each other; a CV needs six.
const MaxDepth = 64

var errTooDeep = fmt.Errorf("this is more than %d levels deep", MaxDepth)

const fixTooDeep = "take out what is not part of the CV; it needs six"

// Error says what is wrong with the form of a file, where (from 1, columns in
// characters), and what to write instead.
type Error struct {
	Line, Column int
	Reason, Fix  string
}

// Error implements [error].
func (e *Error) Error() string {
	return fmt.Sprintf("%d:%d: %s; %s", e.Line, e.Column, e.Reason, e.Fix)
}

// Parse returns the one value of a file as a tree with lines and columns, both from 1;
// it is a node of no kind where the file says nothing. What aliases stand for is in
// their places; an anchor that they refer to has a * before its name. The file may be
// in UTF-8 or UTF-16, and in JSON or, unless isJSON is set, in YAML; else the error is
// an [*Error].
func Parse(src []byte, isJSON bool) (*yaml.Node, error) {
	src = oneDocument(PlainText(src))
	if empty(src) {
		return new(yaml.Node), nil
	}
	var jsonErr error
	if looksLikeJSON(src) || isJSON {
		n, err := parseJSON(src)
		if err == nil || isJSON {
			return n, err
		}
		jsonErr = err // but flow style YAML starts with a brace too
	}
	doc := new(yaml.Node)
	if err := yaml.Load(src, doc); err != nil {
		if jsonErr != nil && jsonStart.Match(src) {
			return nil, jsonErr
		}
		return nil, yamlError(src, err)
	}
	if doc.Kind == yaml.DocumentNode && len(doc.Content) == 1 {
		doc = doc.Content[0]
	}
	if n := deep(doc, MaxDepth); n != nil {
		return nil, &Error{n.Line, n.Column, errTooDeep.Error(), fixTooDeep}
	}
	return unfold(doc)
}

// deep returns a value that stands deeper in n than levels, if there is one.
func deep(n *yaml.Node, levels int) *yaml.Node {
	if levels < 0 {
		return n
	}
	for _, c := range n.Content {
		if found := deep(c, levels-1); found != nil {
			return found
		}
	}
	return nil
}

// Position turns a byte offset into line and column, both from 1; columns count
// characters, as editors do.
func Position(src []byte, offset int) (line, column int) {
	lines := breaks(src[:min(offset, len(src))])
	return len(lines), utf8.RuneCountInString(lines[len(lines)-1]) + 1
}
