package bib

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/convert/tex"
)

// venues returns the fields that name the venue of a work of the given kind, the best first.
func venues(kind string) []string {
	switch {
	case kind == "article" || kind == "periodical" || kind == "suppperiodical":
		return []string{"journaltitle", "journal", "booktitle", "_venue"}
	case strings.HasPrefix(kind, "in"), kind == "conference", strings.HasPrefix(kind, "supp"):
		return []string{"booktitle", "eventtitle", "maintitle", "journaltitle", "journal", "_venue"}
	case isThesis(kind):
		return []string{"school", "institution", "_venue"}
	case kind == "techreport" || kind == "report":
		return []string{"institution", "_venue"}
	}
	return []string{"howpublished", "journaltitle", "journal", "booktitle", "eventtitle", "maintitle", "institution", "school", "_venue"}
}

func isThesis(kind string) bool { return strings.HasSuffix(kind, "thesis") }

// plain maps the keys of a publication that hold one text to the fields of BibTeX, the
// best first.
func plain() [][]string {
	return [][]string{
		{"volume", "volume"}, {"number", "number", "issue"}, {"pages", "pages", "eid", "article-number"}, {"series", "series"}, {"edition", "edition"},
		{"chapter", "chapter"}, {"address", "location", "address"}, {"isbn", "isbn"}, {"issn", "issn"}, {"abstract", "abstract"}, {"primaryClass", "primaryclass", "eprintclass"},
	}
}

// pageSpan matches a span of pages with a single dash.
var pageSpan = regexp.MustCompile(`^\s*(\w+)\s*[-–]\s*(\w+)\s*$`)

// publication returns an entry as a publication.
func (f *file) publication(e entry) *yaml.Node {
	left := maxParents
	e = f.whole(e, &left)
	p := publication(e.place)
	p.text("key", e.place, e.key)
	kind, typed := kindOf(e)
	p.text("type", e.place, kind)
	p.title(e)
	p.names("authors", e.get("author"), annotations(e))
	p.names("editors", e.get("editor"), nil)
	p.venue(e, kind, typed)
	for _, keys := range plain() {
		f := e.get(keys[1:]...)
		if keys[0] == "pages" {
			f.value = pageSpan.ReplaceAllString(f.value, "$1--$2")
		}
		p.field(keys[0], f)
	}
	p.status(e)
	p.date(e)
	p.links(e)
	p.tags(e)
	return p.Node
}

// kindOf returns the kind of an entry in the terms of BibTeX, or of biblatex if BibTeX has
// none, and its type in words.
func kindOf(e entry) (kind, words string) {
	words = tex.Plain(e.get("type").value)
	given := strings.ToLower(words)
	switch {
	case e.kind == "conference":
		return "inproceedings", words
	case e.kind == "thesis" && (given == "phdthesis" || strings.Contains(given, "phd") || strings.Contains(given, "doctor")):
		kind = "phdthesis"
	case e.kind == "thesis" && (given == "mathesis" || strings.Contains(given, "master")):
		kind = "mastersthesis"
	case e.kind == "report":
		kind = "techreport"
	default:
		kind = e.kind
	}
	if slices.Contains([]string{"phdthesis", "mathesis", "bathesis", "techreport", "resreport", "candthesis"}, given) {
		words = ""
	}
	switch {
	case words != "":
	case kind == "phdthesis":
		words = "PhD thesis"
	case kind == "mastersthesis":
		words = "Master's thesis"
	case given == "bathesis":
		words = "Bachelor's thesis"
	case kind == "techreport":
		words = "Technical report"
	}
	return kind, words
}

// saysKind matches a venue of a thesis or report that names the kind of work.
var saysKind = regexp.MustCompile(`(?i)\b(?:thesis|dissertation|report|paper|memo|note)\b`)

func (p publicationNode) title(e entry) {
	title := e.get("title", "booktitle", "maintitle")
	s := tex.Plain(title.value)
	sub := tex.Plain(e.get("subtitle").value)
	if sub != "" && !strings.HasSuffix(s, ":") && !strings.HasSuffix(s, "?") && !strings.HasSuffix(s, "!") {
		s += ":"
	}
	p.text("name", title.place, strings.TrimSpace(s+" "+sub))
}

