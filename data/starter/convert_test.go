package starter_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/starter"
)

const resume = `{
  "$schema": "https://example.com/schema.json",
  "basics": {"name": "N 🍵 \ud83d\ude00", "website": "https://example.com", "shoeSize": 44, "summary": "One: \"two\".\n\n  Three # four.\n",
    "location": {"postalCode": "01234", "city": ""}, "profiles": [{"network": "N", "username": "@n"}]},
  "education": [{"institution": "I", "gpa": 3.50, "startDate": "2019", "endDate": "Expected 07/2023", "courses": ["A - B", "C: D"]}],
  "work": [null, {"company": "C", "position": "yes", "startDate": "2020-01-02", "endDate": null, "highlights": ["- x", "#1", "", "' \u2028 \\ \ud83d\ude00", "LONG"]},
    {"company": "old", "name": "new"}],
  "hobbies": [{"name": "true", "keywords": ["no", "1.0", "a, b"]}],
  "x": {"deep": [1, [2, {"three": null}], "2020-01-01", "* a"]},
  "meta": {"theme": "even", "version": "v1.0.0"}
}`

// All keys, unknown ones too, are kept in order, with their values as written.
func TestConvert(t *testing.T) {
	src := strings.ReplaceAll(resume, "LONG", strings.Repeat("a long text, ", 20)+"with  two spaces: and a colon")
	out, err := starter.Convert("resume.json", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	before, err := data.Read("resume.json", strings.NewReader(src), nil)
	if err != nil {
		t.Fatal(err)
	}
	after, err := data.Read("cv.yaml", bytes.NewReader(out), nil)
	if err != nil {
		t.Fatal(err)
	}
	renamed := map[string]string{"website": "url", "gpa": "score", "company": "name", "hobbies": "interests"}
	got, want := flat(after.Root, nil), flat(before.Root, renamed)
	want = slices.DeleteFunc(want, func(s string) bool { return strings.Contains(s, "schema") })
	// An old key stays if the new one is present too.
	want[slices.Index(want, "work/2/name")] = "work/2/company"
	want[slices.Index(want, "work/2/name=old")] = "work/2/company=old"
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q\nin\n%s", got, want, out)
	}
	if !bytes.HasPrefix(out, []byte("# yaml-language-server: $schema=cv.schema.json\n\nbasics:\n")) {
		t.Errorf("got %.80q…, want the line with the schema and then basics", out)
	}
	for _, want := range []string{"startDate: 2020-01-02\n", "name: N 🍵 😀\n", "keywords: [no, \"1.0\", \"a, b\"]\n", "\n\nwork:\n"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("the file lacks %q:\n%s", want, out)
		}
	}
}

// flat returns the paths and values of n in the order of the file, with renamed keys.
func flat(n *yaml.Node, renamed map[string]string) (out []string) {
	var walk func(n *yaml.Node, path string)
	walk = func(n *yaml.Node, path string) {
		switch n.Kind {
		case yaml.MappingNode:
			for i := 0; i+1 < len(n.Content); i += 2 {
				key := n.Content[i].Value
				if to := renamed[key]; to != "" {
					key = to
				}
				at := strings.TrimPrefix(path+"/"+key, "/")
				out = append(out, at)
				walk(n.Content[i+1], at)
			}
		case yaml.SequenceNode:
			for i, v := range n.Content {
				walk(v, path+"/"+string(rune('0'+i)))
			}
		default:
			value := n.Value
			if n.ShortTag() == "!!null" {
				value = "(null)"
			}
			out = append(out, path+"="+value)
		}
	}
	walk(n, "")
	return out
}

// Characters that an editor hides, or that reorder text, are dropped.
func TestConvertKeepsNothingHidden(t *testing.T) {
	const src = `{"basics": {"name": "A\u202eB\u2066", "summary": "\u061cc\u200b", "note\u202e": "x"}, "other\u061c": ["\ufeffy"]}`
	out, err := starter.Convert("resume.json", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range string(out) {
		if clean.Dropped(r) {
			t.Errorf("got %U, want it dropped:\n%s", r, out)
		}
	}
	for _, want := range []string{"  name: AB\n", "  summary: c\n", "[x]", "[y]"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("the file lacks %q:\n%s", want, out)
		}
	}
}

// A converted YAML file keeps its comments, and names the schema once.
func TestConvertYAML(t *testing.T) {
	out, err := starter.Convert("old.yaml", []byte("# yaml-language-server: $schema=cv.schema.json\n# Mine.\nbasics:\n  name: A # that is me\n# Jobs.\nwork:\n  - {position: P, company: C}\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := "# yaml-language-server: $schema=cv.schema.json\n\n# Mine.\nbasics:\n  name: A # that is me\n\n# Jobs.\nwork:\n  - position: P\n    name: C\n"
	if string(out) != want {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
}

// An entry that an alias repeats has the keys of each of its lists.
func TestConvertAliases(t *testing.T) {
	out, err := starter.Convert("cv.yaml", []byte("basics: {name: A}\nlanguages:\n- &a {name: German, level: good}\nskills:\n- *a\n"))
	if want := "languages:\n  - language: German\n    fluency: good\n\nskills:\n  - name: German\n    level: good\n"; err != nil || !strings.HasSuffix(string(out), want) {
		t.Errorf("got error %v and\n%s\nwant the end\n%s", err, out, want)
	}
}

func TestConvertRefuses(t *testing.T) {
	if _, err := starter.Convert("a.json", []byte(`{"basics"}`)); err == nil || !strings.HasPrefix(err.Error(), "a.json:1:10: ") {
		t.Errorf("got error %v, want one at a.json:1:10", err)
	}
}

// FuzzConvert converts every CV that loads. Only one without a name is refused.
func FuzzConvert(f *testing.F) {
	f.Add("a.json", resume)
	f.Add("a.yaml", "basics: {name: A}\nwork:\n  - &a {position: P, summary: |\n      x\n\n       y\n    }\n  - *a\n")
	f.Fuzz(func(t *testing.T, name, src string) {
		cv, err := data.Load(name, strings.NewReader(src))
		if err != nil {
			return
		}
		_, err = starter.Convert(name, []byte(src))
		if named := cv.Basics.Name != ""; named != (err == nil) {
			t.Errorf("name %q: got error %v, want one if and only if there is no name", cv.Basics.Name, err)
		}
	})
}
