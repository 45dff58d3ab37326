package data

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/convert"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/data/syntax"
)

// What the decoder cannot show, or shows otherwise than it is written.

// hidden reports the words at the beginning or the end of a value that YAML takes
// for something else than text: a tag (!important), an anchor that nothing refers to
// (&more), and a comment without a space behind its # ("Ranked #1").
func (d *decoder) hidden(n *yaml.Node, path string) {
	if n.Kind != yaml.ScalarNode {
		return
	}
	if message, word := d.mark(n); word != "" {
		d.warn(n, path, "mark", message, "write "+d.inQuotes(n, strings.TrimSpace(word+" "+n.Value)))
	}
	if n.Value != "" && n.LineComment == "" {
		d.unquoted(n, path)
		return // as most
	}
	at, comment, fix := *n, n.LineComment, d.inQuotes(n, n.Value+" "+n.LineComment)
	if n.Value == "" && n.Line <= len(d.src.Lines) && n.Line > 0 { // the comment stands in place of the text
		line := syntax.SplitLine(cutLine(d.src.Lines[n.Line-1]))
		if comment, fix = line.Value, line.Quoted(); line.Column() >= n.Column {
			at.Column = line.Column()
		} else {
			comment = ""
		}
	}
	if plainStyle(n) && gluedComment.MatchString(comment) {
		d.warn(&at, path, "comment", problem.Quote(comment)+" is not shown: after a space, # begins a comment", "write "+fix+"; or a space after the # if it is a comment")
	}
	d.unquoted(n, path)
}

// written returns the line in which n begins, as it is in the file, and what n says
// there; YAML joins it with the lines below. The line is empty where n is not written
// plainly.
func (d *decoder) written(n *yaml.Node) (line syntax.Line, first string) {
	if n.Line < 1 || !d.src.isYAML(n) {
		return syntax.Line{}, n.Value
	}
	if line = syntax.SplitLine(cutLine(d.src.Lines[n.Line-1])); line.Column() != n.Column || line.Value == "" {
		return syntax.Line{}, n.Value
	}
	return line, line.Value
}

// inQuotes is what to write for a value that must be in quotes.
func (d *decoder) inQuotes(n *yaml.Node, text string) string {
	if line, _ := d.written(n); line.Value != "" {
		return line.Quoted()
	}
	return "`" + clean.Cut(syntax.InQuotes(text), 160) + "`"
}

// hiddenInKey is hidden for a key.
func (d *decoder) hiddenInKey(n *yaml.Node, path string) {
	if message, word := d.mark(n); word != "" {
		d.warn(n, path, "mark", message, "take it out, or put the text in quotes")
	}
}

// gluedComment is a comment that looks like text: "#1 of 300". Who means a comment
// writes a space.
var gluedComment = regexp.MustCompile(`^#[\pL\pN]`)

// plainStyle reports a text without quotes, on the lines of its key.
func plainStyle(n *yaml.Node) bool {
	return n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) == 0
}

// cutLine is a line of the file, or nothing where it is too long to be written by
// hand: the time to look at it for each of its values would grow with their square.
func cutLine(line string) string {
	if len(line) > 1<<10 {
		return ""
	}
	return line
}

// mark returns the tag or anchor of n if it means nothing, and what is wrong with
// it.
func (d *decoder) mark(n *yaml.Node) (message, word string) {
	switch {
	case n.Anchor != "" && n.Anchor[0] != '*':
		word = "&" + n.Anchor
		return problem.Quote(word) + " is not shown: & at the beginning gives the value a name", word
	case strings.HasPrefix(n.Tag, "!") && !slices.Contains(ownTags, n.Tag):
		return problem.Quote(n.Tag) + " is not shown: ! at the beginning names the kind of the value", n.Tag
	}
	return "", ""
}

var ownTags = strings.Fields("!!str !!int !!float !!bool !!null !!map !!seq !!timestamp !!binary !!merge !!set !!omap !!pairs")

// unquoted reports a text in quotes that goes on over the keys below it: its second
// quotation mark is that of another text.
func (d *decoder) unquoted(n *yaml.Node, path string) {
	if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) == 0 {
		return
	}
	line, first := d.written(n)
	if line.Value == "" || syntax.Closing(first) > 0 || n.Line >= len(d.src.Lines) {
		return
	}
	next := syntax.SplitLine(cutLine(d.src.Lines[n.Line]))
	if next.Begins() && len(next.Indent) < line.Start() && strings.Contains(n.Value, strings.TrimSpace(next.Key)) {
		d.warn(n, path, "quote", "this quotation mark is closed only some lines below, so that all lines up to there are one text", "write "+line.With(first+first[:1]))
	}
}

