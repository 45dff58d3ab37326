package check

import (
	"strings"
	"testing"
)

// An ORCID iD ends in a check digit (ISO 7064, MOD 11-2).
func TestORCID(t *testing.T) {
	for value, want := range map[string]string{
		"{network: orcid, username: 0000-0002-1825-0097}":          "",
		"{network: ORCID, username: 0000-0002-1694-233X}":          "",
		"{url: https://orcid.org/0000-0002-1825-0097}":             "",
		"{network: ORCID, username: 0000-0002-1825-0098}":          "does not match",
		"{url: https://orcid.org/0000-0002-1694-2330}":             "does not match",
		"{network: ORCID, url: https://orcid.org/0000-0002-1825}":  "not an ORCID iD",
		"https://example.org/ann":                                  "",
		"https://orcid.org/0000-0002-1825-0098":                    "does not match",
		"{network: GitHub, username: ann}":                         "",
		"{network: Google Scholar, username: abcAAAAJ}":            "",
		"{network: Semantic Scholar, username: 0000-0002-1825-09}": "",
	} {
		src := "basics: {name: A B, email: a@example.org, profiles: [" + value + "]}\nskills: [{name: Go}]"
		got := ""
		for _, p := range mustCheck(t, "cv.yaml", src).Problems {
			if p.Kind == "orcid" {
				got += p.Message
			}
		}
		if (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want %q", value, got, want)
		}
	}
}

func TestArXiv(t *testing.T) {
	for value, warned := range map[string]bool{
		`"2211.05729"`: false, "arXiv:2211.05729v2": false, "cs/0501001": false, "https://arxiv.org/abs/2211.05729": false, "2211.0572": false, "a paper": true, "22.05729": true,
	} {
		src := "basics: {name: A B, email: a@example.org}\npublications: [{name: P, arxiv: " + value + "}]"
		if got := mustCheck(t, "cv.yaml", src).Problems; len(got) > 0 != warned {
			t.Errorf("arxiv %s: got problems %v, want some: %t", value, got, warned)
		}
	}
}
