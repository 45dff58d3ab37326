package data

import (
	"cmp"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/uri"
)

// The functions here turn each of JSON Resume's lists into items. An element
// that names nothing gives none.

// lines keeps the lines that are not empty.
func lines(ss ...string) []string {
	var given []string
	for _, s := range ss {
		if s != "" {
			given = append(given, s)
		}
	}
	return given
}

// add appends an item, unless it says nothing at all. One without a title takes
// the first that it says as title. An address that can be no link is said in
// words, as [Item] has no place for it.
func add(items []Item, it Item) []Item {
	if uri.IsPath(it.URL) {
		it.URL = ""
	}
	if uri.Safe(it.URL) == "" {
		it.Lines, it.URL = append(it.Lines, plains(it.URL)...), ""
	}
	if it.Title == "" && len(it.Lines) > 0 {
		it.Title, it.Lines = it.Lines[0].String(), it.Lines[1:]
	}
	if it.Title == "" && len(it.Body) > 0 {
		it.Title, it.Body = it.Body[0].String(), it.Body[1:]
	}
	if it.Title == "" && len(it.Words) > 0 {
		it.Title, it.Words = it.Words, ""
	}
	if it.Title == "" {
		it.Title = uri.Display(it.URL)
		it.Links = slices.DeleteFunc(it.Links, func(r markup.Run) bool { return r.URL == it.URL })
	}
	if it.Title == "" {
		it.Title, it.Authors = names(it.Authors), nil
	}
	if it.Title == "" {
		it.Title, it.Date = it.Date, ""
	}
	if it.Title == "" {
		return items
	}
	return append(items, it)
}

func names(authors []Author) string {
	var out []string
	for _, a := range authors {
		out = append(out, a.Name)
	}
	return locale.English().Join(out...)
}

func awardItems(cv *CV) (items []Item) {
	w := cv.Words()
	for _, a := range cv.Awards {
		items = add(items, Item{
			Title: a.Title, Date: a.Date.Show(w), URL: a.URL,
			Lines: plains(a.Awarder), Body: body(w, a.Highlights, a.Summary),
		})
	}
	return items
}

func certificateItems(cv *CV) (items []Item) {
	w := cv.Words()
	for _, c := range cv.Certificates {
		items = add(items, Item{
			Title: c.Name, Date: cmp.Or(c.Date.Show(w), span{c.StartDate, c.EndDate}.show(w)), URL: c.URL,
			Lines: plains(c.Issuer), Body: body(w, c.Highlights, c.Summary), Words: labelled(w, c.Keywords),
		})
	}
	return items
}

func publicationItems(cv *CV) (items []Item) {
	w, people := cv.Words(), cv.Meta.people()
	for i, p := range cv.Publications {
		it := Item{
			Title: p.Name, Date: p.ReleaseDate.Show(w), URL: p.Page(), Authors: people.linked(p.people()),
			Venue: p.where(w), Body: body(w, p.Highlights, p.Summary), Words: labelled(w, p.Keywords),
		}
		if it.Title == "" {
			it.Title, it.Venue = it.Venue, ""
		}
		links, rest := p.links(w)
		it.Index, it.Abstract, it.Links, it.Lines = i, markup.Paragraphs(p.Abstract), links, rest
		items = add(items, it)
	}
	return items
}

// people are the authors, or else the editors.
func (p *Publication) people() []Author {
	if len(p.Authors) == 0 {
		return p.Editors
	}
	return p.Authors
}

// where is the line that says where a publication appeared: "Journal 12(3), 45–67".
func (p *Publication) where(w *locale.Locale) string {
	venue, number, series := p.Venue, p.Number, p.Series
	if p.Genre() == JournalArticle && venue != "" && p.Volume != "" {
		venue, number = venue+" "+p.Volume, ""
		if p.Number != "" {
			venue += "(" + p.Number + ")"
		}
	} else if series != "" {
		series, number = strings.TrimSpace(series+" "+cmp.Or(number, p.Volume)), ""
	} else if p.Volume != "" {
		series = "vol. " + p.Volume
	}
	publisher := p.Publisher
	if strings.EqualFold(p.Venue, publisher) {
		publisher = ""
	}
	return w.Join(venue, series, number, p.Pages, publisher, p.Status)
}

