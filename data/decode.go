package data

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/yamltext"
)

// decoder lays a parsed file over the types of a CV. The types guide it, so no
// file can make it deeper than they are, and whatever does not fit is left out
// rather than refused.
type decoder struct {
	file  string
	left  int        // values still allowed
	bytes int        // and bytes of text
	alias *yaml.Node // that all which is read now stands for; nil outside of any
	err   *Problem
}

// fail keeps the first reason to refuse the file; nothing is read after it.
func (d *decoder) fail(n *yaml.Node, fix, reason string, args ...any) {
	if d.err == nil {
		d.err = refusal(d.file, max(n.Line, 1), max(n.Column, 1), fmt.Sprintf(reason, args...), fix)
	}
}

// spent reports whether nothing more may be read, from n on. What repeats too much
// is the alias, and not what it repeats.
func (d *decoder) spent(n *yaml.Node) bool {
	if d.left < 0 || d.bytes < 0 {
		fix := "keep what matters"
		if d.alias != nil {
			n, fix = d.alias, "write out what its aliases (*name) repeat"
		}
		d.fail(n, fix, "the file unfolds to more than %d values, or %d MiB of text, which end here", maxNodes, maxUnfolded>>20)
	}
	return d.err != nil
}

func (d *decoder) document(n *yaml.Node, cv *CV) error {
	n = Resolve(n)
	if n.Kind != yaml.MappingNode {
		return refusal(d.file, max(n.Line, 1), max(n.Column, 1), `a CV file starts with keys such as "basics:" and "work:"; this one does not`, "run cv init to see how one begins")
	}
	d.decode(n, reflect.ValueOf(cv).Elem(), Field{})
	if d.spent(n) {
		return d.err
	}
	return nil
}

// decode stores n in v, which is what f describes, or an element of it.
func (d *decoder) decode(n *yaml.Node, v reflect.Value, f Field) {
	if n.Kind == yaml.AliasNode && d.alias == nil {
		d.alias = n
		defer func() { d.alias = nil }()
	}
	n = Resolve(n)
	if d.left--; d.spent(n) || IsNull(n) {
		return
	}
	scalar := n.Kind == yaml.ScalarNode
	switch {
	case IsBare(n, v.Type()):
	case v.Type() == dateType:
		if scalar {
			v.Set(reflect.ValueOf(ParseDate(oneLine(d.read(d.text(n), false)))))
		}
	case v.Kind() == reflect.String && f.One:
		if words := d.words(n); len(words) > 0 {
			v.SetString(oneLine(words[0]))
		}
	case v.Kind() == reflect.String && f.Lines:
		v.SetString(clean(d.read(strings.Join(d.words(n), "\n\n"), true)))
	case v.Kind() == reflect.String:
		v.SetString(oneLine(d.read(strings.Join(d.words(n), ", "), f.Marks)))
	case v.Kind() == reflect.Bool && scalar:
		v.SetBool(IsTrue(n))
	case v.Kind() == reflect.Slice:
		d.list(n, v, f)
	case v.Kind() == reflect.Struct && n.Kind == yaml.MappingNode:
		d.mapping(n, v)
	case v.Kind() == reflect.Struct && scalar:
		// "- Tengyu Ma" for "- name: Tengyu Ma".
		alone := Alone(v.Type(), n.Value)
		d.decode(n, v.Field(alone.Index), alone)
	}
}

// words are the scalars of n, which should be one: people write a list of
// paragraphs, or an object {city, region} for a place.
func (d *decoder) words(n *yaml.Node) []string {
	if n.Kind == yaml.ScalarNode {
		return []string{d.text(n)}
	}
	var out []string
	for i, c := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			continue // a key
		}
		if c = Resolve(c); c.Kind == yaml.ScalarNode && !IsNull(c) {
			if d.left--; d.spent(c) {
				break
			}
			out = append(out, d.text(c))
		}
	}
	return out
}

