package data

import (
	"regexp"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/markup"
)

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
		it := Item{
			Title: p.Position, Date: Period(w, p.StartDate, p.EndDate), URL: p.URL,
			Lines: plains(w.Join(p.Name, p.Location)),
			Body:  body(w, p.Highlights, p.Description, p.Summary), Words: labelled(w, p.Keywords),
		}
		if len(p.Positions) > 0 && it.Date == "" {
			it.Date = employed(p.Positions).show(w)
		}
		items = add(items, it)
		for _, q := range p.Positions {
			under := len(items)
			items = add(items, Item{
				Title: q.Position, Date: q.period(w, p.Positions), Lines: plains(q.Location),
				Body: body(w, q.Highlights, q.Summary), Words: labelled(w, q.Keywords),
			})
			if under > 0 && len(items) > under {
				items[under].Under = true
			}
		}
	}
	return items
}

// employed is the time of all positions at an employer.
func employed(list []Position) span {
	all := since(list[0].StartDate, list[0].EndDate)
	for _, p := range list[1:] {
		s := since(p.StartDate, p.EndDate)
		if s.from.Compare(all.from) < 0 && !s.from.IsZero() {
			all.from = s.from
		}
		if s.until.Compare(all.until) > 0 {
			all.until = s.until
		}
	}
	return all
}

// period is the time of one of the positions at an employer. Of those without an
// end, only the last one goes on.
func (p Position) period(w *locale.Locale, all []Position) string {
	for _, q := range all {
		if p.EndDate.IsZero() && q.StartDate.Compare(p.StartDate) > 0 {
			return p.StartDate.Show(w)
		}
	}
	return Period(w, p.StartDate, p.EndDate)
}

func volunteerItems(cv *CV) (items []Item) {
	w := cv.Words()
	for _, v := range history(cv, cv.Volunteer, func(v Volunteer) span { return since(v.StartDate, v.EndDate) }) {
		items = add(items, Item{
			Title: v.Position, Date: Period(w, v.StartDate, v.EndDate), URL: v.URL,
			Lines: plains(w.Join(v.Organization, v.Location)), Body: body(w, v.Highlights, v.Summary), Words: labelled(w, v.Keywords),
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
		place := e.Location
		if e.Institution != "" && locale.Says(e.Institution, place) {
			place = ""
		}
		items = add(items, Item{
			Title: w.Join(e.StudyType, e.Area, e.Institution), Date: date, URL: e.URL,
			Lines: plains(place, e.grade(w)),
			Body:  append(body(w, e.Highlights, e.Summary), courses(w, e.Courses)...), Words: labelled(w, e.Keywords),
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

// courses are points in plain text.
func courses(w *locale.Locale, names []string) []markup.Paragraph {
	var out []markup.Paragraph
	for _, t := range plains(names...) {
		out = append(out, markup.Paragraph{Text: t, Point: true})
	}
	if len(out) > 1 && !slices.ContainsFunc(names, func(s string) bool { return strings.ContainsAny(s, ",;") || cell.Width(s) > longCourse }) {
		return []markup.Paragraph{{Text: markup.Plain(strings.Join(lines(names...), w.Lists.Comma))}}
	}
	return out
}

// longCourse is the width of a course's name from which on it has a line to itself.
const longCourse = 40
