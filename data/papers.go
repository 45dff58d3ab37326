package data

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"wenkaiyue.com/cv/data/date"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/publication"
)

func publicationItems(w *locale.Locale, cv *CV) (out []Item) {
	pages := publication.NewDirectory(cv.Meta.People)
	for i := range cv.Publications {
		p := &cv.Publications[i]
		links, rest := p.LinkRuns(w)
		about := Details{p.Summary, p.Highlights, p.Keywords}
		it := about.entry(w, Item{
			Title: p.Name, Date: p.ReleaseDate.Show(w), URL: p.Page(), Authors: pages.Link(p.People()),
			Venue: p.Where(w), Index: i, Abstract: markup.Paragraphs(p.Abstract), Links: links, Lines: rest,
		})
		if it.Title == "" {
			it.Title, it.Venue = it.Venue, ""
		}
		out = add(out, it)
	}
	return out
}

// Choices returns the allowed values of each key of a [SectionConfig] that has a fixed set.
func Choices() map[string][]string {
	return map[string][]string{
		"group": {"year", "type"}, "only": {"selected"}, "sort": {"newest", "file"}, "numbers": {"plain", "type"},
	}
}

// arrangePapers orders and groups the publications of a section by c, and removes those
// that c does not select. The others keep their numbers.
func (cv *CV) arrangePapers(s *Section, c SectionConfig) {
	w := cv.Words()
	cv.orderPapers(w, s.Items, c)
	s.Notes = notes(w, s.Items)
	chosen := slices.DeleteFunc(slices.Clone(s.Items), func(it Item) bool { return !cv.Publications[it.Index].Selected })
	if c.Only != "selected" || len(chosen) == 0 || len(chosen) == len(s.Items) {
		return
	}
	full := *s
	full.Title = w.Labels.Publications
	s.Full, s.Items, s.Title = &full, chosen, cmp.Or(c.Title, w.Papers.Selected)
	some := locale.Fill(w.Papers.Some, "shown", fmt.Sprint(len(chosen)), "all", fmt.Sprint(len(full.Items)))
	if cv.ssh != "" {
		some += " · " + locale.Fill(w.Papers.All, "command", cv.ssh+" "+s.Name)
	}
	s.Notes = append(notes(w, chosen), some)
}

// orderPapers sorts, numbers and groups publications as c says.
func (cv *CV) orderPapers(w *locale.Locale, items []Item, c SectionConfig) {
	genres, dates := map[int]publication.Genre{}, map[int]date.Date{}
	newest := c.Sort == "newest" || c.Sort == "" && c.Group == "year"
	for i := range cv.Publications {
		p := &cv.Publications[i]
		genres[i] = p.Genre()
		d := date.Date{Year: p.Year()}
		d.Present = d.Year == 0 && genres[i] == publication.Unpublished // papers that are still to appear are the newest
		if newest {
			d.Month, d.Day = p.ReleaseDate.Month, p.ReleaseDate.Day
		}
		dates[i] = d
	}
	if newest || c.Group == "year" {
		slices.SortStableFunc(items, func(a, b Item) int { return dates[b.Index].Compare(dates[a.Index]) })
	}
	count := map[string]int{} // by letter; "" counts all types
	for i := range items {
		it, letter := &items[i], ""
		if newest { // count from the oldest, so that a new paper changes no number
			it = &items[len(items)-1-i]
		}
		if c.Numbers == "type" || c.Numbers == "" && c.Group == "type" {
			letter = genres[it.Index].Letter()
		}
		count[letter]++
		it.Number = letter + strconv.Itoa(count[letter])
	}
	if c.Group == "type" {
		slices.SortStableFunc(items, func(a, b Item) int {
			return cmp.Compare(genres[a.Index].Group(), genres[b.Index].Group())
		})
	}
	for i := range items {
		it := &items[i]
		switch year := dates[it.Index].Year; {
		case c.Group == "type" || c.Group == "year" && year == 0:
			it.Group = genres[it.Index].Title(&w.Papers)
		case c.Group == "year":
			if it.Group = strconv.Itoa(year); it.Date == it.Group {
				it.Date = "" // the heading says it
			}
		}
	}
}

// notes returns the explanation of "*" if an author list marks equal contribution.
func notes(w *locale.Locale, items []Item) []string {
	for _, it := range items {
		if slices.ContainsFunc(it.Authors, func(a publication.Author) bool { return a.Equal }) {
			return []string{"* " + w.Labels.Equal}
		}
	}
	return nil
}

// Groups returns the items of the section by group; without groups, all are in one.
func (s *Section) Groups() [][]Item {
	return markup.Stretches(s.Items, func(a, b Item) bool { return a.Group == b.Group })
}

// Counted reports whether the numbers of the items are 1, 2, 3 in this order.
func (s *Section) Counted() bool {
	for i, it := range s.Items {
		if it.Number != strconv.Itoa(i+1) {
			return false
		}
	}
	return true
}

// NumberWidth returns the length of the longest number of an item.
func (s *Section) NumberWidth() (n int) {
	for _, it := range s.Items {
		n = max(n, len(it.Number))
	}
	return n
}