// read makes of HTML what it means.
func (d *decoder) read(s string, marks bool) string {
	s, _ = ReadHTML(s, marks)
	return s
}

// text is the text of a scalar, unless it is too long.
func (d *decoder) text(n *yaml.Node) string {
	if len(n.Value) > MaxText {
		d.fail(n, "shorten it, or break it into several", "this text is longer than %d KiB", MaxText>>10)
		return ""
	}
	d.bytes -= len(n.Value)
	return n.Value
}

// list takes one value for a list of one, and drops elements that say nothing.
// Where texts are wanted, one of several lines is as many.
func (d *decoder) list(n *yaml.Node, v reflect.Value, f Field) {
	items := []*yaml.Node{n}
	switch {
	case n.Kind == yaml.SequenceNode:
		items = n.Content
	case n.Kind == yaml.ScalarNode && v.Type().Elem().Kind() == reflect.String:
		items = nil
		for _, line := range listed(d.text(n)) {
			item := *n
			item.Value = line
			items = append(items, &item)
		}
	}
	if v.Type().Elem() == reflect.TypeFor[Author]() && len(items) == 1 && Resolve(items[0]).Kind == yaml.ScalarNode {
		n := Resolve(items[0])
		items = nil
		for _, name := range AuthorNames(d.read(d.text(n), false)) {
			item := *n
			item.Value = name
			items = append(items, &item)
		}
	}
	if len(items) > MaxEntries {
		d.fail(items[MaxEntries], "keep those that matter", "this list has more than %d entries", MaxEntries)
	}
	for _, item := range items {
		e := reflect.New(v.Type().Elem()).Elem()
		d.decode(item, e, f)
		if !e.IsZero() {
			v.Set(reflect.Append(v, e))
		}
		if d.spent(item) {
			return
		}
	}
}

// listed are the lines of a text, without the marks of a list. A number stays: it
// may be the first word of a text, as of a rank.
func listed(text string) (lines []string) {
	for line := range strings.Lines(htmlBreak.ReplaceAllString(text, "\n")) {
		line = strings.TrimSpace(line)
		if mark, rest := yamltext.Bullet(line); mark != "" && !strings.ContainsFunc(mark, alphanumeric) {
			line = rest
		}
		lines = append(lines, line)
	}
	return lines
}

func alphanumeric(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func (d *decoder) mapping(n *yaml.Node, v reflect.Value) {
	fields := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		fields[n.Content[i].Value] = n.Content[i+1]
	}
	if p := fields["position"]; v.Type() == reflect.TypeFor[Work]() && fields["positions"] == nil && p != nil && objects(Resolve(p)) {
		fields["positions"] = p
		delete(fields, "position")
	}
	delete(fields, "") // no key of ours
	for _, f := range Fields(v.Type()) {
		value := fields[f.Key]
		for _, old := range f.Old {
			if value == nil || IsNull(value) {
				value = fields[old]
			}
		}
		if value != nil {
			d.decode(value, v.Field(f.Index), f)
		}
		if value != nil && f.Key == "endDate" && blank(value) && !v.FieldByName("StartDate").IsZero() {
			v.Field(f.Index).Set(reflect.ValueOf(Date{Text: "present", Present: true}))
		}
		if words := fields[f.WordsKey()]; words != nil {
			date := v.Field(f.Index).Addr().Interface().(*Date)
			switch s := oneLine(d.text(Resolve(words))); {
			case s == "":
			case date.ISO() == "": // the words are all that says when
				*date = ParseDate(s)
			default:
				date.Text = s
			}
		}
	}
}

// blank reports whether n stands for nothing: null, or a text of no character.
func blank(n *yaml.Node) bool {
	n = Resolve(n)
	return IsNull(n) || n.Kind == yaml.ScalarNode && strings.TrimSpace(n.Value) == ""
}

// objects reports a list of mappings.
func objects(n *yaml.Node) bool {
	return n.Kind == yaml.SequenceNode && len(n.Content) > 0 && Resolve(n.Content[0]).Kind == yaml.MappingNode
}
