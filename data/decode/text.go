package decode

import (
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/convert"
	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/data/syntax"
)

// string returns n as one text.
func (d *decoder) string(n *yaml.Node, f convert.Field, path string) string {
	if f.One && n.Kind == yaml.ScalarNode {
		n.Value = markup.Address(n.Value) // for the rules, too
	}
	words := d.texts(n, f, path)
	if f.Text == "lines" {
		d.merged(n, path, "text")
	}
	d.keep(Value{n, path, f.Type, f.Key, nil})
	switch {
	case len(words) == 0:
		return ""
	case f.One:
		return clean.Line(words[0])
	case f.Text == "lines":
		return clean.Text(d.read(n, path, strings.Join(words, "\n\n"), true))
	}
	s := d.read(n, path, strings.Join(words, ", "), f.Text == "marked")
	if f.Text == "" && !strings.Contains(path, ".authors") { // their marks have a meaning
		s = markup.Unmarked(s)
	}
	return clean.Line(s)
}

// texts returns the texts of n where one is expected: owners write a list of paragraphs, or
// an object {city, region} for a place. It reports those that are not shown.
func (d *decoder) texts(n *yaml.Node, f convert.Field, path string) (out []string) {
	if n.Kind == yaml.ScalarNode {
		return []string{d.text(n)}
	}
	nested := false
	for i, c := range n.Content {
		nested = nested || c.Kind != yaml.ScalarNode
		if c.Kind == yaml.ScalarNode && !IsNull(c) && (n.Kind != yaml.MappingNode || i%2 == 1) { // else it is a key
			out = append(out, d.text(c))
		}
	}
	fix := "write one text"
	switch {
	case n.Kind == yaml.MappingNode && len(n.Content) == 2 && !nested && !f.One && f.Key != "location":
		// "- Languages: Go, C" is meant as a text, but YAML reads a key with a value.
		key, value := n.Content[0].Value, n.Content[1]
		message, whole := "the colon makes a key of "+problem.Quote(key)+", which is not shown", key+": "+value.Value
		if n.Style&yaml.FlowStyle != 0 && IsNull(value) {
			whole = "{" + key + "}"
			message = problem.Quote(whole) + " is not shown: a text that begins with { must be in quotes"
		}
		d.warn(n, path, problem.KindWrong, message, "put the whole in quotes: "+syntax.Line{Value: whole}.Quoted())
	case nested:
		d.warn(n, path, problem.KindWrong, "a text is expected here, but this is "+kindName(n)+" with more in it than is shown", fix)
	case f.One && len(out) > 1:
		if f.More != "" {
			fix = "write one under `" + f.Key + "` and the others as a list under `" + f.More + "`"
		}
		d.warn(n, path, problem.KindWrong, "one text is expected here, but this is "+kindName(n)+", of which only "+problem.Quote(out[0])+" is shown", fix)
	}
	return out
}

func kindName(n *yaml.Node) string {
	if n.Kind == yaml.MappingNode {
		return "an object"
	}
	return "a list"
}

// read turns HTML into text, with Markdown if marks is set, and reports the tags that are
// dropped.
func (d *decoder) read(n *yaml.Node, path, s string, marks bool) string {
	s, dropped := markup.ReadHTML(s, marks)
	if len(dropped) > 0 {
		d.warn(n, path, "html", "HTML is left out here: "+problem.Quote("<"+strings.Join(dropped, "> <")+">"), "write plain text; *emphasis*, **weight** and [links](https://example.com) are understood")
	}
	return s
}

// plain returns the text of a scalar without markup.
func (d *decoder) plain(n *yaml.Node, path string) string { return d.read(n, path, d.text(n), false) }

// text returns the text of a scalar; a text longer than [MaxText] is an error of the file.
func (d *decoder) text(n *yaml.Node) string {
	if len(n.Value) > MaxText {
		d.fail(n, "shorten it, or break it into several", "this text is longer than %d KiB", MaxText>>10)
		return ""
	}
	return n.Value
}

// IsNull reports whether n is null, a text of white space, or no node at all.
func IsNull(n *yaml.Node) bool {
	return n.Kind == 0 || n.Kind == yaml.ScalarNode && (strings.TrimSpace(n.Value) == "" || n.ShortTag() == "!!null")
}