// venue sets the venue of a work. The type in words precedes the venue of a thesis or
// report.
func (p publicationNode) venue(e entry, kind, words string) {
	at := e.get(venues(kind)...)
	s := tex.Plain(at.value)
	if sub := tex.Plain(e.get(strings.TrimSuffix(at.name, "title") + "subtitle").value); sub != "" && strings.HasSuffix(at.name, "title") {
		s += ": " + sub
	}
	if tex.URL(at.value) == e.get("url").value && s != "" || isAddress(s) {
		s = "" // \howpublished{\url{…}}, which is a link
	}
	if words != "" && (isThesis(kind) || kind == "techreport") && !saysKind.MatchString(s) {
		s = strings.TrimSuffix(words+", "+s, ", ")
		at.place = cmp.Or(at.place, e.get("type").place, e.place)
	}
	p.text("venue", at.place, s)
	publisher := e.get("publisher", "organization")
	if publisher.name != at.name {
		p.field("publisher", publisher)
	}
}

// states returns the words for a value of biblatex's pubstate.
func states(s string) string {
	return cmp.Or(map[string]string{"inpreparation": "in preparation", "inpress": "in press"}[s], s)
}

// status joins pubstate and the other notes on a work.
func (p publicationNode) status(e entry) {
	var at place
	var parts []string
	for _, name := range []string{"pubstate", "note", "addendum", "award_name"} {
		f := e.get(name)
		s := tex.Plain(f.value)
		if name == "pubstate" {
			s = states(s)
		}
		if s != "" && !isAddress(s) && !slices.Contains(parts, s) {
			at = cmp.Or(at, f.place)
			parts = append(parts, strings.TrimSuffix(s, "."))
		}
	}
	p.text("status", at, strings.Join(parts, ", "))
}

var (
	isoStart  = regexp.MustCompile(`^([12]\d{3})(?:-(\d\d))?(?:-(\d\d))?`)
	monthWord = regexp.MustCompile(`(?i)^[^a-z]*([a-z]{3})`)
	dayOf     = regexp.MustCompile(`\b([0-3]?\d)\b`)
)

// date sets the date of a work: the start of biblatex's date, or year and month.
func (p publicationNode) date(e entry) {
	if f := e.get("date"); f.name != "" {
		if m := isoStart.FindStringSubmatch(f.value); m != nil {
			p.text("releaseDate", f.place, iso(m[1], m[2], m[3]))
			return
		}
	}
	year, month := e.get("year"), e.get("month")
	if year.name == "" {
		year = e.get("date", "eventdate")
	}
	s := tex.Plain(year.value)
	m := isoStart.FindStringSubmatch(s)
	if m == nil || len(s) > len("2019-12-31") {
		p.text("releaseDate", year.place, s)
		return
	}
	given, day := strings.ToLower(strings.TrimSpace(month.value)), ""
	if w := monthWord.FindStringSubmatch(given); w != nil {
		if t, err := time.Parse("Jan", w[1]); err == nil {
			m[2] = strconv.Itoa(int(t.Month()))
		}
		if d := dayOf.FindString(given); d != "" && !strings.ContainsAny(given, "-/–") {
			day = d
		}
	} else if len(given) == 1 || len(given) == 2 {
		m[2] = given
	}
	p.text("releaseDate", year.place, iso(m[1], m[2], cmp.Or(m[3], e.get("day").value, day)))
}

// iso joins the parts of a date up to the first that is not a number.
func iso(year, month, day string) string {
	for _, part := range []string{month, day} {
		if part == "" || strings.Trim(part, "0123456789") != "" || len(part) > 2 {
			return year
		}
		year += "-" + strings.Repeat("0", 2-len(part)) + part
	}
	return year
}

// tags sets the keywords, which are for sorting, and whether a work is selected.
func (p publicationNode) tags(e entry) {
	f := e.get("keywords", "keyword")
	var tags []string
	selected := e.get("selected")
	for tag := range strings.FieldsFuncSeq(tex.Plain(f.value), func(r rune) bool { return r == ',' || r == ';' }) {
		switch tag = strings.TrimSpace(tag); {
		case strings.EqualFold(tag, "selected"):
			selected = field{f.place, "selected", "true"}
		case tag != "":
			tags = append(tags, tag)
		}
	}
	p.texts("bibKeywords", f.place, tags)
	p.yes("selected", selected.place, slices.Contains([]string{"true", "yes", "1"}, strings.ToLower(selected.value)))
}
