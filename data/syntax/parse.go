// Package syntax parses a CV file, in YAML or JSON, into a tree. For a file that is
// neither, it explains the mistake in plain words.
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

// maxDepth is the maximum nesting of lists and objects; a CV needs six levels.
const maxDepth = 64

// Limits of a file with its aliases unfolded ("a billion laughs"); a CV has a few hundred
// nodes.
const (
	maxNodes = 200_000
	maxText  = 4 << 20
)

// Parse returns the value of a file as a tree with lines and columns, both from 1, or a
// node of no kind if the file is empty. It replaces aliases by their values, and puts a *
// before the names of their anchors. The file is in UTF-8 or UTF-16, and in JSON or, unless
// isJSON is set, in YAML; the error for any other is a [*problem.Problem].
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
	return root, u.unfold(root, nil, maxDepth)
}

// tooDeep returns the error for a value at a line and a column.
func tooDeep(line, column int) error {
	return problem.New(line, column, fmt.Sprintf("this is more than %d levels deep", maxDepth), "remove what is not part of the CV; a CV needs six")
}

// unfolder replaces aliases by their values. nodes and text, in bytes, are what the tree
// may still contain, where each alias counts with all that it repeats.
type unfolder struct{ nodes, text int }

// unfold unfolds n, which alias repeats unless it is nil. An anchor that contains itself
// exceeds the depth.
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
