package export

import (
	"strings"
	"testing"
)

// Every format has the links of a publication, as addresses if it has no links. Only web
// addresses become links.
func TestPublicationLinks(t *testing.T) {
	cv := load(t, "cv.yaml", `
basics: {name: Ann Example}
publications:
  - name: First
    arxiv: "2211.05729"
    doi: 10.1000/182
    code: https://code.example/x_y
    slides: javascript:alert(1)
    poster: poster.pdf
    links: [{name: Talk on it, url: https://talk.example}, {name: code, url: http://code.example/x_y/}]
  - {name: Second, url: https://doi.org/10.1000/183, doi: 10.1000/183}
`)
	for format, want := range map[string][]string{
		"text":     {"\n   https://doi.org/10.1000/182\n   Talk on it: https://talk.example\n   Code: http://code.example/x_y/\n   https://arxiv.org/abs/2211.05729\n", "\n   https://doi.org/10.1000/183\n"},
		"markdown": {`[DOI 10.1000/182](https://doi.org/10.1000/182) · [Talk on it](https://talk.example) · [Code](http://code.example/x_y/) · [arXiv 2211.05729](https://arxiv.org/abs/2211.05729)`},
		"html": {`<cite><a href="https://arxiv.org/abs/2211.05729">First</a>`, `<li><a href="https://doi.org/10.1000/182">DOI 10.1000/182</a></li>`, `<li><a href="http://code.example/x_y/">Code</a></li>`,
			`<li><a href="https://arxiv.org/abs/2211.05729">arXiv 2211.05729</a></li>`},
		"pdf":    {"/URI (http://code.example/x_y/)", "/URI (https://arxiv.org/abs/2211.05729)"},
		"bibtex": {"eprint        = {2211.05729}", "archiveprefix = {arXiv}", "code          = {http://code.example/x_y/}", "talkonit      = {https://talk.example}", "url           = {https://arxiv.org/abs/2211.05729}"},
		"csl":    {`"number": "arXiv:2211.05729"`, `"code": "http://code.example/x_y/"`},
	} {
		got := render(t, format, cv)
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s lacks %q:\n%s", format, w, got)
			}
		}
		if n := strings.Count(got, "https://doi.org/10.1000/183"); format == "text" && n != 1 {
			t.Errorf("%s: got the address %d times, want once", format, n)
		}
		if format != "text" && strings.Contains(strings.ReplaceAll(got, ">javascript", ""), "(javascript") || strings.Contains(got, `"javascript`) || strings.Contains(got, "poster.pdf") {
			t.Errorf("%s: got a link to javascript: or poster.pdf, want none:\n%s", format, got)
		}
	}
}

// A link without a web address is shown as text, with its name.
func TestLinksWithoutAddress(t *testing.T) {
	cv := load(t, "cv.yaml", `
basics: {name: Ann Example}
publications: [{name: First, links: [{name: Press kit, url: ask me}, {name: On paper}]}]
meta: {sections: [{name: publications}, {name: media, items: [{name: Second, links: [{name: Recording, url: on request}]}]}]}
`)
	for _, format := range []string{"text", "markdown", "html"} {
		for _, want := range []string{"Press kit, ask me", "On paper", "Recording, on request"} {
			if got := render(t, format, cv); !strings.Contains(got, want) {
				t.Errorf("%s lacks %q:\n%s", format, want, got)
			}
		}
	}
}
