package check

import (
	"cmp"
	"fmt"
	"reflect"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/yamltext"
)

// misplaced looks at a key that is known in another place.
func (c *checker) misplaced(key, value *yaml.Node, path string, o object) bool {
	name := key.Value
	var message, fix string
	switch {
	case o.t == cvType && inBasics(name):
		message = "this key belongs into basics, so its value is not shown"
		fix = fmt.Sprintf("write it below `basics:`, two spaces further in: `  %s:`", name)
	case o.t == cvType && o.known == 0 && o.all <= 2 && wraps(value): // beside a $schema
		message = "all that is in this key is not shown: a CV begins with keys such as `basics` and `work`"
		fix = "take this line out, and begin all lines below it two spaces further to the left"
		if c.json {
			fix = "take this key out, with the { behind it and its }"
		}
	case o.t != cvType && o.t != reflect.TypeFor[data.SectionConfig]() && topLevel(name) != "":
		name = topLevel(name)
		message = fmt.Sprintf("`%s` belongs at the beginning of a line, and is not shown here", name)
		fix = fmt.Sprintf("begin it in column 1: `%s:`, and the lines below it as much further to the left", name)
		if c.json {
			message, fix = fmt.Sprintf("`%s` belongs beside `basics`, and is not shown here", name), "move it behind the } that ends `basics`"
		}
	case o.t == basicsType && network(name) != "":
		message = "this key belongs into profiles, so its value is not shown"
		fix = "write below `profiles:` " + c.entry("network", c.literal(network(name)), profileKey(value), c.literal(cmp.Or(value.Value, "…")))
		if c.json {
			fix = strings.Replace(fix, "below `profiles:`", "into the list `profiles`", 1)
		}
	default:
		return false
	}
	c.warn(key, path, "unknown-key", message, fix)
	return true
}

// topLevel is the key of the CV itself that a word is, but for its case.
func topLevel(word string) string {
	for _, k := range append(data.Lists(), "basics", "meta") {
		if plain(k) == plain(word) {
			return k
		}
	}
	return ""
}

// wraps reports whether a value is a whole CV.
func wraps(value *yaml.Node) bool {
	value = data.Resolve(value)
	for i := 0; value.Kind == yaml.MappingNode && i < len(value.Content); i += 2 {
		if topLevel(value.Content[i].Value) != "" {
			return true
		}
	}
	return false
}

// network is the name of a place where people have profiles, as it writes itself;
// empty where a word is none.
func network(word string) string {
	for name := range strings.FieldsSeq("LinkedIn GitHub GitLab Bitbucket Twitter X Facebook Instagram Mastodon Bluesky Xing ORCID StackOverflow YouTube ResearchGate Kaggle Medium Telegram") {
		if strings.EqualFold(name, plain(word)) {
			return name
		}
	}
	return ""
}

func profileKey(value *yaml.Node) string {
	if data.SafeURL(value.Value) != "" || strings.Contains(value.Value, ".") && strings.Contains(value.Value, "/") {
		return "url"
	}
	return "username"
}

// partner is the key for what people write behind the name of an entry.
func partner(t reflect.Type, value *yaml.Node) string {
	switch t {
	case reflect.TypeFor[data.Profile]():
		return profileKey(value)
	case reflect.TypeFor[data.Language]():
		return "fluency"
	case reflect.TypeFor[data.SectionConfig]():
		return "title"
	case reflect.TypeFor[data.Work](), reflect.TypeFor[data.Volunteer]():
		return "position"
	case reflect.TypeFor[data.Education]():
		return "studyType"
	case reflect.TypeFor[data.Award](), reflect.TypeFor[data.Certificate]():
		return "date"
	case reflect.TypeFor[data.Publication]():
		return "venue"
	case reflect.TypeFor[data.Project]():
		return "description"
	case reflect.TypeFor[data.Reference]():
		return "reference"
	case reflect.TypeFor[data.Skill]():
		if value.Kind == yaml.SequenceNode || strings.Contains(value.Value, ",") {
			return "keywords"
		}
		return "level"
	case reflect.TypeFor[data.Interest]():
		return "keywords"
	case reflect.TypeFor[data.Author](): // there is nothing else to say of one
		return ""
	}
	return "summary"
}

// pair is what to write for a name that has been used as a key, and its value.
func (c *checker) pair(key, value *yaml.Node, path string, t reflect.Type) string {
	name := data.Fields(t)[0].Key
	value = data.Resolve(value)
	called, texts := key.Value, []string{value.Value}
	if name == "network" {
		called = cmp.Or(network(called), called)
	}
	second := partner(t, value)
	switch {
	case value.Kind == yaml.MappingNode && len(value.Content) > 0 && !c.json:
		return "write " + c.entry(name, c.literal(called)) + fmt.Sprintf(", and what is in it below, as far in as `%s`", name)
	case second == "" || data.IsNull(value) || value.Kind == yaml.MappingNode:
		return "write " + c.entry(name, c.literal(called))
	case value.Kind == yaml.SequenceNode:
		texts = nil
		for _, v := range value.Content {
			texts = append(texts, data.Resolve(v).Value)
		}
	case second == "keywords":
		texts = strings.Split(value.Value, ",")
	}
	where := "in its place"
	if list, ok := strings.CutSuffix(path, "."+key.Value); ok && !strings.HasSuffix(list, "]") {
		where = fmt.Sprintf("below `%s:` in its place", list[strings.LastIndexByte(list, '.')+1:])
		if c.json {
			where = "in its place a list with"
		}
	}
	return "write " + where + " " + c.entry(name, c.literal(called), second, c.literal(texts...))
}

// literal is a text as the file's language has it, or a list of some.
func (c *checker) literal(texts ...string) string {
	var all []string
	for _, s := range texts {
		if s = strings.TrimSpace(s); c.json {
			all = append(all, fmt.Sprintf("%q", s))
		} else {
			all = append(all, yamltext.Value(s))
		}
	}
	if len(all) == 1 {
		return all[0]
	}
	return "[" + strings.Join(all, ", ") + "]"
}

// entry is an entry of a list: keys and what [checker.literal] gives for their
// values, in turn.
func (c *checker) entry(pairs ...string) string {
	var lines []string
	for i := 0; i+1 < len(pairs); i += 2 {
		mark := "  "
		switch {
		case c.json:
			mark = `"` + pairs[i] + `": `
		case i == 0:
			mark = "- " + pairs[i] + ": "
		default:
			mark += pairs[i] + ": "
		}
		lines = append(lines, mark+pairs[i+1])
	}
	if c.json {
		return "`{" + strings.Join(lines, ", ") + "}`"
	}
	return "`" + strings.Join(lines, "` and, in the next line, `") + "`"
}