func projectItems(cv *CV) (items []Item) {
	w := cv.Words()
	for _, p := range cv.Projects {
		supervised := ""
		if len(p.Supervisors) > 0 {
			supervised = locale.Fill(w.Labels.Supervised, "names", w.And(p.Supervisors))
		}
		items = add(items, Item{
			Title: p.Name, Date: Period(w, p.StartDate, p.EndDate), URL: p.URL,
			Lines: plains(w.Join(strings.Join(p.Roles, w.Lists.Comma), supervised, p.Entity, p.Location, p.Type)),
			Body:  body(w, p.Highlights, p.Description, p.Summary), Words: labelled(w, p.Keywords),
		})
	}
	return items
}

func skillItems(cv *CV) (items []Item) {
	w := cv.Words()
	for _, s := range cv.Skills {
		items = add(items, Item{Title: w.Join(s.Name, worded(s.Level)), Lines: keywords(w, s.Keywords, s.Summary)})
	}
	return items
}

func languageItems(cv *CV) (items []Item) {
	for _, l := range cv.Languages {
		items = add(items, Item{Title: l.Language, Lines: plains(worded(l.Fluency))})
	}
	return items
}

func interestItems(cv *CV) (items []Item) {
	for _, i := range cv.Interests {
		items = add(items, Item{Title: i.Name, Lines: keywords(cv.Words(), i.Keywords, i.Summary)})
	}
	return items
}

func referenceItems(cv *CV) (items []Item) {
	w := cv.Words()
	for _, r := range cv.References {
		// Not by add: what is said does not become the name of who says it.
		it := Item{Title: w.Join(r.Name, r.Position, r.Company), Body: markup.Paragraphs(r.Reference)}
		if r.Email != "" {
			it.Lines = append(it.Lines, markup.Text{{Words: r.Email, URL: uri.Mailto(r.Email)}})
		}
		it.Lines = append(it.Lines, plains(r.Phone)...)
		if r.URL != "" {
			it.Lines = append(it.Lines, markup.Text{{Words: uri.Display(r.URL), URL: uri.Safe(r.URL)}})
		}
		if it.Title != "" || len(it.Body)+len(it.Lines) > 0 {
			items = append(items, it)
		}
	}
	return items
}

// freeItems are those of a free section. Of events, a start without an end is the day,
// not the beginning of what still goes on.
func freeItems(w *locale.Locale, entries []Entry, events bool) (items []Item) {
	for _, e := range entries {
		if e.Name == "" {
			e.Name, e.Role = e.Role, ""
		}
		if events && e.EndDate.IsZero() && e.Date.IsZero() {
			e.Date = e.StartDate
		}
		links, rest := linkRuns(w, e.Links)
		items = add(items, Item{
			Title: e.Name, Date: cmp.Or(e.Date.Show(w), Period(w, e.StartDate, e.EndDate)), URL: e.URL, Links: links,
			Lines: append(plains(w.Join(e.Role, e.Organization, e.Location, e.Amount)), rest...), Body: body(w, e.Highlights, e.Summary), Words: labelled(w, e.Keywords),
		})
	}
	return items
}

// worded is a level, unless it is a number, of which nobody knows how many there are.
func worded(level string) string {
	if strings.Trim(level, "0123456789.") == "" {
		return ""
	}
	return level
}

// keywords gives words one line together, and phrases (which hold commas or
// colons of their own) a line each; a summary follows.
func keywords(w *locale.Locale, words []string, summary string) []markup.Text {
	var out []markup.Text
	if slices.ContainsFunc(words, func(s string) bool { return strings.ContainsAny(s, ",:;") }) {
		out = plains(words...)
	} else {
		out = plains(strings.Join(words, w.Lists.Comma))
	}
	for _, p := range markup.Paragraphs(summary) {
		out = append(out, p.Text)
	}
	return out
}

// labelled is the line of an item's keywords.
func labelled(w *locale.Locale, words []string) string {
	if len(words) == 0 {
		return ""
	}
	return w.Pair(w.Labels.Keywords, strings.Join(words, w.Lists.Comma))
}
