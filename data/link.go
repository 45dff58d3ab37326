package data

import (
	"cmp"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/uri"
)

// Link is a web page about a publication: its code, its slides. Name is what it is, one
// of the keys that stand for a link by themselves ("code") or a word of the owner's.
type Link struct {
	Name string `json:"name,omitzero"`
	URL  string `json:"url,omitzero" one:"true"`
}

// links returns the pages about a publication by what people call them, and the texts given
// for one that are no address.
func (p *Publication) links(w *locale.Locale) (links []markup.Run, rest []markup.Text) {
	var all []Link
	if uri.ArXiv(p.URL) != "" || uri.DOI(p.URL) != "" {
		all = append(all, Link{URL: p.URL})
	}
	if doi := uri.DOI(p.DOI); doi != "" {
		all = append(all, Link{URL: "https://doi.org/" + uri.Encode(doi)})
	} else {
		rest = plains(p.DOI)
	}
	links, more := linkRuns(w, append(all, p.Links...))
	return links, append(rest, more...)
}

// linkRuns returns links, each once, with their names as words, and as texts those that
// are no address.
func linkRuns(w *locale.Locale, all []Link) (links []markup.Run, rest []markup.Text) {
	for _, l := range all {
		switch {
		case uri.IsPath(l.URL), slices.ContainsFunc(links, func(r markup.Run) bool { return samePage(r.URL, l.URL) }):
		case uri.Safe(l.URL) == "":
			rest = append(rest, plains(w.Join(w.Papers.Link(l.Name), l.URL))...)
		default:
			links = append(links, markup.Run{Words: linkName(w, l), URL: l.URL})
		}
	}
	return links, rest
}

// samePage is like [uri.Same] for the pages of publications: a DOI is the same in
// either case.
func samePage(a, b string) bool {
	return uri.Same(a, b) || uri.DOI(a) != "" && strings.EqualFold(uri.DOI(a), uri.DOI(b))
}

// linkName is what people call a link: an identifier, a word of the language or of the
// owner's, or the address itself.
func linkName(w *locale.Locale, l Link) string {
	id := ""
	if n := uri.ArXiv(l.URL); n != "" {
		id = "arXiv " + n
	} else if n := uri.DOI(l.URL); n != "" {
		id = "DOI " + n
	}
	word := cmp.Or(w.Papers.Link(l.Name), l.Name)
	if id != "" && (word == "" || strings.EqualFold(word, id[:strings.IndexByte(id, ' ')])) {
		return id
	}
	return cmp.Or(word, uri.Display(l.URL))
}

// Page is the address at which a publication itself is found, or "".
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
	if doi := uri.DOI(p.DOI); doi != "" {
		return "https://doi.org/" + uri.Encode(doi)
	}
	return ""
}
