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

// citation is a publication in the terms that BibTeX and CSL share.
type citation struct {
	*publication.Publication
	Key       string // the owner's; else lower case ASCII letters and digits. Unique in the CV
	Kind      string // of BibTeX or biblatex, where Type states one
	Genre     publication.Genre
	Title     string
	Authors   []publication.Name
	Editors   []publication.Name
	Venue     string // where it appeared, or the publisher
	Publisher string // if there is a venue too
	Status    string // for an unpublished work, with the venue before it
	Year      int    // 0 if unknown, like Month and Day
	Month     int
	Day       int
	DOI       string // without the resolver
	URL       string
	ArXiv     string // number at arXiv
	Links     []publication.Link
	Summary   string
	Equal     string    // a note that names those who contributed equally
	Notes     [2]string // on authors, as biblatex has them: who contributed equally, and ORCID iDs
	Keywords  string
}

// citations returns the CV's publications, in its order.
func citations(cv *data.CV) []citation {
	var out []citation
	used := map[string]int{}
	for i := range cv.Publications {
		p := &cv.Publications[i]
		c := citation{
			Publication: p, Kind: bibKind(p.Type), Keywords: printable(strings.Join(p.BibKeywords, ", ")),
			Title: printable(p.Name), Venue: printable(cmp.Or(p.Venue, p.Publisher)), Status: printable(p.Status),
			Genre: p.Genre(), Year: p.Year(), Month: p.ReleaseDate.Month, Day: p.ReleaseDate.Day,
			DOI: uri.Encode(printable(uri.DOI(p.DOI))), URL: uri.Link(p.URL), Summary: printable(plainText(cmp.Or(p.Abstract, p.Summary))),
		}
		if page := p.Page(); c.URL == "" && uri.DOI(page) == "" {
			c.URL = uri.Link(page)
		}
		for _, l := range p.Links {
			name, url := asciiWord(l.Name), uri.Link(l.URL)
			if name == "arxiv" && c.ArXiv == "" {
				c.ArXiv = uri.ArXiv(url)
			} else if name != "" && url != "" && !slices.ContainsFunc(c.Links, func(o publication.Link) bool { return o.Name == name }) {
				c.Links = append(c.Links, publication.Link{Name: name, URL: url})
			}
		}
		if p.Venue != "" && !strings.EqualFold(p.Venue, p.Publisher) {
			c.Publisher = printable(p.Publisher)
		}
		if c.Kind != "" { // it says itself which is which
			c.Venue, c.Publisher = printable(p.Venue), printable(p.Publisher)
		}
		if c.Genre == publication.Unpublished && c.Kind == "" {
			c.Status = strings.TrimPrefix(c.Venue+", "+c.Status, ", ")
		}
		if p.Selected {
			c.Keywords = strings.TrimSuffix("selected, "+c.Keywords, ", ")
		}
		c.Editors = publication.Names(p.Editors)
		c.authors(p.Authors)
		if key := strings.Map(keyLetter, p.Key); key != "" {
			c.Key = unique(key, used)
		} else {
			c.Key = unique(c.key(), used)
		}
		out = append(out, c)
	}
	return out
}

// authors sets the authors and what is noted on them.
func (c *citation) authors(list []publication.Author) {
	c.Authors = publication.Names(list)
	var names, equal, ids []string
	n := 0
	for _, a := range list {
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
	c.Notes = [2]string{strings.Join(equal, "; "), strings.Join(ids, "; ")}
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
func (c citation) key() string {
	key := ""
	if len(c.Authors) > 0 {
		key = asciiWord(cmp.Or(c.Authors[0].Family, c.Authors[0].Literal))
	}
	if c.Year > 0 {
		key += strconv.Itoa(c.Year)
	}
	for word := range strings.FieldsSeq(c.Title) {
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

// fillers are words of a title that do not go into a key.
var fillers = strings.Fields("a an the on of in for from to towards toward with and or is are do does can how what when why where")

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
	var b strings.Builder
	for _, r := range norm.NFKD.String(withoutAccents.Replace(strings.ToLower(s))) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// withoutAccents has the letters that Unicode does not decompose.
var withoutAccents = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i")
