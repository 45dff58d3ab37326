// Package publication describes the publications of a CV: their venues and genres, their
// authors with the owner among them, and their web pages.
package publication

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"wenkaiyue.com/cv/data/date"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/uri"
)

// Publication is a paper, book or article, in JSON Resume's vocabulary with extensions.
// Package convert explains the tags.
type Publication struct {
	Name        string    `json:"name,omitzero"`
	Publisher   string    `json:"publisher,omitzero"`
	ReleaseDate date.Date `json:"releaseDate,omitzero"`
	URL         string    `json:"url,omitzero" old:"website" one:"true"`
	Summary     string    `json:"summary,omitzero" text:"lines"`
	Authors     []Author  `json:"authors,omitzero"`                                                                 // extension, in the order printed
	Venue       string    `json:"venue,omitzero"`                                                                   // extension
	Status      string    `json:"status,omitzero"`                                                                  // extension
	DOI         string    `json:"doi,omitzero" one:"true"`                                                          // extension
	Type        string    `json:"type,omitzero"`                                                                    // extension: of BibTeX ("inproceedings") or CSL ("paper-conference")
	Abstract    string    `json:"abstract,omitzero" text:"lines"`                                                   // extension
	Links       []Link    `json:"links,omitzero" short:"arxiv pdf code slides poster video website blog supp html"` // extension
	Selected    bool      `json:"selected,omitzero"`                                                                // extension: shown if a section has only the selected ones

	Highlights []string `json:"highlights,omitzero" text:"marked"` // extension
	Keywords   []string `json:"keywords,omitzero"`                 // extension

	// Further fields of bibliographies, as extensions; [Publication.Where] shows some of
	// them.
	Key          string   `json:"key,omitzero" one:"true"` // to cite it by
	Volume       string   `json:"volume,omitzero"`
	Number       string   `json:"number,omitzero"` // of the issue, or of a report
	Pages        string   `json:"pages,omitzero"`
	Series       string   `json:"series,omitzero"`
	Edition      string   `json:"edition,omitzero"`
	Chapter      string   `json:"chapter,omitzero"`
	Editors      []Author `json:"editors,omitzero"`
	Address      string   `json:"address,omitzero"` // of the publisher or the conference
	ISBN         string   `json:"isbn,omitzero"`
	ISSN         string   `json:"issn,omitzero"`
	PrimaryClass string   `json:"primaryClass,omitzero"` // at arXiv: "cs.LG"
	BibKeywords  []string `json:"bibKeywords,omitzero"`  // for sorting
}

// People returns the authors, or else the editors.
func (p *Publication) People() []Author {
	if len(p.Authors) == 0 {
		return p.Editors
	}
	return p.Authors
}

// Where returns the line with the venue and the status of the publication: "Journal 12(3), 45–67".
func (p *Publication) Where(w *locale.Locale) string {
	venue, number, series := p.Venue, p.Number, p.Series
	if p.Genre() == JournalArticle && venue != "" && p.Volume != "" {
		venue, number = venue+" "+p.Volume, ""
		if p.Number != "" {
			venue += "(" + p.Number + ")"
		}
	} else if series != "" {
		series, number = strings.TrimSpace(series+" "+cmp.Or(number, p.Volume)), ""
	} else if p.Volume != "" {
		series = "vol. " + p.Volume
	}
	publisher := p.Publisher
	if strings.EqualFold(p.Venue, publisher) {
		publisher = ""
	}
	return w.Join(venue, series, number, p.Pages, publisher, p.Status)
}

// Page returns the address of the publication itself, or "".
func (p *Publication) Page() string {
	if p.URL != "" {
		return p.URL
	}
	for _, name := range []string{"html", "arxiv", "pdf", "website"} {
		for _, l := range p.Links {
			if strings.EqualFold(l.Name, name) && uri.Safe(l.URL) != "" {
				return l.URL
			}
		}
	}
	return p.resolver()
}

// resolver returns the address of the DOI at its resolver, or "".
func (p *Publication) resolver() string {
	if doi := uri.DOI(p.DOI); doi != "" {
		return "https://doi.org/" + uri.Encode(doi)
	}
	return ""
}

var yearIn = regexp.MustCompile(`(19|20)[0-9]{2}`)

// Year returns the year in which the work appeared, from its date or its venue, or 0.
func (p *Publication) Year() int {
	if p.ReleaseDate.Year > 0 || p.Genre() == Unpublished {
		return p.ReleaseDate.Year
	}
	year, _ := strconv.Atoi(yearIn.FindString(cmp.Or(p.Venue, p.Publisher)))
	return year
}

// Link is a web page about a publication: its code, its slides. Name is a key for links
// ("code") or a word of the owner's.
type Link struct {
	Name string `json:"name,omitzero"`
	URL  string `json:"url,omitzero" one:"true"`
}

// LinkRuns returns the links to pages about the publication, with its arXiv page and DOI
// first, in the form of the function [LinkRuns].
func (p *Publication) LinkRuns(w *locale.Locale) (links []markup.Run, rest []markup.Text) {
	var all []Link
	if uri.ArXiv(p.URL) != "" || uri.DOI(p.URL) != "" {
		all = append(all, Link{URL: p.URL})
	}
	if page := p.resolver(); page != "" {
		all = append(all, Link{URL: page})
	} else if p.DOI != "" {
		rest = append(rest, markup.Plain(p.DOI))
	}
	links, more := LinkRuns(w, append(all, p.Links...))
	return links, append(rest, more...)
}

// LinkRuns returns links, each once, with their names as words. Links without a valid
// address are texts in rest.
func LinkRuns(w *locale.Locale, all []Link) (links []markup.Run, rest []markup.Text) {
	for _, l := range all {
		word := cmp.Or(w.Papers.Link(l.Name), l.Name)
		switch {
		case uri.IsPath(l.URL),
			slices.ContainsFunc(links, func(r markup.Run) bool { return SamePage(r.URL, l.URL) }):
		case uri.Safe(l.URL) != "":
			links = append(links, markup.Run{Words: called(word, l.URL), URL: l.URL})
		case word+l.URL != "":
			rest = append(rest, markup.Plain(w.Join(word, l.URL)))
		}
	}
	return links, rest
}

// SamePage is like [uri.Same], but ignores the case of DOIs.
func SamePage(a, b string) bool {
	return uri.Same(a, b) || uri.DOI(a) != "" && strings.EqualFold(uri.DOI(a), uri.DOI(b))
}

// called returns the words for a link: the identifier in its address, if word is empty or
// names only the kind of the identifier; else word, or else the address.
func called(word, url string) string {
	id, of := uri.ArXiv(url), "arXiv"
	if id == "" {
		id, of = uri.DOI(url), "DOI"
	}
	if id != "" && (word == "" || strings.EqualFold(word, of)) {
		return of + " " + id
	}
	return cmp.Or(word, uri.Display(url))
}
