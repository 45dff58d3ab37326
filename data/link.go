package data

import (
	"cmp"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data/locale"
)

// LinkURL returns a URL that may become a link (see [SafeURL]; tel: too), safe
// between the delimiters of any format, or "".
func LinkURL(s string) string {
	if SafeURL(s) == "" && !isTel(s) {
		return ""
	}
	return PercentEncode(s)
}

func isTel(s string) bool {
	number, ok := strings.CutPrefix(s, "tel:")
	return ok && number != "" && strings.Trim(number, "+0123456789") == ""
}

// links returns the pages about a publication, each once, by what people call them, and
// the texts given for one that are no address.
func (p *Publication) links(w *locale.Locale) (links []Run, rest []Text) {
	var all []Link
	if ArXiv(p.URL) != "" || DOI(p.URL) != "" {
		all = append(all, Link{URL: p.URL})
	}
	if doi := DOI(p.DOI); doi != "" {
		all = append(all, Link{URL: "https://doi.org/" + PercentEncode(doi)})
	} else {
		rest = plains(p.DOI)
	}
	for _, l := range append(all, p.Links...) {
		switch {
		case isPath(l.URL), slices.ContainsFunc(links, func(r Run) bool { return samePage(r.URL, l.URL) }):
		case SafeURL(l.URL) == "":
			rest = append(rest, plains(join(w, w.Papers.Link(l.Name), l.URL))...)
		default:
			links = append(links, Run{Words: linkName(w, l), URL: l.URL})
		}
	}
	return links, rest
}

// samePage is like sameAddress for the pages of publications: a DOI is the same in
// either case.
func samePage(a, b string) bool {
	return sameAddress(a, b) || DOI(a) != "" && strings.EqualFold(DOI(a), DOI(b))
}

// linkName is what people call a link: an identifier, a word of the language or of the
// owner's, or the address itself.
func linkName(w *locale.Locale, l Link) string {
	id := ""
	if n := ArXiv(l.URL); n != "" {
		id = "arXiv " + n
	} else if n := DOI(l.URL); n != "" {
		id = "DOI " + n
	}
	word := cmp.Or(w.Papers.Link(l.Name), l.Name)
	if id != "" && (word == "" || strings.EqualFold(word, id[:strings.IndexByte(id, ' ')])) {
		return id
	}
	return cmp.Or(word, DisplayURL(l.URL))
}

// Page is the address at which a publication itself is found, or "".
func (p *Publication) Page() string {
	if p.URL != "" {
		return p.URL
	}
	for _, name := range []string{"html", "arxiv", "pdf", "website"} {
		for _, l := range p.Links {
			if strings.EqualFold(l.Name, name) && SafeURL(l.URL) != "" {
				return l.URL
			}
		}
	}
	if doi := DOI(p.DOI); doi != "" {
		return "https://doi.org/" + PercentEncode(doi)
	}
	return ""
}
