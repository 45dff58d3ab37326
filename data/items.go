package data

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data/date"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/publication"
	"wenkaiyue.com/cv/data/uri"
)

// items returns the items of a list of JSON Resume.
func items[T interface{ item(*locale.Locale) Item }](w *locale.Locale, list []T) (out []Item) {
	for _, e := range list {
		out = add(out, e.item(w))
	}
	return out
}

// add appends an item unless it is empty. If the item has no title, its first text becomes
// the title. A URL that cannot be a link becomes a line of text; see [Item].
func add(items []Item, it Item) []Item {
	if uri.IsPath(it.URL) {
		it.URL = ""
	}
	if uri.Safe(it.URL) == "" {
		it.Lines, it.URL = append(it.Lines, plains(it.URL)...), ""
	}
	switch {
	case it.Title != "":
	case len(it.Lines) > 0:
		it.Title, it.Lines = it.Lines[0].String(), it.Lines[1:]
	case len(it.Body) > 0:
		it.Title, it.Body = it.Body[0].String(), it.Body[1:]
	case it.Words != "":
		it.Title, it.Words = it.Words, ""
	case it.URL != "":
		it.Title = uri.Display(it.URL)
		it.Links = slices.DeleteFunc(it.Links, func(r markup.Run) bool { return r.URL == it.URL })
	case names(it.Authors) != "":
		it.Title, it.Authors = names(it.Authors), nil
	default:
		it.Title, it.Date = it.Date, ""
	}
	if it.Title == "" {
		return items
	}
	return append(items, it)
}

func names(authors []publication.Author) string {
	var out []string
	for _, a := range authors {
		out = append(out, a.Name)
	}
	return locale.English().Join(out...)
}

// history returns the entries of a history (work, volunteer, education). They keep the
// file's order if meta.sections places a list, which shows that the owner has arranged the
// CV; otherwise see [date.Latest]. Other lists, such as awards, are often in order of
// weight and are never sorted.
func history[T interface{ Ongoing() date.Span }](cv *CV, list []T) []T {
	if slices.ContainsFunc(cv.Meta.Sections, func(c SectionConfig) bool { return len(c.Items) == 0 }) {
		return list
	}
	return date.Latest(list, T.Ongoing)
}

// Ongoing returns the time of the studies. Without an end date they end when they start,
// because a missing end does not mean that they go on.
func (e Education) Ongoing() date.Span {
	if e.End.IsZero() {
		return date.Span{Start: e.Start, End: e.Start}
	}
	return e.Span
}

// workItems returns the items of jobs, each followed by the items of its positions.
func workItems(w *locale.Locale, list []Work) (out []Item) {
	for _, p := range list {
		it := p.entry(w, Item{Title: p.Position, Date: p.Period(w), URL: p.URL, Lines: plains(w.Join(p.Name, p.Location))}, p.Description)
		var spans []date.Span
		var last date.Date
		for _, q := range p.Positions {
			if spans = append(spans, q.Ongoing()); q.Start.Compare(last) > 0 {
				last = q.Start
			}
		}
		if len(spans) > 0 && it.Date == "" {
			it.Date = date.Join(spans).Show(w)
		}
		out = add(out, it)
		for _, q := range p.Positions {
			when := q.Period(w)
			if q.End.IsZero() && last.Compare(q.Start) > 0 { // only the latest one goes on
				when = q.Start.Show(w)
			}
			out = add(out, q.entry(w, Item{Title: q.Position, Date: when, Lines: plains(q.Location), Under: len(out) > 0}))
		}
	}
	return out
}

func (v Volunteer) item(w *locale.Locale) Item {
	return v.entry(w, Item{Title: v.Position, Date: v.Period(w), URL: v.URL, Lines: plains(w.Join(v.Organization, v.Location))})
}

func (e Education) item(w *locale.Locale) Item {
	when := e.Show(w)
	if e.Open() {
		when += " –"
	}
	place := e.Location
	if e.Institution != "" && locale.Says(e.Institution, place) {
		place = ""
	}
	it := e.entry(w, Item{Title: w.Join(e.StudyType, e.Area, e.Institution), Date: when, URL: e.URL, Lines: plains(place, e.grade(w))})
	it.Body = append(it.Body, courses(w, e.Courses)...)
	return it
}

