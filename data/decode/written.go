package decode

import (
	"cmp"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/convert"
	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/data/syntax"
)

// This file reports text that YAML reads differently than its writer means it.

// line returns a line of the file, from 1. It is empty if the file has no such line, or if
// the line is too long to be written by hand: parsing it for each of its values takes
// quadratic time.
func (d *decoder) line(number int) syntax.Line {
	if number < 1 || number > len(d.Lines) || len(d.Lines[number-1]) > 1<<10 {
		return syntax.Line{}
	}
	return syntax.SplitLine(d.Lines[number-1])
}

// written returns the line of the file in which n begins, and the part of n on it; YAML
// joins that with the lines below. The line is empty if n does not begin at its value.
func (d *decoder) written(n *yaml.Node) (line syntax.Line, first string) {
	if line = d.line(n.Line); !d.isYAML(n) || line.Column() != n.Column || line.Value == "" {
		return syntax.Line{}, n.Value
	}
	return line, line.Value
}

// fixed returns the advice to put a value in quotes.
func (d *decoder) fixed(n *yaml.Node, text string) string {
	line, _ := d.written(n)
	return "write " + cmp.Or(line, syntax.Line{Value: text}).Quoted()
}

// isYAML reports whether n is from a YAML file.
func (d *decoder) isYAML(n *yaml.Node) bool {
	name, _ := d.at(n.Line)
	return !isJSON(name) && !IsBibliography(name)
}

const quoted = yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle

// plainStyle reports whether n is neither in quotes nor a block.
func plainStyle(n *yaml.Node) bool {
	return n.Style&(quoted|yaml.LiteralStyle|yaml.FoldedStyle) == 0
}

// hidden reports words at the beginning or the end of a value that YAML does not read as
// text: a tag (!important), an anchor that nothing refers to (&more), and a comment without
// a space after its # ("Ranked #1").
func (d *decoder) hidden(n *yaml.Node, path string) {
	if n.Kind != yaml.ScalarNode {
		return
	}
	d.marked(n, path, "")
	if n.Style&quoted != 0 {
		d.unquoted(n, path)
		return
	}
	if n.Value != "" && n.LineComment == "" || !plainStyle(n) {
		return // as most
	}
	at, comment, fix := *n, n.LineComment, ""
	if n.Value != "" {
		fix = d.fixed(n, n.Value+" "+comment)
	} else if line := d.line(n.Line); line.Value != "" && line.Column() >= n.Column { // a comment in place of the text
		at.Column, comment, fix = line.Column(), line.Value, "write "+line.Quoted()
	}
	if gluedComment.MatchString(comment) && fix != "" && !bareHost.MatchString(n.Value) {
		d.warn(&at, path, "comment", problem.Quote(comment)+" is not shown: after a space, # begins a comment", fix+"; or a space after the # if it is a comment")
	}
}

// bareHost matches an address without https://, after which online-cv has "#do not add
// http://".
var bareHost = regexp.MustCompile(`^[\w-]+(\.[\w-]+)*\.[a-z]{2,}/?$`)

// gluedComment matches a comment that looks like text: "#1 of 300". Comments usually have a
// space after the #.
var gluedComment = regexp.MustCompile(`^#[\pL\pN]`)

var ownTags = strings.Fields("!!str !!int !!float !!bool !!null !!map !!seq !!timestamp !!binary !!merge !!set !!omap !!pairs")

// marked reports a tag or an anchor of n that means nothing. The default fix is quotes.
func (d *decoder) marked(n *yaml.Node, path, fix string) {
	var word, why string
	switch {
	case n.Anchor != "" && n.Anchor[0] != '*':
		word, why = "&"+n.Anchor, "& at the beginning gives the value a name"
	case strings.HasPrefix(n.Tag, "!") && !slices.Contains(ownTags, n.Tag):
		word, why = n.Tag, "! at the beginning names the kind of the value"
	default:
		return
	}
	if fix == "" {
		fix = d.fixed(n, strings.TrimSpace(word+" "+n.Value))
	}
	d.warn(n, path, "mark", problem.Quote(word)+" is not shown: "+why, fix)
}

// unquoted reports a text in quotes that includes the keys below it, because the quotation
// mark of another text closes it.
func (d *decoder) unquoted(n *yaml.Node, path string) {
	line, first := d.written(n)
	if line.Value == "" || syntax.Closed(first) {
		return
	}
	next := d.line(n.Line + 1)
	if next.Begins() && len(next.Indent) < line.Start() && strings.Contains(n.Value, strings.TrimSpace(next.Key)) {
		d.warn(n, path, "quote", "this quotation mark is closed only some lines below, which makes all lines up to there one text", "write "+line.With(first+first[:1]))
	}
}

