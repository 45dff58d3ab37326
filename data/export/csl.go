package export

import (
	"io"

	"wenkaiyue.com/cv/data"
)

// cslItem is an item of CSL-JSON (Citation Style Language 1.0.2).
type cslItem struct {
	ID        string   `json:"id"`
	Type      string   `json:"type"`
	Title     string   `json:"title,omitempty"`
	Author    []name   `json:"author,omitempty"`
	Container string   `json:"container-title,omitempty"`
	Publisher string   `json:"publisher,omitempty"`
	Status    string   `json:"status,omitempty"`
	Issued    *cslDate `json:"issued,omitempty"`
	DOI       string   `json:"DOI,omitempty"`
	URL       string   `json:"URL,omitempty"`
	Abstract  string   `json:"abstract,omitempty"`
	Annote    string   `json:"annote,omitempty"`
	Number    string   `json:"number,omitempty"`

	Custom map[string]string `json:"custom,omitempty"` // links, which CSL has no name for
}

type cslDate struct {
	DateParts [][]int `json:"date-parts"`
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

func cslOf(c citation) cslItem {
	it := cslItem{
		ID: c.Key, Title: c.Title, Status: c.Status, Author: c.Authors, DOI: c.DOI, URL: c.URL, Abstract: c.Summary, Annote: c.Equal,
	}
	switch c.Genre {
	case data.ConferencePaper:
		it.Type, it.Container = "paper-conference", c.Venue
	case data.JournalArticle:
		it.Type, it.Container = "article-journal", c.Venue
	case data.Book:
		it.Type, it.Publisher = "book", c.Venue
		if c.Publisher != "" {
			it.Type = "chapter"
		}
	case data.Preprint:
		it.Type, it.Publisher = "article", c.Venue // what CSL calls a preprint
	case data.Thesis:
		it.Type, it.Publisher = "thesis", c.Venue
	case data.Unpublished:
		it.Type = "manuscript"
	default:
		it.Type, it.Publisher = "document", c.Venue
	}
	if c.Publisher != "" {
		it.Container, it.Publisher = c.Venue, c.Publisher
	}
	if c.ArXiv != "" {
		it.Number = "arXiv:" + c.ArXiv
	}
	for _, l := range c.Links {
		if it.Custom == nil {
			it.Custom = map[string]string{}
		}
		it.Custom[l.Name] = l.URL
	}
	if c.Year > 0 {
		parts := []int{c.Year, c.Month, c.Day}
		for parts[len(parts)-1] == 0 {
			parts = parts[:len(parts)-1]
		}
		it.Issued = &cslDate{DateParts: [][]int{parts}}
	}
	return it
}
