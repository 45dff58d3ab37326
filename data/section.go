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
	Quotes                   // what somebody says, and who
)

// Item is one entry of a section in the terms of every medium. A part that is
// not given is empty; Title is not, but of a quote that nobody has signed.
type Item struct {
	// ID names the item within its CV ("awards/3"); it stays the same while the
	// list grows at its end.
	ID       string
	Title    string
	Date     string        // as written; for the right margin
	URL      string        // of the title, and a link for certain (see [uri.Safe])
	Number   string        // publications: "3", "J3"
	Group    string        // publications: the title that it stands under with its neighbours
	Authors  []Author      // publications
	Venue    string        // publications: venue and status
	Lines    []markup.Text // facts about the item, a line each: place, role, score
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
		if it.URL != "" || it.Venue != "" || len(it.Authors)+len(it.Body)+len(it.Links)+len(it.Words) > 0 || len(it.Lines) > lines ||
			(it.Date == "") != (s.Items[0].Date == "") {
			return false
		}
	}
	return true
}

// note explains the "*" where an author list marks equal contribution.
func note(w *locale.Locale, items []Item) []string {
	for _, it := range items {
		if slices.ContainsFunc(it.Authors, func(a Author) bool { return a.Equal }) {
			return []string{"* " + w.Labels.Equal}
		}
	}
	return nil
}

// Address is the URL for a medium that shows it beside the title; it is empty
// where the title is the address, or one of the links has it.
func (it *Item) Address() string {
	if uri.Display(it.URL) == it.Title || slices.ContainsFunc(it.Links, func(r markup.Run) bool { return samePage(r.URL, it.URL) }) {
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
	items       func(*CV) []Item
}

// lists are in the order in which they are shown when the file does not say.
func lists(l *locale.Labels) []list {
	return []list{
		{"work", l.Work, Entries, workItems},
		{"education", l.Education, Entries, educationItems},
		{"publications", l.Publications, Publications, nil},
		{"projects", l.Projects, Entries, projectItems},
		{"awards", l.Awards, Entries, awardItems},
		{"certificates", l.Certificates, Entries, certificateItems},
		{"skills", l.Skills, Labels, skillItems},
		{"languages", l.Languages, Labels, languageItems},
		{"volunteer", l.Volunteer, Entries, volunteerItems},
		{"interests", l.Interests, Labels, interestItems},
		{"references", l.References, Quotes, referenceItems},
	}
}

// FreeTitles are the titles of free sections with names that many CVs have.
func FreeTitles(l *locale.Labels) map[string]string {
	return map[string]string{
		"talks": l.Talks, "teaching": l.Teaching, "service": l.Service, "advising": l.Advising, "grants": l.Grants, "media": l.Media, "software": l.Software, "details": l.Details,
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
	return cv.arrange()
}

func (cv *CV) arrange() []Section {
	known := map[string]list{}
	var customary []SectionConfig
	w := cv.Words()
	foreign := w.Tag != language.English
	for _, l := range lists(&w.Labels) {
		known[l.name] = l
		customary = append(customary, SectionConfig{Name: l.name, Title: l.title})
	}
	order := cv.Meta.Sections
	custom := slices.ContainsFunc(order, func(c SectionConfig) bool {
		_, ok := known[cmp.Or(c.List, c.Name)]
		return ok && len(c.Items) == 0
	})
	if !custom {
		order = append(customary, order...)
	}
	seen, shown := map[string]bool{}, map[string]bool{}
	var out []Section
	for _, c := range order {
		name := Slug(cmp.Or(c.Name, c.List, c.Title))
		if name == "" || seen[name] {
			continue
		}
		s := Section{Name: name, Label: label(name), Title: cmp.Or(c.Title, c.Name)}
		if foreign && c.Title != "" && utf8.RuneCountInString(c.Title) <= shortTitle {
			s.Label = c.Title // the name may be an English one, for the command line
		}
		if len(c.Items) > 0 {
			s.Items = freeItems(w, c.Items, s.Name == "talks" || s.Name == "media")
			if title := FreeTitles(&w.Labels)[name]; title != "" && c.Title == "" {
				s.Title, s.Label = title, title
			}
		} else if l, ok := known[cmp.Or(c.List, c.Name)]; ok && !shown[l.name] {
			shown[l.name] = true
			s.Title, s.Kind = cmp.Or(c.Title, l.title), l.kind
			if l.kind == Publications {
				cv.arrangePapers(&s, c)
			} else {
				s.Items = l.items(cv)
			}
			if !custom || name == l.name && (c.Title == "" || foreign) {
				s.Label = l.title // not a word of the owner's
			}
		}
		if len(s.Items) == 0 {
			continue
		}
		seen[name] = true
		for i := range s.Items {
			s.Items[i].ID = fmt.Sprintf("%s/%d", name, i)
		}
		s.Notes = append(note(w, s.Items), s.Notes...)
		if s.Full != nil {
			s.Full.Notes = note(w, s.Full.Items)
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