// merged reports a text that is shown as one although it looks like a list: it or its next
// line begins with the mark of an item.
func (d *decoder) merged(n *yaml.Node, path, as string) {
	if n.Kind != yaml.ScalarNode || !plainStyle(n) || !d.isYAML(n) {
		return
	}
	_, first := d.written(n)
	mark, rest := markup.ListMark(first)
	is := mark == "-" && strings.HasPrefix(first, "-"+rest) || strings.ContainsFunc(mark, alphanumeric) && len(n.Value) > len(first)
	if !is && n.Line > 0 {
		before, next := mark, d.line(n.Line+1)
		text := strings.TrimSpace(next.Marks + next.Text())
		mark, rest = markup.ListMark(text)
		is = mark != "" && strings.Contains(n.Value, " "+text) && (mark == before && mark != "o" || !strings.ContainsAny(mark, "–—*+o") && !strings.ContainsFunc(mark, alphanumeric))
	}
	if is {
		d.warn(n, path, "merged", "this looks like a list, and is shown as one "+as, "begin each line with a - and a space: "+problem.Quote("- "+rest))
	}
}

// bullets reports keys without quotes that begin with the bullet of a list item ("• name: X")
// or like a comment.
func (f *File) bullets(n *yaml.Node) {
	for i, c := range n.Content {
		if n.Kind != yaml.MappingNode || i%2 == 1 {
			f.bullets(c)
		} else if mark, rest := markup.ListMark(c.Value); mark != "" && plainStyle(c) && !strings.ContainsFunc(mark, alphanumeric) {
			f.Warn(c, "", "merged", "this looks like a list item, and is a key", "begin it with a - and a space: "+problem.Quote("- "+rest+":"))
		} else if plainStyle(c) && strings.HasPrefix(c.Value, "// ") {
			f.Warn(c, "", "comment", "this looks like a comment, and is a key", "write # before it")
		}
	}
}

// glued reports a key without a space after its colon, or with another sign in its place,
// where an object is expected.
func (d *decoder) glued(n *yaml.Node, t reflect.Type, path string) {
	line, first := d.written(n)
	m := gluedKey.FindStringSubmatch(first)
	if m == nil || !slices.ContainsFunc(d.schema.Fields(t), func(f convert.Field) bool { return f.Key == m[1] }) {
		return
	}
	why := map[string]string{":": "there is no space after this colon", "：": "the colon ： is full-width", "=": "there is a = where a colon is expected"}[strings.TrimSpace(m[2])]
	d.warn(n, path, problem.KindWrong, why+", so this is a text and not a key with a value", "write "+line.With(m[1]+": "+m[3]))
}

var gluedKey = regexp.MustCompile(`^([\pL\pN_-]+)(:|\s*：\s*|\s*=\s*)(\S.*)$`)

// unknown reports a key of an object n that is not in of, the keys of its type. It ignores
// keys for styles and tools, notes of the owner's, and empty values.
func (d *decoder) unknown(n, key, value *yaml.Node, of []convert.Field, path string) {
	const kind = "unknown-key"
	name := key.Value
	switch {
	case key.ShortTag() == "!!merge" && !IsNull(value):
		d.warn(key, path, kind, "`<<` takes over keys from elsewhere in YAML, but not in a CV", "write the keys out")
		return
	case name == "", IsNull(value), value.Kind != yaml.ScalarNode && len(value.Content) == 0, convert.Silent(name), strings.HasPrefix(value.Anchor, "*"):
		return
	}
	var keys []string
	for _, f := range of {
		keys = append(keys, f.Key)
	}
	given := func(key string) bool {
		return slices.ContainsFunc(n.Content, func(c *yaml.Node) bool { return c.Value == key })
	}
	fix := "write one of " + strings.Join(keys, ", ") + "; or begin it with x- if it is a note to yourself"
	if near := problem.Nearest(name, keys); near != "" && !given(near) {
		fix = "write " + problem.Quote(near)
	} else if !slices.Contains(keys, "items") { // a section may be named like a list
		for _, f := range d.schema.Keys("") {
			if strings.EqualFold(f.Key, name) && path != name {
				fix = fmt.Sprintf("`%s` belongs beside `basics`: begin it in column 1", f.Key)
			}
		}
	}
	d.warn(key, path, kind, "this key is not known here, so its value is not shown", fix)
}
