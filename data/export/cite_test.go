package export

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/nickng/bibtex"

	"wenkaiyue.com/cv/data/publication"
)

func TestOwnerName(t *testing.T) {
	if got, want := embedded(t).OwnerName(), (publication.Name{Given: "Kaiyue", Family: "Wen"}); got != want {
		t.Errorf("got %+v, want %+v, as in the author lists", got, want)
	}
	for basics, want := range map[string]publication.Name{
		"name: Ana Pérez García": {Literal: "Ana Pérez García"},
		"name: Nguyễn Văn An":    {Literal: "Nguyễn Văn An"},
		"name: Jane Roe":         {Literal: "Jane Roe"},
		"name: 王小明":              {Literal: "王小明"},
		"name: 'Roe, Jane'":      {Given: "Jane", Family: "Roe"},
		"name: Ana Pérez García, familyName: Pérez García":        {Given: "Ana", Family: "Pérez García"},
		"name: Nagy Éva, familyName: Nagy":                        {Given: "Éva", Family: "Nagy"},
		"name: 王小明, familyName: 王":                                {Given: "小明", Family: "王"},
		"name: Dr. Jane Q. Roe, familyName: Roe, givenName: Jane": {Given: "Jane", Family: "Roe"},
		"name: Jane Roe, givenName: Jane":                         {Given: "Jane", Family: "Roe"},
	} {
		cv := load(t, "a.yaml", "basics: {"+basics+"}\npublications: [{name: A, authors: [{name: Jane Roe, self: true}]}]")
		if got := cv.OwnerName(); got != want {
			t.Errorf("%s: got %+v, want %+v", basics, got, want)
		}
	}
}

func TestKeys(t *testing.T) {
	cv := load(t, "a.yaml", `
publications:
  - {name: On Finding, releaseDate: 2020, authors: [Zoë Müller-Łoś]}
  - {name: Finding More, releaseDate: 2020-05-06, authors: [Zoe Muller-Los]}
  - {name: 深度学习, authors: [文凯越]}
  - {name: 深度学习}
  - {name: "A & B", authors: [Ludwig van Beethoven]}
`)
	var got []string
	for _, c := range citations(cv) {
		got = append(got, c.Key)
	}
	want := []string{"mullerlos2020finding", "mullerlos2020findingb", "publication", "publicationb", "beethovenb"}
	if !slices.Equal(got, want) {
		t.Errorf("got keys %q, want %q", got, want)
	}
}