// merged reports a text that begins with the mark of a list, or goes on with one in
// the next line: it is shown as one.
func (d *decoder) merged(n *yaml.Node, path, as string) {
	if n.Kind != yaml.ScalarNode || !plainStyle(n) || !d.src.isYAML(n) {
		return
	}
	_, first := d.written(n)
	mark, rest := syntax.ListMark(first)
	glued := mark == "-" && strings.HasPrefix(first, "-"+rest)
	numbered := strings.ContainsFunc(mark, alphanumeric) && len(n.Value) > len(first)
	if n.Line > 0 && n.Line < len(d.src.Lines) && !glued && !numbered {
		next := strings.TrimSpace(cutLine(d.src.Lines[n.Line]))
		mark, rest = syntax.ListMark(next)
		glued = mark != "" && strings.Contains(n.Value, " "+next) && !strings.ContainsAny(mark, "–—*+o") && !strings.ContainsFunc(mark, alphanumeric)
	}
	if glued || numbered {
		d.warn(n, path, "merged", "this looks like a list, and is shown as one "+as, "begin each line with a - and a space: "+problem.Quote("- "+rest))
	}
}

// glued reports a key without a space behind its colon, or with another sign for it,
// where an object is wanted.
func (d *decoder) glued(n *yaml.Node, t reflect.Type, path string) {
	line, first := d.written(n)
	m := gluedKey.FindStringSubmatch(first)
	if m == nil || !slices.ContainsFunc(Fields(t), func(f Field) bool { return f.Key == m[1] }) {
		return
	}
	why := map[string]string{":": "there is no space after this colon", "：": "the colon ： is of another script", "=": "a key and its value have a colon between them, and there is a ="}[strings.TrimSpace(m[2])]
	d.warn(n, path, "wrong-kind", why+", so all of this is a text, and no key with its value", "write "+line.With(m[1]+": "+m[3]))
}

var gluedKey = regexp.MustCompile(`^([\pL\pN_-]+)(:|\s*：\s*|\s*=\s*)(\S.*)$`)

// joined reports a list, or an object, where one text is wanted and more is given
// than is shown. Texts are joined without a word.
func (d *decoder) joined(n *yaml.Node, f Field, path string) {
	if n.Kind == yaml.ScalarNode {
		return
	}
	var texts []string
	nested := false
	for i, c := range n.Content {
		nested = nested || c.Kind != yaml.ScalarNode
		if c.Kind == yaml.ScalarNode && !IsNull(c) && (n.Kind != yaml.MappingNode || i%2 == 1) {
			texts = append(texts, c.Value)
		}
	}
	fix := "write one text"
	switch {
	case n.Kind == yaml.MappingNode && len(n.Content) == 2 && !nested && !f.One && f.Key != "location":
		// "- Languages: Go, C" is a text to people, and a key with a value to YAML.
		key, value := n.Content[0].Value, n.Content[1]
		message, whole := "the colon makes a key of "+problem.Quote(key)+", which is not shown", key+": "+value.Value
		if n.Style&yaml.FlowStyle != 0 && IsNull(value) {
			whole = "{" + key + "}"
			message = problem.Quote(whole) + " is not shown: a text that begins with { must be in quotes"
		}
		d.warn(n, path, "wrong-kind", message, "put the whole in quotes: `"+clean.Cut(syntax.InQuotes(whole), 160)+"`")
	case nested:
		d.warn(n, path, "wrong-kind", "a text is wanted here, and there is "+kindName(n)+" with more in it than is shown", fix)
	case f.One && len(texts) > 1:
		if f.Key == "email" {
			fix = "write one under `email` and the others as a list under `emails`"
		} else if path == "basics.url" {
			fix = "write one under `url` and the others as a list under `profiles`"
		}
		d.warn(n, path, "wrong-kind", "one text is wanted here, and there is "+kindName(n)+", of which only "+problem.Quote(texts[0])+" is shown", fix)
	}
}

func kindName(n *yaml.Node) string {
	if n.Kind == yaml.MappingNode {
		return "an object"
	}
	return "a list"
}

// unknown reports the keys of an object that its type t does not have. Keys for
// looks and tools, notes of the owner's, and those that say nothing are not missed.
func (d *decoder) unknown(n *yaml.Node, t reflect.Type, of []Field, at func(string) string) {
	if t == reflect.TypeFor[Meta]() { // which is for every tool's own
		return
	}
	known := func(name string) bool {
		return name == "" || slices.ContainsFunc(of, func(f Field) bool {
			return name == f.Key || name == f.WordsKey() || slices.Contains(f.Old, name) || slices.Contains(f.Short, name)
		})
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch name := key.Value; {
		case known(name), key.ShortTag() != "!!merge" && (convert.Silent(name) || strings.HasPrefix(value.Anchor, "*")), blank(value) && len(value.Content) == 0:
		case key.ShortTag() == "!!merge":
			d.warn(key, at(name), "unknown-key", "`<<` takes over keys from elsewhere in YAML, but not in a CV", "write the keys out")
		default:
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
			} else if near = rootKey(name); near != "" && t != reflect.TypeFor[CV]() && t != reflect.TypeFor[SectionConfig]() {
				fix = fmt.Sprintf("`%s` belongs beside `basics`: begin it in column 1", near)
			}
			d.warn(key, at(name), "unknown-key", "this key is not known here, so its value is not shown", fix)
		}
	}
}

// rootKey returns the key of the root of a CV file that a word is, but for its case.
func rootKey(word string) string {
	for _, f := range Fields(reflect.TypeFor[CV]()) {
		if strings.EqualFold(f.Key, word) {
			return f.Key
		}
	}
	return ""
}
