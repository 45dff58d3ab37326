// Package publication describes the publications of a CV: their venues and genres, their
// authors with the owner among them, and their web pages.
package publication

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"

	"wenkaiyue.com/cv/data/date"
	"wenkaiyue.com/cv/data/locale"
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
