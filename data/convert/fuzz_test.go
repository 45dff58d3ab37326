package convert_test

import (
	"cmp"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"
	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/convert"
)

// FuzzConvert converts all files that parse. The result must be bounded in size and must
// not change if converted again.
func FuzzConvert(f *testing.F) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(archive.Files[0].Data))
	}
	f.Add("a: &a [&b {title: t, contents: [x]}, *b]\nname: N\nsections: [*a, *a]\n")
	f.Fuzz(func(t *testing.T, src string) {
		r, err := data.Read("cv.yaml", strings.NewReader(src), nil)
		if err != nil || r.Root.Kind == 0 {
			return
		}
		if n := size(r.Root); n > 500_000 {
			t.Errorf("got %d nodes, want at most 500000", n)
		}
		if again := convert.Convert(r.Root, data.Schema()); again.Root != r.Root && r.Root.Kind == yaml.MappingNode {
			t.Errorf("%q is converted to\n%s\nand again to\n%s\nwant no change", src, dump(r.Root), dump(again.Root))
		}
	})
}

// FuzzTree converts trees with aliases, which treeMaker builds from the words of all
// formats. When the result is converted, a key that stays for its owner to correct may get a
// place, but no word is lost; then nothing changes any more.
func FuzzTree(f *testing.F) {
	f.Add([]byte{0, 3, 1, 4, 0, 2, 2, 9, 5, 3, 7, 1, 8})
	f.Add([]byte("a longer text makes a deeper tree with more of the keys in it, and so on"))
	f.Fuzz(func(t *testing.T, src []byte) {
		tree := &treeMaker{src: src}
		root := tree.node(8)
		once := convert.Convert(root, data.Schema()).Root
		if n := size(once); n > 500_000 {
			t.Errorf("got %d nodes, want at most 500000", n)
		}
		twice := convert.Convert(once, data.Schema()).Root
		all := strings.Join(wordsIn(twice), "\n")
		for _, word := range wordsIn(once) {
			if !strings.Contains(all, word) {
				t.Errorf("\n%s\nis converted to\n%s\nwithout %q", dump(once), dump(twice), word)
			}
		}
		if again := convert.Convert(twice, data.Schema()).Root; again != twice && twice.Kind == yaml.MappingNode {
			t.Errorf("\n%s\nis converted twice to\n%s\nand again to\n%s\nwant no change", dump(root), dump(twice), dump(again))
		}
	})
}

func dump(n *yaml.Node) string {
	b, _ := yaml.Dump(n)
	return string(b)
}

// wordsIn returns the words of the texts in n.
func wordsIn(n *yaml.Node) []string {
	if n.Kind == yaml.ScalarNode && n.Tag == "!!str" {
		return strings.Fields(n.Value)
	}
	var out []string
	for i, c := range n.Content {
		if n.Kind != yaml.MappingNode || i%2 == 1 {
			out = append(out, wordsIn(c)...)
		}
	}
	return out
}

// treeMaker makes a tree. The bytes of src choose its nodes.
type treeMaker struct {
	src  []byte
	made []*yaml.Node
}

func (m *treeMaker) next(n int) int {
	if len(m.src) == 0 {
		return 0
	}
	b := m.src[0]
	m.src = m.src[1:]
	return int(b) % n
}

func (m *treeMaker) node(depth int) *yaml.Node {
	keys := strings.Fields(`basics name first last email phone social contact profiles location summary cv sections sidebar title contents type value info items history sets meta format
		employment work education skills languages order titleNameMap workExpList talks x-private notes id year month date dates period start end company employer position role url link
		github highlights details description bullet label keywords authors journal doi hidden Experience about order all_publications icon image summry publications interests references`)
	values := []string{"", "Jane Doe", "2019 – 2021", "2013~至今", "https://example.com", "true", "null", "a\nb", "x.png", "\\textbf{a} b", "FRESH@1", "map", "a longer text that goes on and on, more than sixty letters of it", "12", "Mar 5"}
	kind := m.next(8)
	if depth == 0 || len(m.src) == 0 {
		kind = 7
	}
	var n *yaml.Node
	switch kind {
	case 0, 1, 2:
		n = &yaml.Node{Kind: yaml.MappingNode, Line: 1, Column: 1}
		for range m.next(7) {
			key := &yaml.Node{Kind: yaml.ScalarNode, Value: keys[m.next(len(keys))], Line: 1, Column: 1}
			n.Content = append(n.Content, key, m.node(depth-1))
		}
	case 3, 4:
		n = &yaml.Node{Kind: yaml.SequenceNode, Line: 1, Column: 1}
		for range m.next(5) {
			n.Content = append(n.Content, m.node(depth-1))
		}
	case 5:
		if len(m.made) > 0 {
			return &yaml.Node{Kind: yaml.AliasNode, Alias: m.made[m.next(len(m.made))], Line: 1, Column: 1}
		}
		fallthrough
	default:
		value := values[m.next(len(values))]
		tag := cmp.Or(map[string]string{"": "!!null", "null": "!!null", "true": "!!bool", "12": "!!int"}[value], "!!str")
		n = &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: value, Line: 1, Column: 1}
	}
	m.made = append(m.made, n)
	return n
}

func size(n *yaml.Node) int {
	all := 1
	for _, c := range n.Content {
		all += size(c)
	}
	return all
}

// FuzzLinkedIn converts exports of any content. They must be read or refused.
func FuzzLinkedIn(f *testing.F) {
	f.Add("First Name,Last Name,Websites\nJane,Doe,\"[BLOG:https://example.com,:]\"\n", "Company Name,Title,Started On\nC,T,Mar 2019\n", "Email Address,Confirmed,Primary\na@example.com,Yes,Yes\n")
	f.Fuzz(func(t *testing.T, profile, positions, emails string) {
		root, err := convert.LinkedIn(fstest.MapFS{
			"x/Profile.csv": {Data: []byte(profile)}, "x/Positions.csv": {Data: []byte(positions)}, "x/Email Addresses.csv": {Data: []byte(emails)},
		})
		if err == nil && convert.Convert(root, data.Schema()).Root == nil {
			t.Error("got a nil root and no error")
		}
	})
}
