package bib

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/convert/tex"
	"wenkaiyue.com/cv/data/syntax"
)

// Publications reads a file for BibTeX or biblatex as a list of publications in the keys of
// a CV file. Each value has the line and the column that it has in src, which has to
// be UTF-8. A file that cannot be read gives a [*syntax.Error]; what had to be forgiven is
// in found. A volume that others refer to is a publication only of its authors, or where
// the author of most entries has edited it.
func Publications(src string) (list *yaml.Node, found []syntax.Error, err error) {
	entries, found, err := parse(src)
	if err != nil {
		return nil, nil, err
	}
	f := &file{entries: entries, byKey: map[string]int{}, found: found}
	list = &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: 1, Column: 1}
	for i, e := range entries {
		if j, ok := f.byKey[e.key]; ok && e.key != "" {
			if !same(entries[j], e) && len(f.found) < maxFound {
				f.found = append(f.found, syntax.Error{Line: e.line, Column: e.column, Reason: "`" + e.key + "` is written a second time, and only the first one is shown", Fix: "take one of the two out, or give it another key"})
			}
			entries[i].kind = "" // shown nowhere
			continue
		}
		f.byKey[e.key] = i
	}
	parents := f.parents()
	volumes := map[*yaml.Node]bool{} // that others refer to
	left := maxWeight
	for i, e := range entries {
		if e.kind == "" || strings.HasPrefix(e.kind, "ieeetran") || slices.Contains([]string{"xdata", "control", "set"}, e.kind) {
			continue
		}
		p := f.publication(e)
		if left -= weight(p); left < 0 {
			return nil, nil, &syntax.Error{Line: e.line, Column: e.column, Reason: fmt.Sprintf("with what it inherits, the file unfolds to more than %d MiB, which end here", maxWeight>>20), Fix: "keep the entries that are yours"}
		}
		if list.Content = append(list.Content, p); parents[i] && e.get("author").name == "" {
			volumes[p] = true
		}
	}
	own := nameID(owner(list))
	list.Content = slices.DeleteFunc(list.Content, func(p *yaml.Node) bool {
		return volumes[p] && !slices.ContainsFunc(namesUnder(p, "editors"), func(name string) bool { return own != "" && nameID(name) == own })
	})
	return list, f.found, nil
}

// maxWeight bounds what the publications of a file take in memory, in bytes.
const maxWeight = 24 << 20

// weight is about what a tree takes in memory.
func weight(n *yaml.Node) int {
	w := 64 + len(n.Value)
	for _, c := range n.Content {
		w += weight(c)
	}
	return w
}

// file is the entries of a BibTeX file.
type file struct {
	entries []entry
	byKey   map[string]int
	found   []syntax.Error
}

// same reports entries that say the same.
func same(a, b entry) bool {
	return a.kind == b.kind && slices.EqualFunc(a.fields, b.fields, func(x, y field) bool { return x.name == y.name && x.value == y.value })
}

// parents returns the entries from which others inherit.
func (f *file) parents() map[int]bool {
	out := map[int]bool{}
	for _, e := range f.entries {
		for _, key := range e.refersTo() {
			if i, ok := f.byKey[key]; ok {
				out[i] = true
			}
		}
	}
	return out
}

// refersTo returns the keys of the entries from which e inherits.
func (e entry) refersTo() (keys []string) {
	for _, name := range []string{"xdata", "crossref"} {
		for key := range strings.SplitSeq(e.get(name).value, ",") {
			if key = strings.TrimSpace(key); key != "" {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// get returns the first of some fields that is given; one without a name if none is.
func (e entry) get(names ...string) field {
	for _, name := range names {
		for _, f := range e.fields {
			if f.name == name {
				return f
			}
		}
	}
	return field{}
}

// own are fields that no entry inherits.
const own = ` ids crossref xdata doi url eprint abstract keywords selected note addendum annote annotation pages author+an related options `

// maxParents bounds the entries from which one inherits, as each may inherit too. A
// circle of them ends there.
const maxParents = 8

// whole returns an entry with what it inherits. Where a part refers to a book, the
// title of the book is its booktitle.
func (f *file) whole(e entry, left *int) entry {
	for _, key := range e.refersTo() {
		i, ok := f.byKey[key]
		if *left--; !ok || *left < 0 {
			continue
		}
		parent := f.whole(f.entries[i], left)
		e.fields = slices.Clone(e.fields)
		for _, inherited := range parent.fields {
			if len(e.fields) > maxFields {
				break
			}
			part := strings.HasPrefix(e.kind, "in") || strings.HasPrefix(e.kind, "supp") || e.kind == "conference"
			if part && parent.kind != "xdata" && (inherited.name == "title" || inherited.name == "subtitle") {
				inherited.name = "book" + inherited.name
			}
			if e.get(inherited.name).name == "" && (parent.kind == "xdata" || !strings.Contains(own, " "+inherited.name+" ")) {
				e.fields = append(e.fields, inherited)
			}
		}
	}
	return e
}

// venues are the fields that say where a work appeared, the best first, by the
// beginning of its kind.
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

// plain are the fields that become one text each: the key of a publication and the
// fields of BibTeX, the best first.
func plain() [][]string {
	return [][]string{
		{"volume", "volume"}, {"number", "number", "issue"}, {"pages", "pages", "eid", "article-number"}, {"series", "series"}, {"edition", "edition"},
		{"chapter", "chapter"}, {"address", "location", "address"}, {"isbn", "isbn"}, {"issn", "issn"}, {"abstract", "abstract"}, {"primaryClass", "primaryclass", "eprintclass"},
	}
}

// pageSpan is a span of pages with one dash for two.
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

// kindOf returns the kind of an entry in BibTeX's words where it has one, and
// otherwise in biblatex', and what its type says in words.
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

// saysKind finds a place of a thesis or a report that says what it is.
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

// venue sets where a work appeared: of a thesis or a report with its type in words
// before it.
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

// states are what biblatex's pubstate stands for.
func states(s string) string {
	return cmp.Or(map[string]string{"inpreparation": "in preparation", "inpress": "in press"}[s], s)
}

// status joins what is said about the state of a work, and other notes on it.
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

// date sets when a work appeared: the start of biblatex's date, or year and month.
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
		if i := strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", w[1]); i%3 == 0 {
			m[2] = []string{"01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"}[i/3]
		}
		if d := dayOf.FindString(given); d != "" && !strings.ContainsAny(given, "-/–") {
			day = d
		}
	} else if len(given) == 1 || len(given) == 2 {
		m[2] = given
	}
	p.text("releaseDate", year.place, iso(m[1], m[2], cmp.Or(m[3], e.get("day").value, day)))
}

// iso joins the parts of a date; one that is no number ends it.
func iso(year, month, day string) string {
	for _, part := range []string{month, day} {
		if part == "" || strings.Trim(part, "0123456789") != "" || len(part) > 2 {
			return year
		}
		year += "-" + strings.Repeat("0", 2-len(part)) + part
	}
	return year
}

// tags sets the keywords, which are for sorting, and whether a work is a selected one.
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
