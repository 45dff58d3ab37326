package data

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/publication"
	"wenkaiyue.com/cv/data/uri"
)

// Section is one part of a CV, for any medium to show in the order of its items.
type Section struct {
	Name  string // what a visitor types: "awards"; lower case, unique in a CV
	Label string // short title for a bar of sections: "Awards"
	Title string // full title as the owner writes it: "Awards and Honors"
	Kind  Kind
	Items []Item   // at least one
	Notes []string // below the items: the meaning of "*" beside names, the number of items
	Full  *Section // with all items, if this section has only the selected ones
}

// Kind is the form of a section's items.
type Kind int

// The kinds of section.
const (
	Entries      Kind = iota // title, where and when, points
	Publications             // numbered; authors, title, venue
	Labels                   // a label and its values
	Quotes                   // a quotation and its source
)

// Item is one entry of a section, for every medium. Parts that are not given are empty.
// Title is empty only in a quotation without a name.
type Item struct {
	// ID names the item within its CV ("awards/3"); it stays the same while the
	// list grows at its end.
	ID       string
	Title    string
	Date     string               // as written; for the right margin
	URL      string               // of the title; a link (see [uri.Safe]) or ""
	Number   string               // publications: "3", "J3"
	Group    string               // publications: the heading of its group
	Authors  []publication.Author // publications
	Venue    string               // publications: venue and status
	Lines    []markup.Text        // facts about the item, a line each: place, role, score
	Body     []markup.Paragraph
	Index    int                // publications: its place in [CV.Publications], from 0
	Abstract []markup.Paragraph // publications: for a page of its own
	Links    []markup.Run       // publications: pages about it, with their names as words
	Words    string             // keywords with their label: "Keywords: Go, C"
	Under    bool               // belongs to the last item without Under: a position at an employer
}

// Terse reports whether each item takes one line, so that they need no space between, and
// either all items have a date or none.
func (s *Section) Terse() bool {
	lines := 0
	if s.Kind == Labels {
		lines = 1 // on the line of the label
	}
	for _, it := range s.Items {
		if it.URL != "" || it.Venue != "" || len(it.Authors)+len(it.Body)+len(it.Links)+len(it.Words) > 0 ||
			len(it.Lines) > lines ||
			(it.Date == "") != (s.Items[0].Date == "") {
			return false
		}
	}
	return true
}

// Address returns the URL for a medium that shows it beside the title, or "" if the title
// or a link is this address.
func (it *Item) Address() string {
	same := func(r markup.Run) bool { return publication.SamePage(r.URL, it.URL) }
	if uri.Display(it.URL) == it.Title || slices.ContainsFunc(it.Links, same) {
		return ""
	}
	return it.URL
}

// LinkLine returns the links in one text: "arXiv 2211.05729 · Code".
func (it *Item) LinkLine() markup.Text {
	var t markup.Text
	for i, r := range it.Links {
		if i > 0 {
			t = append(t, markup.Run{Words: " · "})
		}
		t = append(t, r)
	}
	return t
}

// list is a list of JSON Resume: its name, the default title and the kind of its section,
// and its items.
type list struct {
	name, title string
	kind        Kind
	items       []Item
}

// lists returns the lists in their default order.
func (cv *CV) lists(w *locale.Locale) []list {
	l := &w.Labels
	return []list{
		{"work", l.Work, Entries, workItems(w, history(cv, cv.Work))},
		{"education", l.Education, Entries, items(w, history(cv, cv.Education))},
		{"publications", l.Publications, Publications, publicationItems(w, cv)},
		{"projects", l.Projects, Entries, items(w, cv.Projects)},
		{"awards", l.Awards, Entries, items(w, cv.Awards)},
		{"certificates", l.Certificates, Entries, items(w, cv.Certificates)},
		{"skills", l.Skills, Labels, items(w, cv.Skills)},
		{"languages", l.Languages, Labels, items(w, cv.Languages)},
		{"volunteer", l.Volunteer, Entries, items(w, history(cv, cv.Volunteer))},
		{"interests", l.Interests, Labels, items(w, cv.Interests)},
		{"references", l.References, Quotes, referenceItems(w, cv.References)},
	}
}

// freeTitles returns the titles of common free sections by their names.
func freeTitles(l *locale.Labels) map[string]string {
	return map[string]string{
		"talks": l.Talks, "teaching": l.Teaching, "service": l.Service, "advising": l.Advising,
		"grants": l.Grants, "media": l.Media, "software": l.Software, "details": l.Details,
	}
}

// Sections returns the sections that have items, in the order of meta.sections. If
// meta.sections places no list, all lists come first, in their default order. No list is
// shown twice. Sections are made once, when the CV is loaded; callers must not change them.
func (cv *CV) Sections() []Section {
	if cv.sections != nil {
		return cv.sections
	}
	out := []Section{} // not nil: they are made
	w, order := cv.Words(), cv.Meta.Sections
	known := map[string]list{} // that are not shown yet
	var customary []SectionConfig
	for _, l := range cv.lists(w) {
		known[l.name] = l
		customary = append(customary, SectionConfig{Name: l.name})
	}
	custom := slices.ContainsFunc(order, func(c SectionConfig) bool {
		return known[cmp.Or(c.List, c.Name)].name != "" && len(c.Items) == 0
	})
	if !custom {
		order = append(customary, order...)
	}
	foreign := w.Tag != language.English // names may be English, for the command line
	seen := map[string]bool{}
	for _, c := range order {
		name := Slug(cmp.Or(c.Name, c.List, c.Title))
		if name == "" || seen[name] {
			continue
		}
		s := Section{Name: name, Label: label(name), Title: cmp.Or(c.Title, c.Name)}
		if foreign && c.Title != "" && utf8.RuneCountInString(c.Title) <= shortTitle {
			s.Label = c.Title
		}
		l, isList := known[cmp.Or(c.List, c.Name)]
		switch ours := freeTitles(&w.Labels)[name]; {
		case len(c.Items) > 0:
			s.Items = freeItems(w, c.Items, name == "talks" || name == "media")
			if ours != "" && c.Title == "" {
				s.Title, s.Label = ours, ours
			}
		case isList:
			delete(known, l.name)
			s.Title, s.Kind, s.Items = cmp.Or(c.Title, l.title), l.kind, l.items
			if !custom || name == l.name && (c.Title == "" || foreign) {
				s.Label = l.title // not a word of the owner's
			}
			if s.Kind == Publications {
				cv.arrangePapers(&s, c)
			}
		}
		if len(s.Items) == 0 {
			continue
		}
		seen[name] = true
		for i := range s.Items {
			s.Items[i].ID = fmt.Sprintf("%s/%d", name, i)
		}
		out = append(out, s)
	}
	return out
}

// shortTitle is the maximum number of characters of a title in the bar of sections.
const shortTitle = 14

// Slug returns a name that can be typed on a command line: lower case letters and
// digits, with "-" between words.
func Slug(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	}), "-")
}

func label(name string) string {
	r := []rune(strings.ReplaceAll(name, "-", " "))
	r[0] = unicode.ToTitle(r[0])
	return string(r)
}
