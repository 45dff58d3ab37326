package data

import (
	"cmp"
	"regexp"
	"strings"

	"wenkaiyue.com/cv/data/locale"
)

// The functions here turn each of JSON Resume's lists into items. An element
// that names nothing gives none.

// join lists the parts that are not empty.
func join(parts ...string) string { return strings.Join(lines(parts...), ", ") }

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
	if SafeURL(it.URL) == "" {
		it.Lines, it.URL = append(it.Lines, plains(it.URL)...), ""
	}
	for _, texts := range []*[]Text{&it.Lines, &it.Summary, &it.Points} {
		if it.Title == "" && len(*texts) > 0 {
			it.Title, *texts = (*texts)[0].String(), (*texts)[1:]
		}
	}
	if it.Title == "" && len(it.Words) > 0 {
		it.Title, it.Words = it.Words, ""
	}
	if it.Title == "" {
		it.Title = DisplayURL(it.URL)
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
	return join(out...)
}

func positions(cv *CV) []Work {
	return history(cv, cv.Work, func(w Work) span { return since(w.StartDate, w.EndDate) })
}

func studies(cv *CV) []Education {
	return history(cv, cv.Education, func(e Education) span {
		if e.EndDate.IsZero() {
			return span{e.StartDate, e.StartDate}
		}
		return span{e.StartDate, e.EndDate}
	})
}

func workItems(cv *CV) (items []Item) {
	w := cv.Words()
	for _, p := range positions(cv) {
		items = add(items, Item{
			Title: p.Position, Date: Period(w, p.StartDate, p.EndDate), URL: p.URL,
			Lines:   append(plains(join(p.Name, p.Location)), Paragraphs(p.Description)...),
			Summary: Paragraphs(p.Summary), Points: parseAll(p.Highlights),
		})
	}
	return items
}

func volunteerItems(cv *CV) (items []Item) {
	w := cv.Words()
	for _, v := range history(cv, cv.Volunteer, func(v Volunteer) span { return since(v.StartDate, v.EndDate) }) {
		items = add(items, Item{
			Title: v.Position, Date: Period(w, v.StartDate, v.EndDate), URL: v.URL,
			Lines: plains(v.Organization), Summary: Paragraphs(v.Summary), Points: parseAll(v.Highlights),
		})
	}
	return items
}

func educationItems(cv *CV) (items []Item) {
	w := cv.Words()
	for _, e := range studies(cv) {
		date := Period(w, e.StartDate, e.EndDate)
		if e.EndDate.IsZero() { // a start alone does not say that it goes on
			date = e.StartDate.Show(w)
			if e.StartDate.open() {
				date += " –"
			}
		}
		items = add(items, Item{
			Title: join(e.StudyType, e.Area, e.Institution), Date: date, URL: e.URL,
			Lines: plains(e.grade(w)), Points: plains(e.Courses...),
		})
	}
	return items
}

var (
	// gradePoints is a grade point average, out of how many, and a remark. Scales
	// end at ten; what is more counts percents or points.
	gradePoints = regexp.MustCompile(`^(?:\d|10)(?:[.,]\d+)?(?: ?/ ?(?:\d|10)(?:[.,]\d+)?)?(?: \(.*\))?$`)
	figures     = regexp.MustCompile(`^\d\P{L}*$`)
)

// grade is the score and what it is. One in words speaks for itself.
func (e Education) grade(w *locale.Locale) string {
	label := e.ScoreLabel
	switch {
	case e.Score == "":
		return ""
	case label != "":
	case gradePoints.MatchString(e.Score):
		label = w.Labels.GPA
	case figures.MatchString(e.Score):
		label = w.Labels.Score
	default:
		return e.Score
	}
	return w.Pair(label, e.Score)
}

func awardItems(cv *CV) (items []Item) {
	for _, a := range cv.Awards {
		items = add(items, Item{Title: a.Title, Date: a.Date.Show(cv.Words()), Lines: plains(a.Awarder), Summary: Paragraphs(a.Summary)})
	}
	return items
}

func certificateItems(cv *CV) (items []Item) {
	for _, c := range cv.Certificates {
		items = add(items, Item{Title: c.Name, Date: c.Date.Show(cv.Words()), URL: c.URL, Lines: plains(c.Issuer)})
	}
	return items
}

func publicationItems(cv *CV) (items []Item) {
	for _, p := range cv.Publications {
		venue := p.Venue
		if !strings.EqualFold(venue, p.Publisher) {
			venue = join(venue, p.Publisher)
		}
		it := Item{
			Title: p.Name, Date: p.ReleaseDate.Show(cv.Words()), URL: p.URL, Authors: p.Authors,
			Venue: join(venue, p.Status), Summary: Paragraphs(p.Summary),
		}
		if it.Title == "" {
			it.Title, it.Venue = it.Venue, ""
		}
		it.cite(p.DOI)
		items = add(items, it)
	}
	return items
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
			Lines:   plains(join(strings.Join(p.Roles, ", "), supervised, p.Entity, p.Type)),
			Summary: Paragraphs(p.Description), Points: parseAll(p.Highlights), Words: labelled(w, p.Keywords),
		})
	}
	return items
}

func skillItems(cv *CV) (items []Item) {
	for _, s := range cv.Skills {
		items = add(items, Item{Title: join(s.Name, s.Level), Lines: keywords(s.Keywords)})
	}
	return items
}

func languageItems(cv *CV) (items []Item) {
	for _, l := range cv.Languages {
		items = add(items, Item{Title: l.Language, Lines: plains(l.Fluency)})
	}
	return items
}

func interestItems(cv *CV) (items []Item) {
	for _, i := range cv.Interests {
		items = add(items, Item{Title: i.Name, Lines: keywords(i.Keywords)})
	}
	return items
}

func referenceItems(cv *CV) (items []Item) {
	for _, r := range cv.References {
		// Not by add: what is said does not become the name of who says it.
		if it := (Item{Title: r.Name, Summary: Paragraphs(r.Reference)}); it.Title != "" || len(it.Summary) > 0 {
			items = append(items, it)
		}
	}
	return items
}

// freeItems are those of a free section.
func freeItems(w *locale.Locale, entries []Entry) (items []Item) {
	for _, e := range entries {
		items = add(items, Item{
			Title: e.Name, Date: cmp.Or(e.Date.Show(w), Period(w, e.StartDate, e.EndDate)), URL: e.URL,
			Lines: plains(e.Location), Summary: Paragraphs(e.Summary), Points: parseAll(e.Highlights), Words: labelled(w, e.Keywords),
		})
	}
	return items
}

// keywords gives words one line together, and phrases (which hold commas or
// colons of their own) a line each.
func keywords(words []string) []Text {
	for _, w := range words {
		if strings.ContainsAny(w, ",:;") {
			return plains(words...)
		}
	}
	return plains(strings.Join(words, ", "))
}

// labelled is the line of an item's keywords.
func labelled(w *locale.Locale, words []string) string {
	if len(words) == 0 {
		return ""
	}
	return w.Pair(w.Labels.Keywords, strings.Join(words, w.Lists.Comma))
}
