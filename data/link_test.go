package data

import (
	"reflect"
	"testing"

	"wenkaiyue.com/cv/data/publication"
)

// Each link key of al-folio's bibliographies adds a link to those of the list.
func TestPublicationLinks(t *testing.T) {
	cv := mustLoad(t, "a.yaml", `
basics: {name: A}
publications:
  - name: P
    url: https://example.org/p
    arxiv: arXiv:2211.05729 [cs.LG]
    code: https://example.org/code
    website: https://example.org/w
    links: [{name: Talk, url: https://example.org/talk}, https://example.org/more]
    selected: true
    abstract: |
      One.

      Two.
    type: inproceedings
  - {name: R, links: &links {code: "https://example.org/code", Talk: "https://example.org/talk", empty: null}}
  - {name: S, links: *links}
  - {name: Q, website: https://example.org/q, arxiv: "https://arxiv.org/pdf/cs/0501001v2.pdf", slides: ""}
`)
	want := []publication.Publication{{
		Name: "P", URL: "https://example.org/p", Selected: true, Abstract: "One.\n\nTwo.", Type: "inproceedings",
		Links: []publication.Link{
			{Name: "Talk", URL: "https://example.org/talk"}, {URL: "https://example.org/more"}, {Name: "arxiv", URL: "https://arxiv.org/abs/2211.05729"},
			{Name: "code", URL: "https://example.org/code"}, {Name: "website", URL: "https://example.org/w"},
		},
	}, {
		Name: "R", Links: []publication.Link{{Name: "code", URL: "https://example.org/code"}, {Name: "Talk", URL: "https://example.org/talk"}},
	}, {
		Name: "S", Links: []publication.Link{{Name: "code", URL: "https://example.org/code"}, {Name: "Talk", URL: "https://example.org/talk"}},
	}, {
		Name: "Q", URL: "https://example.org/q", Links: []publication.Link{{Name: "arxiv", URL: "https://arxiv.org/abs/cs/0501001v2"}},
	}}
	if got := cv.Publications; !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}