func TestTeX(t *testing.T) {
	for in, want := range map[string]string{
		`50% of $x_1 & #2 \cmd{a}~^`: `50\% of \$x\_1 \& \#2 \textbackslash{}cmd\textbraceleft{}a\textbraceright{}\textasciitilde{}\textasciicircum{}`,
		"a\nb":                       "a b",
		"–é文":                        "–é文",
	} {
		if got := texText(in); got != want {
			t.Errorf("texText(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"BERT and iPhone in R: A Story": "{BERT} and {iPhone} in {R}: A Story",
		"C/C++ for the GPU-rich":        "C/{C}++ for the {GPU}-rich",
		"{X} = 100% Pre-Trained":        `\textbraceleft{}{X}\textbraceright{} = 100\% Pre-Trained`,
	} {
		if got := texTitle(in); got != want {
			t.Errorf("texTitle(%q) = %q, want %q", in, got, want)
		}
	}
}

// parseBib parses a BibTeX database. It replaces "@" within fields, which BibTeX allows
// and this parser does not.
func parseBib(t testing.TB, s string) []*bibtex.BibEntry {
	t.Helper()
	lines := strings.SplitAfter(s, "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, "  ") {
			lines[i] = strings.ReplaceAll(l, "@", "(at)")
		}
	}
	b, err := bibtex.Parse(strings.NewReader(strings.Join(lines, "")))
	if err != nil {
		t.Fatalf("%v\n%s", err, s)
	}
	return b.Entries
}

func TestBibTeXParses(t *testing.T) {
	var got []string
	for _, e := range parseBib(t, render(t, "bibtex", embedded(t))) {
		got = append(got, e.Type+" "+e.CiteName)
		if e.Fields["author"].String() == "" || e.Fields["title"].String() == "" {
			t.Errorf("%s: got author %q and title %q, want both", e.CiteName, e.Fields["author"], e.Fields["title"])
		}
	}
	want := []string{"unpublished wensharpness", "unpublished wenrealistic", "inproceedings wang2022finding", "inproceedings su2021transferability"}
	if !slices.Equal(got, want) {
		t.Errorf("got entries %q, want %q", got, want)
	}
	if got := parseBib(t, render(t, "bibtex", load(t, "a.yaml", "basics: {name: '@book{x, a = {b}}'}"))); len(got) != 0 {
		t.Errorf("a CV without publications: got %d entries, want 0", len(got))
	}
}

const oddPublications = `
publications:
  - name: "} , evil = {"
    authors: ["Smith and Co, John", 文凯越, "x } and { y", Ludwig van Beethoven, "Smith, Jr., John"]
    venue: "Journal of {"
    releaseDate: 2020-05-06
    url: "https://a.example/}x%20{"
    doi: "https://doi.org/10.1/a}b{c"
    summary: "@article{evil}\n50%"
  - {name: Thesis, venue: "Master thesis, ETH", releaseDate: 2019}
`

func TestBibTeXOdd(t *testing.T) {
	cv := load(t, "a.yaml", oddPublications)
	entries := parseBib(t, render(t, "bibtex", cv))
	if len(entries) != 2 {
		t.Fatalf("got %d entries, want 2", len(entries))
	}
	for field, want := range map[string]string{
		"author":  `{Smith and Co}, John and {文凯越} and {x \textbraceright{} and \textbraceleft{} y} and van Beethoven, Ludwig and Smith, John, Jr.`,
		"title":   `\textbraceright{} , evil = \textbraceleft{}`,
		"journal": `Journal of \textbraceleft{}`,
		"year":    "2020", "month": "May",
		"doi":      "10.1/a%7Db%7Bc",
		"url":      "https://a.example/%7Dx%20%7B",
		"abstract": `(at)article\textbraceleft{}evil\textbraceright{} 50\%`,
	} {
		v := entries[0].Fields[field]
		if v == nil {
			t.Errorf("got no %s, want %q", field, want)
			continue
		}
		if v.String() != want {
			t.Errorf("%s: got %q, want %q", field, v, want)
		}
	}
	if e := entries[1]; e.Type != "mastersthesis" || e.Fields["school"].String() != "Master thesis, ETH" {
		t.Errorf("got %v, want a mastersthesis with a school", e)
	}
}

func TestCSL(t *testing.T) {
	var got []map[string]any
	if err := json.Unmarshal([]byte(render(t, "csl", load(t, "a.yaml", oddPublications))), &got); err != nil {
		t.Fatal(err)
	}
	if got[0]["type"] != "article-journal" || got[0]["title"] != "} , evil = {" || got[0]["DOI"] != "10.1/a%7Db%7Bc" {
		t.Errorf("item 0: got %v, want an article-journal with title and DOI", got[0])
	}
	if s := render(t, "csl", load(t, "a.yaml", "basics: {name: A}")); s != "[]\n" {
		t.Errorf("no publications: got %q, want []", s)
	}
	// Both formats use the same keys.
	for i, e := range parseBib(t, render(t, "bibtex", embedded(t))) {
		if c := citations(embedded(t))[i]; c.Key != e.CiteName {
			t.Errorf("got the keys %q in CSL and %q in BibTeX, want the same", c.Key, e.CiteName)
		}
	}
}

// FuzzBibTeX writes publications of any text. Each must be one entry with balanced braces.
func FuzzBibTeX(f *testing.F) {
	f.Add("} , evil = {", "A and B", "Journal \\", "@")
	f.Add("a\"b#c%", "{", "}", "\\}")
	f.Fuzz(func(t *testing.T, title, author, venue, status string) {
		src, _ := json.Marshal(map[string]any{"publications": []any{
			map[string]any{"name": "x " + title, "authors": []any{author, "C D"}, "venue": venue, "status": status},
			map[string]any{"name": "Second"},
		}})
		cv := load(t, "a.json", string(src))
		out := render(t, "bibtex", cv)
		entries := parseBib(t, out)
		if len(entries) != 2 || entries[0].Fields["title"].String() != strings.ReplaceAll(texTitle(cv.Publications[0].Name), "@", "(at)") {
			t.Errorf("%q: got\n%s\nwant two entries, the first with its title", src, out)
		}
		depth := 0
		for _, r := range out {
			switch r {
			case '{':
				depth++
			case '}':
				depth--
			}
		}
		if depth != 0 || strings.Count(out, "\n@") != 1 {
			t.Errorf("got %d braces left open and %d breaks between entries, want 0 and 1:\n%s", depth, strings.Count(out, "\n@"), out)
		}
	})
}
