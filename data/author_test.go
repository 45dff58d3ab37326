package data

import (
	"slices"
	"strings"
	"testing"

	"wenkaiyue.com/cv/data/publication"
)

// A text of several authors is split into names, and the owner is marked if exactly one
// name is theirs.
func TestAuthors(t *testing.T) {
	for _, tt := range []struct{ authors, want string }{
		{"'A. Example, B. Sample'", "+A. Example|B. Sample"},
		{"[A. Example and B. Sample]", "+A. Example|B. Sample"},
		{"[B. Sample, Example A.]", "B. Sample|+Example A."},
		{"[B. Sample, {name: C, self: true}, Ann Example]", "B. Sample|+C|Ann Example"},
		{"[Ann Example, A. Example]", "Ann Example|A. Example"},
		{"'**A. Nother**, B. Sample'", "+A. Nother|B. Sample"},
		{"['*A. Nother*', B. Sample]", "+A. Nother|B. Sample"},
		{"[B. Sample, '***A. Nother***']", "B. Sample|+A. Nother"},
		{"'<b>B. Sample</b>, Ann Example*, C. Third*'", "B. Sample|+Ann Example=|C. Third="},
		{"B. Sample &amp; C. Third", "B. Sample|C. Third"},
	} {
		cv := mustLoad(t, "a.yaml", "basics: {name: Ann Example}\npublications: [{name: P, authors: "+tt.authors+"\n}]")
		var got []string
		for _, a := range cv.Publications[0].Authors {
			s := a.Name
			if a.Self {
				s = "+" + s
			}
			if a.Equal {
				s += "="
			}
			got = append(got, s)
		}
		if want := strings.Split(tt.want, "|"); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", tt.authors, got, want)
		}
	}
}

// The owner is found by the spellings that bibliographies use, by those in meta.names,
// and by the ORCID iD, which takes precedence over the name.
func TestOwner(t *testing.T) {
	const me = "https://orcid.org/0000-0002-1825-0097"
	for _, tt := range []struct {
		authors string
		want    int // -1 for none
	}{
		{"[Roe Kai, B. Sample]", 0},
		{"['Roe, Kai']", 0},
		{"[K. Roe]", 0},
		{"[Roe K]", 0},
		{"[Roe KQ, B. Sample]", 0},
		{"[K.-Q. Roe]", 0},
		{"[Kai Q. Roe]", 0},
		{"[Kai Quincy Roe]", 0},
		{"[KAI ROE]", 0},
		{"[Käi Roé]", 0},
		{"[B. Sample, 洛凯]", 1},
		{"[Kay Rowe-Old, B. Sample]", 0},
		{"[Kim Roe, B. Sample]", -1},
		{"[Kai Sample]", -1},
		{"[K. Roe, Kai Roe]", -1},
		{"[{name: K. Roe, orcid: 0000-0001-5109-3700}, {name: X. Y, orcid: '" + me + "/'}]", 1},
		{"[{name: Kai Roe, orcid: 0000-0001-5109-3700}]", -1},
		{"[{name: Kai Roe, orcid: 0000-0001-5109-3700}, Kai Roe]", 1},
	} {
		cv := mustLoad(t, "a.yaml", "basics: {name: Kai Roe, profiles: [{network: ORCID, url: '"+me+"'}]}\nmeta: {names: [洛凯, Kay Rowe-Old]}\npublications: [{name: P, authors: "+tt.authors+"}]")
		got := slices.IndexFunc(cv.Publications[0].Authors, func(a publication.Author) bool { return a.Self })
		if got != tt.want {
			t.Errorf("%s: the owner is author %d, want %d", tt.authors, got, tt.want)
		}
	}
}
