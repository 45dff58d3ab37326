package export

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/publication"
	"wenkaiyue.com/cv/data/uri"
)

// citation is a publication in the terms that BibTeX and CSL share. Its texts are clean;
// its URL, DOI and links are safe in any format. The venue is the publisher where there is
// no venue, and the publisher is empty where that is the venue.
type citation struct {
	publication.Publication
	Key       string // the owner's; else lower case ASCII letters and digits. Unique in the CV
	Kind      string // of BibTeX or biblatex
	CSL       string // type of CSL
	Place     string // field of BibTeX for the venue; "" if the status has it
	Stated    bool   // the owner states the type
	Names     []publication.Name
	Editing   []publication.Name
	Year      int    // 0 if unknown
	ArXiv     string // number at arXiv
	Equal     string // a note that names those who contributed equally
	EqualNote string // the same as biblatex has it: "1=equal; 2=equal"
	ORCIDNote string // ORCID iDs as biblatex has them
	Keywords  string
}

// kinds returns the types of CSL, the kinds of entries of BibTeX and biblatex that are of
// each, and their field for the venue. The first kind stands for the type.
func kinds() []struct{ csl, bib, place string } {
	return []struct{ csl, bib, place string }{
		{"article-journal", "article suppperiodical", "journal"},
		{"paper-conference", "inproceedings conference", "booktitle"},
		{"chapter", "incollection inbook suppbook suppcollection bookinbook", "booktitle"},
		{"book", "book mvbook collection mvcollection proceedings mvproceedings manual booklet reference mvreference", ""},
		{"thesis", "thesis phdthesis mastersthesis", "school"},
		{"report", "techreport report", "institution"},
		{"manuscript", "unpublished", ""},
		{"document", "misc", ""},
		{"webpage", "online electronic www", ""},
		{"dataset", "dataset", ""},
		{"software", "software", ""},
		{"patent", "patent", ""},
		{"periodical", "periodical", "journal"},
		{"entry-encyclopedia", "inreference", "booktitle"},
		{"article-magazine", "article", "journal"},
		{"article-newspaper", "article", "journal"},
		{"speech", "misc", ""},
		{"post-weblog", "online", ""},
	}
}

// setKind sets what the citation is by a type of BibTeX, biblatex or CSL, and reports
// whether that is known.
func (c *citation) setKind(kind string) bool {
	kind = strings.ToLower(strings.TrimSpace(kind))
	for _, k := range kinds() {
		bib := strings.Fields(k.bib)
		if kind == k.csl || slices.Contains(bib, kind) {
			c.Kind, c.CSL, c.Place = kind, k.csl, cmp.Or(k.place, "howpublished")
			if kind == k.csl {
				c.Kind = bib[0]
			}
			return true
		}
	}
	return false
}

// guessKind sets what the citation is by its venue and status.
func (c *citation) guessKind(genre publication.Genre, venue string) {
	c.setKind(map[publication.Genre]string{
		publication.JournalArticle: "article", publication.ConferencePaper: "inproceedings", publication.Book: "book",
		publication.Unpublished: "unpublished", publication.Thesis: "phdthesis",
		publication.Preprint: "misc", publication.OtherWork: "misc",
	}[genre])
	switch {
	case genre == publication.Unpublished:
		c.Place, c.Status = "", strings.TrimPrefix(c.Venue+", "+c.Status, ", ")
	case genre == publication.Book && c.Publisher != "":
		c.setKind("incollection")
	case genre == publication.Book && venue == "":
		c.Place = "publisher"
	case genre == publication.Thesis && strings.Contains(strings.ToLower(c.Venue), "master"):
		c.setKind("mastersthesis")
	}
}

// citations returns the CV's publications, in its order.
func citations(cv *data.CV) []citation {
	var out []citation
	used := map[string]int{}
	for i := range cv.Publications {
		c := newCitation(&cv.Publications[i])
		c.Key = unique(cmp.Or(strings.Map(keyLetter, c.Publication.Key), c.key()), used)
		out = append(out, c)
	}
	return out
}

func newCitation(p *publication.Publication) citation {
	c := citation{Publication: *p, Year: p.Year()}
	for _, s := range []*string{
		&c.Name, &c.Publisher, &c.Venue, &c.Status, &c.Volume, &c.Number, &c.Pages, &c.Series, &c.Edition, &c.Chapter,
		&c.Address, &c.ISBN, &c.ISSN, &c.PrimaryClass, &c.ReleaseDate.Text,
	} {
		*s = printable(*s)
	}
	c.DOI, c.URL = uri.Encode(printable(uri.DOI(p.DOI))), uri.Link(p.URL)
	if page := p.Page(); c.URL == "" && uri.DOI(page) == "" {
		c.URL = uri.Link(page)
	}
	c.Summary = printable(plainText(cmp.Or(p.Abstract, p.Summary)))
	c.Keywords = printable(strings.Join(p.BibKeywords, ", "))
	if p.Selected {
		c.Keywords = strings.TrimSuffix("selected, "+c.Keywords, ", ")
	}
	genre := p.Genre()
	if c.Stated = c.setKind(p.Type); !c.Stated {
		if c.Venue == "" || strings.EqualFold(p.Venue, p.Publisher) {
			c.Venue, c.Publisher = cmp.Or(c.Venue, c.Publisher), ""
		}
		c.guessKind(genre, p.Venue)
	}
	if genre == publication.Preprint && c.Kind == "misc" {
		c.CSL = "article"
	}
	c.setLinks(p.Links)
	c.setPeople()
	return c
}

// setLinks sets the number at arXiv and the other links, by names that may be fields.
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

// setPeople sets the names, and what is noted on authors.
func (c *citation) setPeople() {
	c.Names, c.Editing = publication.Names(c.Authors), publication.Names(c.Editors)
	var names, equal, ids []string
	n := 0
	for _, a := range c.Authors {
		whole := printable(a.Name)
		if whole == "" {
			continue
		}
		n++
		if a.Equal {
			names, equal = append(names, whole), append(equal, fmt.Sprintf("%d=equal", n))
		}
		if id := uri.ORCID(a.ORCID); id != "" {
			ids = append(ids, fmt.Sprintf("%d=%q", n, id))
		}
	}
	if len(names) > 0 {
		c.Equal = "Equal contribution: " + strings.Join(names, ", ")
	}
	c.EqualNote, c.ORCIDNote = strings.Join(equal, "; "), strings.Join(ids, "; ")
}

// keyLetter drops what may not be in a key of BibTeX, or in a label of LaTeX.
func keyLetter(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_:./+", r) {
		return r
	}
	return -1
}

// key returns the family name of the first author, the year and the first word of the
// title that is no filler: "wang2022finding".
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

// unique appends a letter to a key that is in use: "wen2022findingb". It counts in used
// how often each key was asked for, so that n equal ones take n steps.
func unique(key string, used map[string]int) string {
	for {
		used[key]++
		k, n := key, used[key]
		switch {
		case n > 26:
			k += "x" + strconv.Itoa(n)
		case n > 1:
			k += string(rune('a' + n - 1))
		}
		if n == 1 || used[k] == 0 {
			used[k] = max(used[k], 1)
			return k
		}
	}
}

// asciiWord returns the letters and digits of s in ASCII, in lower case and without
// accents: "mullerlos" for "Müller-Łoś".
func asciiWord(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, norm.NFKD.String(withoutAccents.Replace(strings.ToLower(s))))
}

// withoutAccents has the letters that Unicode does not decompose.
var withoutAccents = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i")
