// Package syntax reads the bytes of a CV file, in YAML or JSON, as a tree, and says what
// is wrong with the form of one that is neither, in the words of people who write CVs.
package syntax

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/problem"
)

// MaxDepth is how deep lists and objects may stand in each other; a CV needs six.
const MaxDepth = 64

// Limits for what the aliases of a file unfold to ("a billion laughs"); a CV has a few
// hundred nodes.
const (
	maxNodes = 200_000
	maxText  = 4 << 20
)

// Parse returns the one value of a file as a tree with lines and columns, both from 1;
// it is a node of no kind where the file says nothing. What aliases stand for is in
// their places; an anchor that they refer to has a * before its name. The file may be
// in UTF-8 or UTF-16, and in JSON or, unless isJSON is set, in YAML; else the error is
// a [*problem.Problem].
func Parse(src []byte, isJSON bool) (*yaml.Node, error) {
	src = PlainText(src)
	if len(bytes.TrimSpace(src)) == 0 {
		return new(yaml.Node), nil
	}
	var jsonErr error
	if isJSON || jsonStart.Match(src) {
		n, err := parseJSON(src)
		if err == nil || isJSON {
			return n, err
		}
		jsonErr = err // but YAML may start like this, too
	}
	root, err := parseYAML(src)
	if err != nil {
		return nil, cmp.Or(jsonErr, err)
	}
	u := unfolder{nodes: maxNodes, text: maxText}
	return root, u.unfold(root, nil, MaxDepth)
}

// tooDeep returns the error of a value at a line and a column.
func tooDeep(line, column int) error {
	return problem.New(line, column, fmt.Sprintf("this is more than %d levels deep", MaxDepth), "take out what is not part of the CV; it needs six")
}

// unfolder puts what aliases stand for in their places. Nodes and text are what may still
// be in the tree, each alias with all that it repeats.
type unfolder struct{ nodes, text int }

// unfold unfolds n, which alias repeats; alias is nil outside of any. An anchor may
// contain itself, and is too deep.
func (u *unfolder) unfold(n, alias *yaml.Node, depth int) error {
	u.nodes--
	u.text -= len(n.Value)
	switch {
	case alias != nil && (u.nodes < 0 || u.text < 0 || depth < 0):
		return problem.New(alias.Line, alias.Column,
			fmt.Sprintf("the file unfolds to more than %d values, or %d MiB of text", maxNodes, maxText>>20), "write out what its aliases (*name) repeat")
	case depth < 0:
		return tooDeep(n.Line, n.Column)
	}
	for i, c := range n.Content {
		at := alias
		if c.Kind == yaml.AliasNode {
			if at == nil {
				at = c
			}
			c = c.Alias
			c.Anchor = "*" + strings.TrimPrefix(c.Anchor, "*")
			n.Content[i] = c
		}
		if err := u.unfold(c, at, depth-1); err != nil {
			return err
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
