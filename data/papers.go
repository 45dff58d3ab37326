package data

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"wenkaiyue.com/cv/data/locale"
)

// Choices returns the values of the keys of a [SectionConfig] that take one of few.
func Choices() map[string][]string {
	return map[string][]string{
		"group": {"year", "type"}, "only": {"selected"}, "sort": {"newest", "file"}, "numbers": {"plain", "type"},
	}
}

// arrangePapers fills a section with the publications in the order, the groups and the
// choice of c. A number belongs to a publication whatever is chosen: those that are
// shown keep it.
func (cv *CV) arrangePapers(s *Section, c SectionConfig) {
	w := cv.Words()
	s.Items = publicationItems(cv)
	papers := make([]paperKey, len(s.Items))
	for i, it := range s.Items {
		p := &cv.Publications[it.Index]
		papers[i] = paperKey{genre: p.Genre(), date: p.ReleaseDate, year: p.Year(), item: it, selected: p.Selected}
	}
	newest := c.Sort == "newest" || c.Sort == "" && c.Group == "year"
	if newest || c.Group == "year" {
		slices.SortStableFunc(papers, func(a, b paperKey) int { return b.age(a, newest) })
	}
	numberPapers(papers, newest, c.Numbers == "type" || c.Numbers == "" && c.Group == "type")
	if c.Group == "type" {
		slices.SortStableFunc(papers, func(a, b paperKey) int { return cmp.Compare(a.genre.group(), b.genre.group()) })
	}
	var chosen []Item
	for i, p := range papers {
		switch {
		case c.Group == "type" || c.Group == "year" && p.year == 0:
			p.item.Group = p.genre.group().title(&w.Papers)
		case c.Group == "year":
			p.item.Group = strconv.Itoa(p.year)
			if p.item.Date == p.item.Group {
				p.item.Date = "" // the heading says it
			}
		}
		if s.Items[i] = p.item; p.selected {
			chosen = append(chosen, p.item)
		}
	}
	if c.Only != "selected" || len(chosen) == 0 || len(chosen) == len(s.Items) {
		return
	}
	whole := *s
	whole.Title = w.Labels.Publications
	s.Full, s.Items = &whole, chosen
	s.Title = cmp.Or(c.Title, w.Papers.Selected)
	note := locale.Fill(w.Papers.Some, "shown", fmt.Sprint(len(chosen)), "all", fmt.Sprint(len(papers)))
	if cv.ssh != "" {
		note += " · " + locale.Fill(w.Papers.All, "command", cv.ssh+" "+s.Name)
	}
	s.Notes = append(s.Notes, note)
}

// paperKey is a publication with what it is sorted by.
type paperKey struct {
	genre    Genre
	date     Date
	year     int // 0 if it has not appeared, or nobody knows when
	selected bool
	item     Item
}

// age compares by the year, and by the day too if exact is set. What is still to appear
// is the newest.
func (p paperKey) age(q paperKey, exact bool) int {
	year := func(p paperKey) int {
		if p.year == 0 && p.genre == Unpublished {
			return 9999
		}
		return p.year
	}
	if c := cmp.Compare(year(p), year(q)); c != 0 || !exact {
		return c
	}
	return cmp.Or(cmp.Compare(p.date.Month, q.date.Month), cmp.Compare(p.date.Day, q.date.Day))
}

// numberPapers numbers publications in their order; from the last to the first if the newest
// come first, so that a further one changes no number. By type each genre has its own
// numbers behind a letter.
func numberPapers(papers []paperKey, newest, byType bool) {
	count := map[string]int{}
	for i := range papers {
		p := &papers[i]
		if newest {
			p = &papers[len(papers)-1-i]
		}
		letter := ""
		if byType {
			letter = string("JCBPPTO"[p.genre])
		}
		count[letter]++
		p.item.Number = letter + strconv.Itoa(count[letter])
	}
}

// group is the genre under which one is shown.
func (g Genre) group() Genre {
	if g == Unpublished {
		return Preprint
	}
	return g
}

func (g Genre) title(w *locale.Papers) string {
	return []string{w.Articles, w.Conferences, w.Books, w.Preprints, w.Preprints, w.Theses, w.Other}[g]
}

// Group is a part of a section under a title of its own, which is empty where there are
// no groups.
type Group struct {
	Title string
	Items []Item
}

// Groups returns the items of the section in their groups; one where there are none.
func (s *Section) Groups() []Group {
	var out []Group
	for i, it := range s.Items {
		if i == 0 || it.Group != s.Items[i-1].Group {
			out = append(out, Group{Title: it.Group})
		}
		g := &out[len(out)-1]
		g.Items = append(g.Items, it)
	}
	return out
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

// NumberWidth is the length of the longest number of an item.
func (s *Section) NumberWidth() (n int) {
	for _, it := range s.Items {
		n = max(n, len(it.Number))
	}
	return n
}
