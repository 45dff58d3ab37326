package check

import (
	"fmt"
	"regexp"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/yamltext"
)

// gluedComment is a comment that looks like text: "#1 of 300". Who means a
// comment writes a space.
var gluedComment = regexp.MustCompile(`^#[\pL\pN]`)

// lost looks for words at the beginning of a value that YAML takes for something
// else than text, so that nobody sees them: a tag (!important), an anchor that
// nothing refers to (&more), and a comment in place of a text.
func (c *checker) lost(n *yaml.Node, path string) {
	if message, word := c.mark(n); word != "" {
		fix := fmt.Sprintf("write `%s`", yamltext.Quote(strings.TrimSpace(word+" "+n.Value)))
		if l := c.line(n); l.Column() == n.Column {
			fix = fmt.Sprintf("write `%s`", l.Quoted())
		}
		c.warn(n, path, "mark", message, fix)
	}
	if n.Kind != yaml.ScalarNode || n.Value != "" {
		return
	}
	if l := c.line(n); gluedComment.MatchString(l.Value) && l.Start() <= n.Column {
		c.warn(&yaml.Node{Line: n.Line, Column: l.Column()}, path, "comment", quote(l.Value)+" is not shown: after a space, # begins a comment", commentFix(l.Quoted()))
	}
}

// lostOfKey is lost for a key.
func (c *checker) lostOfKey(n *yaml.Node, path string) {
	if message, word := c.mark(n); word != "" {
		c.warn(n, path, "mark", message, fmt.Sprintf("take it out; or write `%s` if it is text", c.line(n).Quoted()))
	}
}

// mark is the tag or anchor of n, if it means nothing, and what to say of it.
func (c *checker) mark(n *yaml.Node) (message, word string) {
	switch {
	case n.Kind == yaml.ScalarNode && n.Anchor != "" && !c.used[n]:
		word = "&" + n.Anchor
		return quote(word) + " is not shown: & at the beginning gives the value a name", word
	case strings.HasPrefix(n.Tag, "!") && !ownTag(n.Tag):
		return quote(n.Tag) + " is not shown: ! at the beginning says of what kind the value is", n.Tag
	}
	return "", ""
}

// commentFix is what to write for what may be a text or a comment.
func commentFix(line string) string {
	return fmt.Sprintf("write `%s`; or a space after the # if it is a comment", line)
}

// ownTag reports whether a tag is one of YAML's own.
func ownTag(tag string) bool {
	switch tag {
	case "!!str", "!!int", "!!float", "!!bool", "!!null", "!!map", "!!seq", "!!timestamp", "!!binary", "!!merge", "!!set", "!!omap", "!!pairs":
		return true
	}
	return false
}

// trailing looks whether the comment behind a text is the end of the text.
func (c *checker) trailing(n *yaml.Node, path string) {
	if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0 || !gluedComment.MatchString(n.LineComment) {
		return
	}
	whole := yamltext.Quote(n.Value + " " + n.LineComment)
	if l := c.line(n); l.Column() == n.Column {
		whole = l.With(whole)
	}
	c.warn(n, path, "comment", quote(n.LineComment)+" is not shown: after a space, # begins a comment", commentFix(whole))
}

// longestLine is the length of a line in bytes up to which it is looked at: in
// longer ones there is either one text or more values than anybody writes by hand,
// and the time to look at it for each would grow with their square.
const longestLine = 1 << 10

// line is the line of the file in which n begins.
func (c *checker) line(n *yaml.Node) yamltext.Line {
	if n.Line < 1 || n.Line > len(c.lines) || len(c.lines[n.Line-1]) > longestLine {
		return yamltext.Line{}
	}
	return yamltext.Split(c.lines[n.Line-1])
}

// referred collects what aliases refer to.
func referred(n *yaml.Node, used map[*yaml.Node]bool) {
	if n.Kind == yaml.AliasNode {
		used[data.Resolve(n)] = true
	}
	for _, v := range n.Content {
		referred(v, used)
	}
}