var (
	// gradePoints matches a grade point average of at most 10 with an optional scale and
	// remark. Higher numbers are percentages or points.
	gradePoints = regexp.MustCompile(`^(?:\d|10)(?:[.,]\d+)?(?: ?/ ?(?:\d|10)(?:[.,]\d+)?)?(?: \(.*\))?$`)
	figures     = regexp.MustCompile(`^\d\P{L}*$`)
)

// grade returns the score with its label; a score in words has no default label.
func (e Education) grade(w *locale.Locale) string {
	switch {
	case e.Score == "":
		return ""
	case e.ScoreLabel != "":
		return w.Pair(e.ScoreLabel, e.Score)
	case gradePoints.MatchString(e.Score):
		return w.Pair(w.Labels.GPA, e.Score)
	case figures.MatchString(e.Score):
		return w.Pair(w.Labels.Score, e.Score)
	}
	return e.Score
}

func (p Project) item(w *locale.Locale) Item {
	supervised := ""
	if len(p.Supervisors) > 0 {
		supervised = locale.Fill(w.Labels.Supervised, "names", w.And(p.Supervisors))
	}
	return p.entry(w, Item{
		Title: p.Name, Date: p.Period(w), URL: p.URL,
		Lines: plains(w.Join(strings.Join(p.Roles, w.Lists.Comma), supervised, p.Entity, p.Location, p.Type)),
	}, p.Description)
}

func (a Award) item(w *locale.Locale) Item {
	about := Details{a.Summary, a.Highlights, nil}
	return about.entry(w, Item{Title: a.Title, Date: a.Date.Show(w), URL: a.URL, Lines: plains(a.Awarder)})
}

func (c Certificate) item(w *locale.Locale) Item {
	return c.entry(w, Item{Title: c.Name, Date: cmp.Or(c.Date.Show(w), c.Show(w)), URL: c.URL, Lines: plains(c.Issuer)})
}

func (s Skill) item(w *locale.Locale) Item {
	return Item{Title: w.Join(s.Name, worded(s.Level)), Lines: keywords(w, s.Keywords, s.Summary)}
}

func (l Language) item(*locale.Locale) Item {
	return Item{Title: l.Language, Lines: plains(worded(l.Fluency))}
}

func (i Interest) item(w *locale.Locale) Item {
	return Item{Title: i.Name, Lines: keywords(w, i.Keywords, i.Summary)}
}

// freeItems returns the items of a free section. An event with a start date alone takes
// place on that day.
func freeItems(w *locale.Locale, entries []Entry, events bool) (out []Item) {
	for _, e := range entries {
		if events && e.End.IsZero() && e.Date.IsZero() {
			e.Date = e.Start
		}
		if e.Name == "" {
			e.Name, e.Role = e.Role, ""
		}
		links, rest := publication.LinkRuns(w, e.Links)
		about := Details{e.Summary, e.Highlights, e.Keywords}
		out = add(out, about.entry(w, Item{
			Title: e.Name, Date: cmp.Or(e.Date.Show(w), e.Period(w)), URL: e.URL, Links: links,
			Lines: append(plains(w.Join(e.Role, e.Organization, e.Location, e.Amount)), rest...),
		}))
	}
	return out
}

// referenceItems returns the items of references. Unlike [items], it never makes a
// quotation a title.
func referenceItems(w *locale.Locale, list []Reference) (out []Item) {
	for _, r := range list {
		it := Item{Title: w.Join(r.Name, r.Position, r.Company), Body: markup.Paragraphs(r.Reference)}
		for _, way := range []markup.Run{{Words: r.Email, URL: uri.Mailto(r.Email)}, {Words: r.Phone}, {Words: uri.Display(r.URL), URL: uri.Safe(r.URL)}} {
			if way.Words != "" {
				it.Lines = append(it.Lines, markup.Text{way})
			}
		}
		if it.Title != "" || len(it.Body)+len(it.Lines) > 0 {
			out = append(out, it)
		}
	}
	return out
}
