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

// Section is one part of a CV, ready to be shown by any medium in the order of
// its items.
type Section struct {
	Name  string // what a visitor types: "awards"; lower case, unique in a CV
	Label string // short title for a bar of sections: "Awards"
	Title string // full title as the owner writes it: "Awards and Honors"
	Kind  Kind
	Items []Item   // at least one
	Notes []string // below the items: what the "*" beside names means, how many there are
	Full  *Section // with all items, where only the selected ones are shown
}

// Kind says how the items of a section want to be read.
type Kind int

// The kinds of section.
const (
	Entries      Kind = iota // title, where and when, points
	Publications             // numbered; authors, title, venue
	Labels                   // a label and what belongs to it
	Quotes                   // a quotation and its source
)

// Item is one entry of a section in the terms of every medium. A part that is
// not given is empty; Title is not, except in a quotation without a name.
type Item struct {
	// ID names the item within its CV ("awards/3"); it stays the same while the
	// list grows at its end.
	ID       string
	Title    string
	Date     string               // as written; for the right margin
	URL      string               // of the title, and a link for certain (see [uri.Safe])
	Number   string               // publications: "3", "J3"
	Group    string               // publications: the title that it stands under with its neighbours
	Authors  []publication.Author // publications
	Venue    string               // publications: venue and status
	Lines    []markup.Text        // facts about the item, a line each: place, role, score
	Body     []markup.Paragraph
	Index    int                // publications: its place in [CV.Publications], from 0
	Abstract []markup.Paragraph // publications: for a page of its own
	Links    []markup.Run       // publications: pages about it; the words are what people call them
	Words    string             // keywords with their label: "Keywords: Go, C"
	Under    bool               // belongs to the last item that is not under one: a position at an employer
}

// Terse reports whether the items are a line each, and so need no space between.
// They are alike: either all of them have a date or none.
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

// Address returns the URL for a medium that shows it beside the title; "" if the title or
// one of the links is this address.
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

// list is one of JSON Resume's lists: how its section is titled when the file
// does not say, and its items.
type list struct {
	name, title string
	kind        Kind
	items       []Item
}

// lists returns the lists in the order in which they are shown when the file does not say.
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

// FreeTitles returns the titles of free sections by the names that many CVs have for them.
func FreeTitles(l *locale.Labels) map[string]string {
	return map[string]string{
		"talks": l.Talks, "teaching": l.Teaching, "service": l.Service, "advising": l.Advising,
		"grants": l.Grants, "media": l.Media, "software": l.Software, "details": l.Details,
	}
}

// Sections returns the sections that have something to show, in the order of
// meta.sections, or in a customary order where the file gives none. Free sections
// alone do not say where the lists go: those then come first. No list is shown
// twice. They are made once, when the CV is loaded, and must not be changed.
func (cv *CV) Sections() []Section {
	if cv.sections != nil {
		return cv.sections
	}
	return cv.inOrder()
}

// inOrder makes the sections.
func (cv *CV) inOrder() (out []Section) {
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
	foreign := w.Tag != language.English // names may be English ones, for the command line
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
		switch ours := FreeTitles(&w.Labels)[name]; {
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

// shortTitle is the number of characters up to which a title is short enough for the
// bar of sections.
const shortTitle = 14

// Slug makes a name that can be typed on a command line: lower case letters and
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
