package check

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/yamltext"
)

// single looks at a text where a list of t is wanted. It makes one entry, though
// its lines may look like several; but if texts are wanted and its lines have come
// through YAML as such, each makes one.
func (c *checker) single(n *yaml.Node, t reflect.Type, path string) {
	lines := c.written(n)
	mark, rest := yamltext.Bullet(lines[0])
	switch {
	case t.Kind() == reflect.String && strings.Contains(strings.TrimSpace(n.Value), "\n"):
		c.told[n] = true
		if mark == "" {
			c.lined(n, path, "each of these lines is shown as an entry of its own", fmt.Sprintf("begin each with a - and a space: `- %s`; or write > for | if they are one text", rest))
		}
	case looksLikeList(lines) || hasItems(lines):
		fix := fmt.Sprintf("begin each with a - and a space: `- %s`", rest)
		if l := c.line(n); l.Column() == n.Column && l.Key != "" && n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) == 0 {
			fix = fmt.Sprintf("write `%s` alone, and each below it with a - and a space: `- %s`", strings.TrimSpace(l.Marks+l.Key), rest)
		}
		c.lined(n, path, "these lines look like a list, and are shown as one entry", fix)
	case mark == "-" && strings.HasPrefix(lines[0], "-"+rest):
		fix := fmt.Sprintf("write `- %s`", rest)
		if c.line(n).Key != "" {
			fix += " on the next line"
		}
		c.lined(n, path, "there is no space after this -, so it is part of the text", fix)
	case len(lines) > 1 && (n.Style&yaml.LiteralStyle != 0 || c.json):
		c.lined(n, path, "these lines are shown as one entry", fmt.Sprintf("begin each with a - and a space: `- %s`; or write > for | if they are one text", rest))
	}
}

// lined warns about lines where a list is wanted; a text of several lines loses its
// |.
func (c *checker) lined(n *yaml.Node, path, message, fix string) {
	if _, rest := yamltext.Bullet(c.written(n)[0]); c.json {
		fix = "write a list of texts: " + fmt.Sprintf("`[%q, …]`", rest)
	}
	if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		fix = "take the " + c.line(n).Value + " out, and " + fix
	}
	c.told[n] = true
	c.warn(n, path, "merged", message, fix)
}

// folded looks at a text whose lines YAML makes one of, and at one in a list, of
// which the CV makes one.
func (c *checker) folded(n *yaml.Node, path string) {
	inList := strings.HasSuffix(path, "]")
	if c.told[n] || !strings.Contains(n.Value, " ") || !inList && strings.Contains(strings.TrimSpace(n.Value), "\n") {
		return // it is one line, or its lines stay
	}
	lines := c.written(n)
	if !looksLikeList(lines) && (!inList || !hasItems(lines)) {
		return
	}
	_, rest := yamltext.Bullet(lines[len(lines)-1])
	fix := fmt.Sprintf("write | behind `%s:`, and each line is shown on its own", path[strings.LastIndexByte(path, '.')+1:])
	switch {
	case c.json:
		_, rest = yamltext.Bullet(lines[0])
		fix = fmt.Sprintf("write each as a text of its own: `%q, …`", rest)
	case inList:
		fix = fmt.Sprintf("begin each in the same column, with a - and a space: `- %s`", rest)
		if l := c.line(n); n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 && l.Marks != "" && l.Key == "" {
			fix = fmt.Sprintf("take the line `%s` out, and %s", strings.TrimSpace(l.Marks+l.Value), fix)
		}
	}
	c.warn(n, path, "merged", "these lines look like a list, and are shown as one text", fix)
}

// hasItems reports whether a line that is not the first begins as an item does.
// In a list it is meant as one.
func hasItems(lines []string) bool {
	return slices.ContainsFunc(lines[1:], func(l string) bool { return strings.HasPrefix(l, "- ") || strings.HasPrefix(l, "• ") })
}

// looksLikeList reports whether several lines have the mark of an item, or one
// that is not the first has a - without a space.
func looksLikeList(lines []string) bool {
	marked := 0
	for i, l := range lines {
		mark, rest := yamltext.Bullet(l)
		if mark != "" {
			marked++
		}
		if marked > 1 || i > 0 && mark == "-" && strings.HasPrefix(l, "-"+rest) {
			return true
		}
	}
	return false
}

// written are the lines of a text as they are in the file, without those that are
// empty; there is at least one.
func (c *checker) written(n *yaml.Node) []string {
	var lines []string
	if strings.Contains(strings.TrimSpace(n.Value), "\n") {
		for l := range strings.Lines(n.Value) {
			if l = strings.TrimSpace(l); l != "" {
				lines = append(lines, l)
			}
		}
		return lines
	}
	rest := strings.TrimSpace(n.Value)
	for i := n.Line - 1; rest != "" && i >= 0 && i < len(c.lines) && len(c.lines[i]) <= longestLine; i++ {
		l := c.lines[i]
		if i == n.Line-1 {
			l = from(l, n.Column)
			if n.Style&yaml.FoldedStyle != 0 {
				continue // it begins in the next line
			}
		}
		l, _, _ = strings.Cut(strings.TrimSpace(l), " #")
		l = strings.TrimSpace(l)
		if !strings.HasPrefix(rest, l) {
			break
		}
		if l != "" {
			lines = append(lines, l)
		}
		rest = strings.TrimSpace(rest[len(l):])
	}
	if len(lines) == 0 || rest != "" { // it is not written plainly
		return []string{strings.TrimSpace(n.Value)}
	}
	return lines
}

// from is what a line says from a column on.
func from(line string, column int) string {
	for i := range line {
		if column--; column < 1 {
			return line[i:]
		}
	}
	return ""
}

// gluedKey is a key without a space behind its colon, with one of another script, or
// with a = in its place.
var gluedKey = regexp.MustCompile(`^([\pL\pN_-]+)(:|\s*：\s*|\s*=\s*)(\S.*)$`)

// glued reports whether a text is meant as a key of t and its value.
func (c *checker) glued(n *yaml.Node, t reflect.Type, path string) bool {
	m := gluedKey.FindStringSubmatch(c.written(n)[0])
	if m == nil {
		return false
	}
	for _, f := range data.Fields(t) {
		if f.Key == m[1] {
			whole := m[1] + ": " + m[3]
			if l := c.line(n); l.Column() == n.Column {
				whole = l.With(whole)
			}
			why := "there is no space after this colon"
			switch strings.TrimSpace(m[2]) {
			case "：":
				why = "the colon ： is of another script"
			case "=":
				why = "a key and its value have a colon between them, and there is a ="
			}
			c.warn(n, path, "wrong-kind", why+", so all of this is a text, and no key with its value", fmt.Sprintf("write `%s`", whole))
			return true
		}
	}
	return false
}
