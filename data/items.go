package data

import "strings"

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
// its first line as title.
func add(items []Item, it Item) []Item {
	if it.Title == "" && len(it.Lines) > 0 {
		it.Title, it.Lines = it.Lines[0], it.Lines[1:]
	}
	if it.Title == "" {
		it.Title, it.Summary = it.Summary, ""
	}
	if it.Title == "" && len(it.Points) > 0 {
		it.Title, it.Points = it.Points[0], it.Points[1:]
	}
	if it.Title == "" {
		return items
	}
	return append(items, it)
}

func workItems(cv *CV) (items []Item) {
	for _, w := range cv.Work {
		items = add(items, Item{
			Title: w.Position, Date: Period(w.StartDate, w.EndDate), URL: w.URL,
			Lines:   lines(join(w.Name, w.Location), w.Description),
			Summary: w.Summary, Points: w.Highlights,
		})
	}
	return items
}

func volunteerItems(cv *CV) (items []Item) {
	for _, v := range cv.Volunteer {
		items = add(items, Item{
			Title: v.Position, Date: Period(v.StartDate, v.EndDate), URL: v.URL,
			Lines: lines(v.Organization), Summary: v.Summary, Points: v.Highlights,
		})
	}
	return items
}

func educationItems(cv *CV) (items []Item) {
	for _, e := range cv.Education {
		date := Period(e.StartDate, e.EndDate)
		if e.EndDate.IsZero() {
			date = e.StartDate.Text // a start alone does not say that it goes on
		}
		score := e.Score
		switch {
		case score == "":
		case e.ScoreLabel != "":
			score = e.ScoreLabel + ": " + score
		case score[0] >= '0' && score[0] <= '9': // in words it speaks for itself
			score = "GPA: " + score
		}
		items = add(items, Item{
			Title: join(e.StudyType, e.Area, e.Institution), Date: date, URL: e.URL,
			Lines: lines(score), Points: e.Courses,
		})
	}
	return items
}

func awardItems(cv *CV) (items []Item) {
	for _, a := range cv.Awards {
		items = add(items, Item{Title: a.Title, Date: a.Date.Text, Lines: lines(a.Awarder), Summary: a.Summary})
	}
	return items
}

func certificateItems(cv *CV) (items []Item) {
	for _, c := range cv.Certificates {
		items = add(items, Item{Title: c.Name, Date: c.Date.Text, URL: c.URL, Lines: lines(c.Issuer)})
	}
	return items
}

func publicationItems(cv *CV) (items []Item) {
	for _, p := range cv.Publications {
		items = add(items, Item{
			Title: p.Name, Date: p.ReleaseDate.Text, URL: or(p.URL, doiURL(p.DOI)), Authors: p.Authors,
			Venue: join(or(p.Venue, p.Publisher), p.Status), Summary: p.Summary,
		})
	}
	return items
}

func doiURL(doi string) string {
	if doi == "" {
		return ""
	}
	return "https://doi.org/" + doi
}

func projectItems(cv *CV) (items []Item) {
	for _, p := range cv.Projects {
		supervised := ""
		if len(p.Supervisors) > 0 {
			supervised = "Supervised by " + and(p.Supervisors)
		}
		items = add(items, Item{
			Title: p.Name, Date: Period(p.StartDate, p.EndDate), URL: p.URL,
			Lines:   lines(join(strings.Join(p.Roles, ", "), supervised, p.Entity)),
			Summary: p.Description, Points: p.Highlights, Words: p.Keywords,
		})
	}
	return items
}

// and lists names as a sentence does: "A", "A and B", "A, B and C".
func and(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

func skillItems(cv *CV) (items []Item) {
	for _, s := range cv.Skills {
		items = add(items, Item{Title: join(s.Name, s.Level), Lines: keywords(s.Keywords)})
	}
	return items
}

func languageItems(cv *CV) (items []Item) {
	for _, l := range cv.Languages {
		items = add(items, Item{Title: l.Language, Lines: lines(l.Fluency)})
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
		items = add(items, Item{Title: r.Name, Summary: r.Reference})
	}
	return items
}

// freeItems are those of a free section.
func freeItems(entries []Entry) (items []Item) {
	for _, e := range entries {
		items = add(items, Item{
			Title: e.Name, Date: or(e.Date.Text, Period(e.StartDate, e.EndDate)), URL: e.URL,
			Lines: lines(e.Location), Summary: e.Summary, Points: e.Highlights, Words: e.Keywords,
		})
	}
	return items
}

// keywords gives words one line together, and phrases (which hold commas or
// colons of their own) a line each.
func keywords(words []string) []string {
	for _, w := range words {
		if strings.ContainsAny(w, ",:;") {
			return words
		}
	}
	return lines(strings.Join(words, ", "))
}
