package convert

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/convert/tex"
)

// texLike finds texts that plainly hold LaTeX.
var texLike = regexp.MustCompile(`\\(?:[a-zA-Z]+\*?\{|item\b)|\{\\(?:bf|it|em)\b`)

// untex is n without LaTeX: in all of its texts, or in those alone that plainly have
// some. What aliases repeat is read once.
func (c *converter) untex(n *yaml.Node, all bool) *yaml.Node {
	done := map[*yaml.Node]*yaml.Node{}
	var read func(n *yaml.Node, depth int) *yaml.Node
	read = func(n *yaml.Node, depth int) *yaml.Node {
		n = resolve(n)
		if out, ok := done[n]; ok || depth < 0 {
			return cmp.Or(out, n)
		}
		done[n] = n
		if n.Kind == yaml.ScalarNode {
			if all || texLike.MatchString(n.Value) {
				if s := markdown(n.Value); s != n.Value {
					done[n] = c.text(n, s)
				}
			}
			return done[n]
		}
		content := slices.Clone(n.Content)
		for i, e := range content {
			if made := read(e, depth-1); made != resolve(e) {
				content[i] = made
			}
		}
		if !slices.Equal(content, n.Content) {
			out := *n
			out.Content = content
			done[n] = &out
		}
		return done[n]
	}
	return read(n, maxDepth)
}

// markdown is a text without its LaTeX. An address keeps its own marks.
func markdown(s string) string {
	if isAddress(s) && strings.ContainsAny(s, `\~`) {
		return tex.URL(s)
	}
	return tex.Markdown(s)
}
