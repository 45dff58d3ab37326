package publication

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/uri"
)

// Genre is the kind of work of a publication.
type Genre int

// The genres, in the order in which a CV groups them.
const (
	JournalArticle Genre = iota
	ConferencePaper
	Book // or a chapter of one
	Preprint
	Unpublished
	Thesis
	OtherWork
)

// Kind is a type of work with its names in bibliographies.
type Kind struct {
	Genre  Genre  // OtherWork if the type is vague, like misc
	CSL    string // type of CSL
	BibTeX string // kind of an entry of BibTeX or biblatex
	Place  string // field of BibTeX for the venue
}

// KindOf returns the kind of work with a name in BibTeX, biblatex or CSL, and reports
// whether these have it.
func KindOf(name string) (Kind, bool) {
	name = strings.ToLower(strings.TrimSpace(name))
	for _, k := range kinds() {
		entries := strings.Fields(k.BibTeX)
		switch {
		case name == k.CSL && name != "":
			k.BibTeX = entries[0]
		case slices.Contains(entries, name):
			k.BibTeX = name
		default:
			continue
		}
		return k, k.CSL != ""
	}
	return Kind{Genre: OtherWork}, false
}

// kinds returns the kinds with all names of their entries; the first name stands for the
// type of CSL.
func kinds() []Kind {
	return []Kind{
		{JournalArticle, "article-journal", "article suppperiodical", "journal"},
		{ConferencePaper, "paper-conference", "inproceedings conference", "booktitle"},
		{Book, "chapter", "incollection inbook suppbook suppcollection bookinbook", "booktitle"},
		{Book, "book", "book mvbook collection mvcollection manual booklet reference mvreference", "howpublished"},
		{ConferencePaper, "book", "proceedings mvproceedings", "howpublished"},
		{Thesis, "thesis", "thesis phdthesis mastersthesis", "school"},
		{OtherWork, "report", "techreport report", "institution"},
		{Unpublished, "manuscript", "unpublished", "howpublished"},
		{OtherWork, "document", "misc", "howpublished"},
		{OtherWork, "webpage", "online electronic www", "howpublished"},
		{OtherWork, "dataset", "dataset", "howpublished"},
		{OtherWork, "software", "software", "howpublished"},
		{OtherWork, "patent", "patent", "howpublished"},
		{OtherWork, "periodical", "periodical", "journal"},
		{OtherWork, "entry-encyclopedia", "inreference", "booktitle"},
		{JournalArticle, "article-magazine", "article", "journal"},
		{JournalArticle, "article-newspaper", "article", "journal"},
		{OtherWork, "speech", "misc", "howpublished"},
		{OtherWork, "post-weblog", "online", "howpublished"},
		{Preprint, "", "preprint", ""}, // of neither
	}
}

var (
	awaiting   = regexp.MustCompile(`under review|in review|submi|in preparation|manuscript|working paper|draft`)
	preprints  = regexp.MustCompile(`arxiv|biorxiv|medrxiv|techrxiv|ssrn|preprint`)
	theses     = regexp.MustCompile(`\b(thesis|dissertation)\b`)
	series     = regexp.MustCompile(`proceedings of the (national academy|ieee$|vldb|acm on|royal)|\b(pnas|pvldb|pacmpl)\b`)
	gatherings = regexp.MustCompile(`\b(conference|conf|proceedings|proc|symposium|workshop|congress|colloquium|meeting|findings of|advances in neural)\b`)
	journals   = regexp.MustCompile(`\b(journal|transactions|trans|letters|annals|reviews?|magazine|bulletin|quarterly|archives?|acta|queue|communications|nature|science|cell|lancet|plos|jmlr|tmlr|tacl|jacm|cacm)\b`)
	// An acronym and a year ("EMNLP 2022"), or acronyms alone ("USENIX OSDI").
	acronyms = regexp.MustCompile(`^[A-Z][A-Za-z&@-]*[A-Z][a-z]?[ '’-]*((19|20)?[0-9]{2})\b|^[A-Z&-]{3,}( [A-Z&-]{3,})*$`)
)

// Genre returns the genre according to the type and the owner's words, or OtherWork if it
// is unknown.
func (p *Publication) Genre() Genre {
	asWritten := cmp.Or(p.Venue, p.Publisher)
	venue, status := strings.ToLower(asWritten), strings.ToLower(p.Status)
	kind, _ := KindOf(p.Type)
	stated := kind.Genre
	switch {
	case awaiting.MatchString(status), venue == "" && status != "" && stated == OtherWork:
		return Unpublished
	case preprints.MatchString(venue) && (stated == OtherWork || stated == JournalArticle): // "journal = {arXiv preprint …}"
		return Preprint
	case stated != OtherWork:
		return stated
	case theses.MatchString(venue):
		return Thesis
	case series.MatchString(venue):
		return JournalArticle
	case gatherings.MatchString(venue), acronyms.MatchString(asWritten) && !journals.MatchString(venue):
		return ConferencePaper
	case journals.MatchString(venue):
		return JournalArticle
	case strings.Contains(p.URL, "//arxiv.org/"), venue == "" && uri.ArXiv(p.Page()) != "":
		return Preprint
	}
	return OtherWork
}

// Group returns the genre under which a publication is shown.
func (g Genre) Group() Genre {
	if g == Unpublished {
		return Preprint
	}
	return g
}

// Title returns the title of a group of publications.
func (g Genre) Title(w *locale.Papers) string {
	return []string{w.Articles, w.Conferences, w.Books, w.Preprints, w.Preprints, w.Theses, w.Other}[g]
}

// Letter returns the letter before the number of a publication if each genre has its own
// numbers.
func (g Genre) Letter() string { return string("JCBPPTO"[g]) }
