package export

import (
	"io"
	"reflect"
	"strings"

	"wenkaiyue.com/cv/data"
)

// writeCSL writes the publications as CSL-JSON (Citation Style Language 1.0.2), an array of
// items with the keys of [writeBibTeX].
func writeCSL(w io.Writer, cv *data.CV) error {
	return data.EncodeJSON(w, each(citations(cv), cslItem))
}

func cslItem(c citation) data.Object {
	kind := c.Kind.CSL
	container, publisher, issue, number := "", c.Venue, "", c.Number
	switch {
	case strings.HasPrefix(kind, "article-"), kind == "paper-conference", kind == "chapter":
		container, publisher, issue, number = c.Venue, "", c.Number, ""
	case kind == "manuscript":
		publisher, number = "", ""
	case c.Stated && kind != "thesis" && kind != "report":
		container, publisher = c.Venue, ""
	}
	if c.Publisher != "" {
		container, publisher = c.Venue, c.Publisher
	}
	links := map[string]string{} // that CSL has no name for
	switch {
	case c.ArXiv != "" && number == "":
		number = "arXiv:" + c.ArXiv
	case c.ArXiv != "":
		links["arxiv"] = "https://arxiv.org/abs/" + c.ArXiv
	}
	if c.PrimaryClass != "" {
		links["primaryClass"] = c.PrimaryClass
	}
	for _, l := range c.Links {
		links[l.Name] = l.URL
	}
	return object(
		"id", c.Key, "type", kind, "title", c.Name, "author", c.Names, "editor", c.Editing,
		"container-title", container, "collection-title", c.Series, "edition", c.Edition, "volume", c.Volume,
		"issue", issue, "chapter-number", c.Chapter, "page", c.Pages, "publisher", publisher,
		"publisher-place", c.Address, "status", c.Status, "issued", cslDate(c), "ISBN", c.ISBN, "ISSN", c.ISSN,
		"DOI", c.DOI, "URL", c.URL, "keyword", c.Keywords, "abstract", c.Summary, "annote", c.Equal,
		"number", number, "custom", links,
	)
}

// object returns an object of alternating keys and values, without the empty values.
func object(pairs ...any) (o data.Object) {
	for i := 0; i < len(pairs); i += 2 {
		if reflect.ValueOf(pairs[i+1]).Len() > 0 {
			o.Add(pairs[i].(string), pairs[i+1])
		}
	}
	return o
}

func cslDate(c citation) data.Object {
	if c.Year == 0 {
		return object("literal", c.ReleaseDate.Text)
	}
	parts := []int{c.Year, c.ReleaseDate.Month, c.ReleaseDate.Day}
	for parts[len(parts)-1] == 0 {
		parts = parts[:len(parts)-1]
	}
	return object("date-parts", [][]int{parts})
}
