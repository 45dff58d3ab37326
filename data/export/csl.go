package export

import (
	"io"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/publication"
)

// cslItem is an item of CSL-JSON (Citation Style Language 1.0.2).
type cslItem struct {
	ID         string             `json:"id"`
	Type       string             `json:"type"`
	Title      string             `json:"title,omitempty"`
	Author     []publication.Name `json:"author,omitempty"`
	Editor     []publication.Name `json:"editor,omitempty"`
	Container  string             `json:"container-title,omitempty"`
	Collection string             `json:"collection-title,omitempty"`
	Edition    string             `json:"edition,omitempty"`
	Volume     string             `json:"volume,omitempty"`
	Issue      string             `json:"issue,omitempty"`
	Chapter    string             `json:"chapter-number,omitempty"`
	Page       string             `json:"page,omitempty"`
	Publisher  string             `json:"publisher,omitempty"`
	Place      string             `json:"publisher-place,omitempty"`
	Status     string             `json:"status,omitempty"`
	Issued     *cslDate           `json:"issued,omitempty"`
	ISBN       string             `json:"ISBN,omitempty"`
	ISSN       string             `json:"ISSN,omitempty"`
	DOI        string             `json:"DOI,omitempty"`
	URL        string             `json:"URL,omitempty"`
	Keyword    string             `json:"keyword,omitempty"`
	Abstract   string             `json:"abstract,omitempty"`
	Annote     string             `json:"annote,omitempty"`
	Number     string             `json:"number,omitempty"`

	Custom map[string]string `json:"custom,omitempty"` // links, which CSL has no name for
}

type cslDate struct {
	DateParts [][]int `json:"date-parts,omitempty"`
	Literal   string  `json:"literal,omitempty"`
}

// CSL writes the publications as CSL-JSON, an array of items with the keys of
// [BibTeX].
func CSL(w io.Writer, cv *data.CV) error {
	items := []cslItem{}
	for _, c := range citations(cv) {
		items = append(items, cslOf(c))
	}
	return data.EncodeJSON(w, items)
}

// cslTypes returns the types of CSL, and the kinds of entries of BibTeX and biblatex
// that are of each; the first kind stands for the type.
func cslTypes() []struct{ csl, bib string } {
	return []struct{ csl, bib string }{
		{"article-journal", "article suppperiodical"},
		{"paper-conference", "inproceedings conference"},
		{"chapter", "incollection inbook suppbook suppcollection bookinbook"},
		{"book", "book mvbook collection mvcollection proceedings mvproceedings manual booklet reference mvreference"},
		{"thesis", "thesis phdthesis mastersthesis"},
		{"report", "techreport report"},
		{"manuscript", "unpublished"},
		{"document", "misc"},
		{"webpage", "online electronic www"},
		{"dataset", "dataset"},
		{"software", "software"},
		{"patent", "patent"},
		{"periodical", "periodical"},
		{"entry-encyclopedia", "inreference"},
		{"article", "misc"}, // a preprint
		{"article-magazine", "article"},
		{"article-newspaper", "article"},
		{"speech", "misc"},
		{"post-weblog", "online"},
	}
}

// cslType returns the type of an item.
func cslType(c citation) string {
	kind, _ := bibType(c)
	if c.Genre == publication.Preprint && (c.Kind == "" || c.Kind == "misc") {
		return "article"
	}
	for _, k := range cslTypes() {
		if strings.EqualFold(c.Type, k.csl) && k.csl != "article" { // which is BibTeX's word for one in a journal
			return k.csl
		}
	}
	for _, k := range cslTypes() {
		if slices.Contains(strings.Fields(k.bib), kind) && (kind != "misc" || c.Kind != "") {
			return k.csl
		}
	}
	return "document"
}

// withOthers says that names are left out as pandoc does, which makes "et al." of it.
func withOthers(names []publication.Name) []publication.Name {
	for i, n := range names {
		if n.IsOthers() {
			names[i].Literal = "others"
		}
	}
	return names
}

func cslOf(c citation) cslItem {
	it := cslItem{
		ID: c.Key, Type: cslType(c), Title: c.Title, Author: withOthers(c.Authors), Editor: withOthers(c.Editors), Collection: printable(c.Series), Edition: printable(c.Edition), Volume: printable(c.Volume),
		Chapter: printable(c.Chapter), Page: printable(c.Pages), Place: printable(c.Address), Status: c.Status, ISBN: printable(c.ISBN),
		ISSN: printable(c.ISSN), DOI: c.DOI, URL: c.URL, Keyword: c.Keywords, Abstract: c.Summary, Annote: c.Equal, Custom: map[string]string{},
	}
	switch it.Type {
	case "paper-conference", "chapter", "article-journal", "article-magazine", "article-newspaper":
		it.Container, it.Issue = c.Venue, printable(c.Number)
	case "manuscript":
	default:
		it.Publisher, it.Number = c.Venue, printable(c.Number)
		if c.Kind != "" && it.Type != "thesis" && it.Type != "report" {
			it.Container, it.Publisher = c.Venue, ""
		}
	}
	if c.Publisher != "" {
		it.Container, it.Publisher = c.Venue, c.Publisher
	}
	switch {
	case c.ArXiv != "" && it.Number == "":
		it.Number = "arXiv:" + c.ArXiv
	case c.ArXiv != "":
		it.Custom["arxiv"] = "https://arxiv.org/abs/" + c.ArXiv
	}
	if c.PrimaryClass != "" {
		it.Custom["primaryClass"] = printable(c.PrimaryClass)
	}
	for _, l := range c.Links {
		it.Custom[l.Name] = l.URL
	}
	if c.Year > 0 {
		parts := []int{c.Year, c.Month, c.Day}
		for parts[len(parts)-1] == 0 {
			parts = parts[:len(parts)-1]
		}
		it.Issued = &cslDate{DateParts: [][]int{parts}}
	} else if words := printable(c.ReleaseDate.Text); words != "" {
		it.Issued = &cslDate{Literal: words}
	}
	return it
}
