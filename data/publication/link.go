package publication

import (
	"cmp"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/uri"
)

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
