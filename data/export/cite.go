package export

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/publication"
	"wenkaiyue.com/cv/data/uri"
)

// citation is a publication in the terms that BibTeX and CSL share. Its URL, DOI and links
// are safe in any format. Unless the owner states the kind, the publisher moves to an empty
// venue, and is dropped if it equals the venue.
type citation struct {
	publication.Publication
	Key       string // unique: the owner's, or else lower case ASCII letters and digits
	Kind      publication.Kind
	Stated    bool // the owner states the kind
	Names     []publication.Name
	Editing   []publication.Name
	Year      int    // 0 if unknown
	ArXiv     string // arXiv identifier
	Equal     string // a note that names the authors with equal contribution
	EqualNote string // the same for biblatex: "1=equal; 2=equal"
	ORCIDNote string // ORCID iDs for biblatex
	Keywords  string
}

// citations returns the CV's publications, in its order.
func citations(cv *data.CV) []citation {
	var out []citation
	used := map[string]int{}
	for i := range cv.Publications {
		c := newCitation(&cv.Publications[i])
		c.Key = unique(cmp.Or(notInKey.ReplaceAllString(c.Publication.Key, ""), c.key()), used)
		out = append(out, c)
	}
	return out
}

func newCitation(p *publication.Publication) citation {
	c := citation{Publication: *p, Year: p.Year()}
	c.DOI, c.URL = uri.Encode(uri.DOI(p.DOI)), uri.Link(p.URL)
	if page := p.Page(); c.URL == "" && uri.DOI(page) == "" {
		c.URL = uri.Link(page)
	}
	c.Summary = printable(plainText(cmp.Or(p.Abstract, p.Summary)))
	c.Keywords = strings.Join(p.BibKeywords, ", ")
	if p.Selected {
		c.Keywords = strings.TrimSuffix("selected, "+c.Keywords, ", ")
	}
	genre := p.Genre()
	if c.Kind, c.Stated = publication.KindOf(p.Type); !c.Stated {
		if c.Venue == "" || strings.EqualFold(p.Venue, p.Publisher) {
			c.Venue, c.Publisher = cmp.Or(c.Venue, c.Publisher), ""
		}
		c.guessKind(genre, p.Venue)
	}
	if genre == publication.Preprint && c.Kind.BibTeX == "misc" {
		c.Kind.CSL = "article"
	}
	c.setLinks(p.Links)
	c.setPeople()
	return c
}

// guessKind sets the kind that genre, venue and publisher suggest.
func (c *citation) guessKind(genre publication.Genre, venue string) {
	kind := [...]string{"article", "inproceedings", "book", "misc", "unpublished", "phdthesis", "misc"}[genre]
	switch {
	case genre == publication.Book && c.Publisher != "":
		kind = "incollection"
	case genre == publication.Thesis && strings.Contains(strings.ToLower(c.Venue), "master"):
		kind = "mastersthesis"
	}
	c.Kind, _ = publication.KindOf(kind)
	switch {
	case genre == publication.Unpublished:
		c.Kind.Place, c.Status = "", strings.TrimPrefix(c.Venue+", "+c.Status, ", ")
	case kind == "book" && venue == "":
		c.Kind.Place = "publisher"
	}
}

// setLinks sets the arXiv identifier, and the other links by names that may be fields.
func (c *citation) setLinks(links []publication.Link) {
	c.Links = nil
	for _, l := range links {
		name, url := asciiWord(l.Name), uri.Link(l.URL)
		if name == "arxiv" && c.ArXiv == "" {
			c.ArXiv = uri.ArXiv(url)
		} else if name != "" && url != "" && !slices.ContainsFunc(c.Links, func(o publication.Link) bool { return o.Name == name }) {
			c.Links = append(c.Links, publication.Link{Name: name, URL: url})
		}
	}
}

// setPeople sets the names and the notes on authors.
func (c *citation) setPeople() {
	authors := slices.DeleteFunc(slices.Clone(c.Authors), func(a publication.Author) bool { return printable(a.Name) == "" })
	c.Names, c.Editing = publication.Names(authors), publication.Names(c.Editors)
	var names, equal, ids []string
	for i, a := range authors {
		if a.Equal {
			names, equal = append(names, a.Name), append(equal, fmt.Sprintf("%d=equal", i+1))
		}
		if id := uri.ORCID(a.ORCID); id != "" {
			ids = append(ids, fmt.Sprintf("%d=%q", i+1, id))
		}
	}
	if len(names) > 0 {
		c.Equal = "Equal contribution: " + strings.Join(names, ", ")
	}
	c.EqualNote, c.ORCIDNote = strings.Join(equal, "; "), strings.Join(ids, "; ")
}

// notInKey matches what a BibTeX key or a LaTeX label may not contain.
var notInKey = regexp.MustCompile(`[^a-zA-Z0-9_:./+-]`)

// key returns the family name of the first author, the year and the first word of the
// title that is not a filler: "wang2022finding".
func (c *citation) key() string {
	key := ""
	if len(c.Names) > 0 {
		key = asciiWord(cmp.Or(c.Names[0].Family, c.Names[0].Literal))
	}
	if c.Year > 0 {
		key += strconv.Itoa(c.Year)
	}
	fillers := strings.Fields("a an the on of in for from to towards toward with and or is are do does can how what when why where")
	for word := range strings.FieldsSeq(c.Name) {
		if w := asciiWord(word); w != "" && !slices.Contains(fillers, w) {
			key += w
			break
		}
	}
	if strings.Trim(key, "0123456789") == "" {
		key = "publication" + key
	}
	return key
}

// unique appends a letter to a key that is in use: "wen2022findingb". used counts the
// requests for each key, so that n equal ones take n steps.
func unique(key string, used map[string]int) string {
	k := key
	for used[k] > 0 {
		used[key]++
		if n := used[key]; n <= 26 {
			k = key + string(rune('a'+n-1))
		} else {
			k = key + "x" + strconv.Itoa(n)
		}
	}
	used[k] = 1
	return k
}

// asciiWord returns the letters and digits of s in ASCII, in lower case and without
// accents: "mullerlos" for "Müller-Łoś".
func asciiWord(s string) string {
	return notInWord.ReplaceAllString(strings.ToLower(clean.ASCII(s)), "")
}

var notInWord = regexp.MustCompile(`[^a-z0-9]`)
