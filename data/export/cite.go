package export

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"wenkaiyue.com/cv/data"
)

// citation is a publication in the terms that BibTeX and CSL share.
type citation struct {
	Key       string // lower case ASCII letters and digits, unique in the CV
	Kind      citationKind
	Title     string
	Authors   []name
	Venue     string // where it appeared, or its publisher
	Publisher string // where the venue is given too
	Status    string
	Year      int // 0 where not known; so are Month and Day
	Month     int
	Day       int
	DOI       string // without the resolver
	URL       string
	Summary   string
	Equal     []string // who contributed equally
}

type citationKind int

const (
	otherWork citationKind = iota
	conferencePaper
	journalArticle
	preprint
	thesis
	unpublished
)

// citations returns the CV's publications, in its order.
func citations(cv *data.CV) []citation {
	var out []citation
	used := map[string]int{}
	for _, p := range cv.Publications {
		c := citation{
			Title: printable(p.Name), Venue: printable(cmp.Or(p.Venue, p.Publisher)), Status: printable(p.Status),
			Year: p.ReleaseDate.Year, Month: p.ReleaseDate.Month, Day: p.ReleaseDate.Day,
			DOI: data.PercentEncode(printable(data.DOI(p.DOI))), URL: data.LinkURL(p.URL), Summary: printable(plainText(p.Summary)),
		}
		if p.Venue != "" && !strings.EqualFold(p.Venue, p.Publisher) {
			c.Publisher = printable(p.Publisher)
		}
		c.Kind = kindOf(strings.ToLower(c.Venue), c.Venue, strings.ToLower(c.Status), c.URL)
		if m := yearIn.FindString(c.Venue); c.Year == 0 && m != "" && c.Kind != unpublished {
			c.Year, _ = strconv.Atoi(m)
		}
		for _, a := range p.Authors {
			if whole := printable(a.Name); whole != "" {
				c.Authors = append(c.Authors, parseName(whole))
				if a.Equal {
					c.Equal = append(c.Equal, whole)
				}
			}
		}
		c.Key = unique(c.key(), used)
		out = append(out, c)
	}
	return out
}

var (
	yearIn = regexp.MustCompile(`(19|20)[0-9]{2}`)

	awaiting   = regexp.MustCompile(`under review|in review|submi|in preparation|manuscript|working paper|draft`)
	preprints  = regexp.MustCompile(`arxiv|biorxiv|medrxiv|techrxiv|ssrn|preprint`)
	theses     = regexp.MustCompile(`\b(thesis|dissertation)\b`)
	series     = regexp.MustCompile(`proceedings of the (national academy|ieee$|vldb|acm on|royal)|\b(pnas|pvldb|pacmpl)\b`)
	gatherings = regexp.MustCompile(`\b(conference|conf|proceedings|proc|symposium|workshop|congress|colloquium|meeting|findings of|advances in neural)\b`)
	journals   = regexp.MustCompile(`\b(journal|transactions|trans|letters|annals|reviews?|magazine|bulletin|quarterly|archives?|acta|queue|communications|nature|science|cell|lancet|plos|jmlr|tmlr|tacl|jacm|cacm)\b`)
	// An acronym and a year ("EMNLP 2022"), or acronyms alone ("USENIX OSDI").
	acronyms = regexp.MustCompile(`^[A-Z][A-Za-z&@-]*[A-Z][a-z]?[ '’-]*((19|20)?[0-9]{2})\b|^[A-Z&-]{3,}( [A-Z&-]{3,})*$`)
)

// kindOf tells from the owner's words what kind of work it is; where they do not
// say, it claims nothing.
func kindOf(venue, asWritten, status, url string) citationKind {
	switch {
	case awaiting.MatchString(status), venue == "" && status != "":
		return unpublished
	case preprints.MatchString(venue):
		return preprint
	case theses.MatchString(venue):
		return thesis
	case series.MatchString(venue):
		return journalArticle
	case gatherings.MatchString(venue):
		return conferencePaper
	case journals.MatchString(venue):
		return journalArticle
	case acronyms.MatchString(asWritten):
		return conferencePaper
	case strings.Contains(url, "//arxiv.org/"):
		return preprint
	}
	return otherWork
}

// key is the family name of the first author, the year and the first telling
// word of the title: "wang2022finding". It depends on this publication alone.
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

// fillers are words that say little at the head of a title.
var fillers = strings.Fields("a an the on of in for from to towards toward with and or is are do does can how what when why where")

// unique gives a later one of equal keys a letter: "wen2022finding",
// "wen2022findingb". It counts in used how often each key was asked for, so that
// a thousand equal ones do not take a million steps.
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
