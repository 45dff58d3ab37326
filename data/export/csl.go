package export

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"wenkaiyue.com/cv/data"
)

// cslItem is an item of CSL-JSON (Citation Style Language 1.0.2).
type cslItem struct {
	ID        string    `json:"id"`
	Type      string    `json:"type"`
	Title     string    `json:"title,omitempty"`
	Author    []cslName `json:"author,omitempty"`
	Container string    `json:"container-title,omitempty"`
	Publisher string    `json:"publisher,omitempty"`
	Status    string    `json:"status,omitempty"`
	Issued    *cslDate  `json:"issued,omitempty"`
	DOI       string    `json:"DOI,omitempty"`
	URL       string    `json:"URL,omitempty"`
	Abstract  string    `json:"abstract,omitempty"`
	Annote    string    `json:"annote,omitempty"`
}

type cslName struct {
	Family   string `json:"family,omitempty"`
	Given    string `json:"given,omitempty"`
	Particle string `json:"non-dropping-particle,omitempty"`
	Suffix   string `json:"suffix,omitempty"`
	Literal  string `json:"literal,omitempty"`
}

type cslDate struct {
	DateParts [][]int `json:"date-parts"`
}

// CSL writes the publications as CSL-JSON, an array with an item for each, under
// the keys that [BibTeX] gives them.
func CSL(w io.Writer, cv *data.CV) error {
	items := []cslItem{}
	for _, c := range citations(cv) {
		items = append(items, cslOf(c))
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(items); err != nil {
		return err
	}
	_, err := b.WriteTo(w)
	return err
}

func cslOf(c citation) cslItem {
	it := cslItem{
		ID: c.Key, Title: c.Title, Status: c.Status, DOI: c.DOI, URL: c.URL, Abstract: c.Summary,
	}
	switch c.Kind {
	case conferencePaper:
		it.Type, it.Container = "paper-conference", c.Venue
	case journalArticle:
		it.Type, it.Container = "article-journal", c.Venue
	case preprint:
		it.Type, it.Publisher = "article", c.Venue // what CSL calls a preprint
	case thesis:
		it.Type, it.Publisher = "thesis", c.Venue
	case unpublished:
		it.Type, it.Status = "manuscript", strings.TrimPrefix(c.Venue+", "+c.Status, ", ")
	default:
		it.Type, it.Publisher = "document", c.Venue
	}
	if c.Publisher != "" {
		it.Container, it.Publisher = c.Venue, c.Publisher
	}
	for _, n := range c.Authors {
		it.Author = append(it.Author, n.csl())
	}
	if c.Year > 0 {
		parts := []int{c.Year}
		if c.Month > 0 {
			parts = append(parts, c.Month)
			if c.Day > 0 {
				parts = append(parts, c.Day)
			}
		}
		it.Issued = &cslDate{DateParts: [][]int{parts}}
	}
	if len(c.Equal) > 0 {
		it.Annote = "Equal contribution: " + strings.Join(c.Equal, ", ")
	}
	return it
}

func (n name) csl() cslName {
	return cslName{Family: n.Family, Given: n.Given, Particle: n.Particle, Suffix: n.Suffix, Literal: n.Literal}
}
