package syntax

import (
	"fmt"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// Limits for what the aliases of a file unfold to ("a billion laughs"); a CV has a few
// hundred nodes.
const (
	maxNodes = 200_000
	maxText  = 4 << 20
)

// unfold returns n with what its aliases stand for in their places. Where that is more
// than a CV can hold, or an anchor contains itself, the error is an [*Error].
func unfold(n *yaml.Node) (*yaml.Node, error) {
	if !referred(n) {
		return n, nil
	}
	u := unfolder{nodes: maxNodes, text: maxText}
	out := u.unfold(n, nil, MaxDepth)
	if u.tooLarge != nil {
		return nil, &Error{max(u.tooLarge.Line, 1), max(u.tooLarge.Column, 1),
			fmt.Sprintf("the file unfolds to more than %d values, or %d MiB of text", maxNodes, maxText>>20), "write out what its aliases (*name) repeat"}
	}
	return out, nil
}

// referred puts a * before the anchors that aliases refer to, and reports whether there
// are any.
func referred(n *yaml.Node) (found bool) {
	if n.Kind == yaml.AliasNode {
		n.Alias.Anchor = "*" + strings.TrimPrefix(n.Alias.Anchor, "*")
		return true
	}
	for _, c := range n.Content {
		found = referred(c) || found
	}
	return found
}

type unfolder struct {
	nodes, text int        // that may still be made
	tooLarge    *yaml.Node // with which they are more
}

// unfold copies only nodes that have an alias in them. What repeats too much is the
// alias, and not what it repeats.
func (u *unfolder) unfold(n, alias *yaml.Node, depth int) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		if alias == nil {
			alias = n
		}
		n = n.Alias
	}
	u.nodes--
	if u.text -= len(n.Value); u.tooLarge == nil && (u.nodes < 0 || u.text < 0 || depth < 0) {
		if u.tooLarge = n; alias != nil {
			u.tooLarge = alias
		}
	}
	out := n
	for i := 0; i < len(n.Content) && u.tooLarge == nil; i++ {
		made := u.unfold(n.Content[i], alias, depth-1)
		if made != n.Content[i] && out == n {
			copied := *n
			copied.Content = slices.Clone(n.Content)
			out = &copied
		}
		out.Content[i] = made
	}
	return out
}
