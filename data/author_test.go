package data

import (
	"slices"
	"strings"
	"testing"
)

func TestAuthorNames(t *testing.T) {
	for in, want := range map[string]string{
		"":                                        "",
		"A. Example":                              "A. Example",
		"A. Example, B. Sample":                   "A. Example|B. Sample",
		"A. Example, B. Sample and C. Third":      "A. Example|B. Sample|C. Third",
		"A. Example, B. Sample, and C. Third":     "A. Example|B. Sample|C. Third",
		"A. Example & B. Sample":                  "A. Example|B. Sample",
		"A. Example; B. Sample; and C. Third":     "A. Example|B. Sample|C. Third",
		"Example, Ann; Sample, Ben":               "Example, Ann|Sample, Ben",
		"Example, Ann and Sample, Ben":            "Example, Ann|Sample, Ben",
		"Example, Ann B. and van Sample, C.":      "Example, Ann B.|van Sample, C.",
		"Example, A., Sample, B. C., Third, D.":   "Example, A.|Sample, B. C.|Third, D.",
		"Example, Ann, Sample, Ben":               "Example, Ann|Sample, Ben",
		"Example, Ann":                            "Example, Ann",
		"Ann Example, Ben Sample":                 "Ann Example|Ben Sample",
		"Ann Example, Jr., Ben Sample":            "Ann Example, Jr.|Ben Sample",
		"A. Example, B. Sample, et al.":           "A. Example|B. Sample|et al.",
		"A. Example et al.":                       "A. Example et al.",
		"José Ortega y Gasset":                    "José Ortega y Gasset",
		"Ana Pérez y Luis Gil":                    "Ana Pérez|Luis Gil",
		"A. Silva e B. Souza":                     "A. Silva|B. Souza",
		"A. Muster und B. Beispiel":               "A. Muster|B. Beispiel",
		"王小明、李四，张三":                               "王小明|李四|张三",
		"{A.~Example} and B. Sample":              "A. Example|B. Sample",
		"Alexander Anderson, Andy Sand, Anna Und": "Alexander Anderson|Andy Sand|Anna Und",
	} {
		if got := strings.Join(AuthorNames(in), "|"); got != want {
			t.Errorf("AuthorNames(%q)\n got %s\nwant %s", in, got, want)
		}
	}
}

// Authors in one text are an author each, and the owner stands out among them where
// one name alone is theirs.
func TestAuthors(t *testing.T) {
	for _, tt := range []struct{ authors, want string }{
		{"'A. Example, B. Sample'", "+A. Example|B. Sample"},
		{"[A. Example and B. Sample]", "+A. Example|B. Sample"},
		{"[B. Sample, Example A.]", "B. Sample|+Example A."},
		{"[B. Sample, {name: C, self: true}, Ann Example]", "B. Sample|+C|Ann Example"},
		{"[Ann Example, A. Example]", "Ann Example|A. Example"},
		{"'**A. Nother**, B. Sample'", "+A. Nother|B. Sample"},
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
			t.Errorf("%s: %q, want %q", tt.authors, got, want)
		}
	}
}
