package network

import "testing"

func TestName(t *testing.T) {
	for word, want := range map[string]string{
		"github": "GitHub", "github_username": "GitHub", "Google Scholar": "Google Scholar", "scholar": "Google Scholar", "google-scholar-id": "Google Scholar",
		"orcid": "ORCID", "openreview": "OpenReview", "dblp": "DBLP", "semantic_scholar": "Semantic Scholar", "arXiv": "arXiv", "arxiv author": "arXiv", "x": "X",
		"stackoverflow": "Stack Overflow", "nothing": "", "": "",
	} {
		if got, ok := Name(word); got != want || ok != (want != "") {
			t.Errorf("Name(%q) = %q, %t, want %q, %t", word, got, ok, want, want != "")
		}
	}
}

func TestAddress(t *testing.T) {
	for _, tt := range []struct{ name, user, want string }{
		{"ORCID", "0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"},
		{"Google Scholar", "abc-DEF_1AAAAJ", "https://scholar.google.com/citations?user=abc-DEF_1AAAAJ"},
		{"OpenReview", "~Ann_Example1", "https://openreview.net/profile?id=~Ann_Example1"},
		{"DBLP", "12/3456-1", "https://dblp.org/pid/12/3456-1"},
		{"arXiv", "example_a_1", "https://arxiv.org/a/example_a_1"},
		{"Semantic Scholar", "1234567", "https://www.semanticscholar.org/author/1234567"},
		{"Semantic Scholar", "a/b", ""},
		{"ORCID", "a b", ""},
		{"ORCID", "x?y=z", ""},
		{"GitHub", "ann", "https://github.com/ann"},
		{"LinkedIn", "ann", "https://linkedin.com/in/ann"},
		{"Mastodon", "ann", ""},
		{"ORCID", "", ""},
	} {
		got := Address(tt.name, tt.user)
		if got != tt.want {
			t.Errorf("Address(%q, %q) = %q, want %q", tt.name, tt.user, got, tt.want)
		}
		if got != "" && Of(got) != tt.name {
			t.Errorf("Of(%q) = %q, want %q", got, Of(got), tt.name)
		}
	}
	for address, want := range map[string]string{
		"https://scholar.google.de/citations?user=a": "Google Scholar", "https://www.linkedin.com/in/a": "LinkedIn", "https://example.org": "", "https://scholar.googlex.com": "", "::": "",
	} {
		if got := Of(address); got != want {
			t.Errorf("Of(%q) = %q, want %q", address, got, want)
		}
	}
}
