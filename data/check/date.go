package check

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/date"
	"wenkaiyue.com/cv/data/decode"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/data/publication"
)

var (
	// numeric matches a date of two or three numbers, with the year first or last.
	numeric    = regexp.MustCompile(`\b(?:\d{1,2}[-/.])?\d{1,2}[-/.](\d{4})\b|\b(\d{4})[-/.]\d{1,2}(?:[-/.]\d{1,2})?\b`)
	onlyDigits = regexp.MustCompile(`^[\d\s./-]+$`)
)

// impossible reports a date that is not in the calendar. Dates in words are shown as
// written, and are never wrong.
func impossible(_ *checker, v decode.Value) (message, fix string) {
	layouts := []string{"2006-1", "2006-1-2", "1-2006", "1-2-2006", "2-1-2006"}
	for _, m := range numeric.FindAllStringSubmatch(v.Node.Value, -1) {
		s := strings.NewReplacer("/", "-", ".", "-").Replace(m[0])
		year, _ := strconv.Atoi(m[1] + m[2])
		academic := s == fmt.Sprintf("%04d-%02d", year, (year+1)%100) // 2019/20
		if !academic && !slices.ContainsFunc(layouts, func(layout string) bool { _, err := time.Parse(layout, s); return err == nil }) {
			return problem.Quote(m[0]) + " is not a day or month of the calendar",
				fmt.Sprintf("write it like %d-07 or %d-07-31, or the year alone", year, year)
		}
	}
	if date.Parse(v.Node.Value).Year == 0 && onlyDigits.MatchString(v.Node.Value) {
		return problem.Quote(v.Node.Value) + " has no year of four digits, so it cannot be put in order", "write it like 2021-07 or 07/2021"
	}
	return "", ""
}

// period reports an end before its start, as far as both are known.
func period(_ *checker, v decode.Value) (message, fix string) {
	of := reflect.ValueOf(v.Of).Elem().FieldByName("Span")
	if !of.IsValid() {
		return "", ""
	}
	span := of.Interface().(date.Span)
	if span.Start.Year == 0 || span.End.Year == 0 || span.End.Roughly(span.Start) >= 0 {
		return "", ""
	}
	return fmt.Sprintf("it ends (%s) before it starts (%s)", problem.Quote(span.End.Text), problem.Quote(span.Start.Text)),
		"swap the two, or correct the wrong one"
}

// ahead matches words that announce a date.
var ahead = regexp.MustCompile(`(?i)\b(expected|anticipated|planned|forthcoming|to appear|erwartet|voraussichtlich|prévu|previsto|预计|預計|予定)`)

// expected reports an announced date that has passed.
func expected(c *checker, v decode.Value) (message, fix string) {
	d := date.Parse(v.Node.Value)
	if d.Month == 0 {
		d.Month = 12
	}
	over := time.Date(d.Year, time.Month(d.Month)+1, 1, 0, 0, 0, 0, time.UTC)
	if d.Year == 0 || !over.Before(c.today) || !ahead.MatchString(v.Node.Value) {
		return "", ""
	}
	return problem.Quote(v.Node.Value) + " has passed", "write what became of it"
}

// inReview matches a status that does not last.
var inReview = regexp.MustCompile(`(?i)\b(under|in) (review|submission|preparation|press)\b|\bsubmitted\b|\bto appear\b`)

var year = regexp.MustCompile(`\b(?:19|20)\d\d\b`)

// review reports a paper that was under review in a past year, according to its venue, its
// date or the status itself.
func review(c *checker, v decode.Value) (message, fix string) {
	p := v.Of.(*publication.Publication)
	if !inReview.MatchString(p.Status) {
		return "", ""
	}
	last := p.ReleaseDate.Year
	for _, y := range year.FindAllString(p.Status+" "+p.Venue, -1) {
		n, _ := strconv.Atoi(y)
		last = max(last, n)
	}
	if last == 0 || last >= c.today.Year() {
		return "", ""
	}
	return fmt.Sprintf("%s is of %d", problem.Quote(p.Status), last), "write where it has appeared, or under review where it is now"
}

// modified reports a date of the last change that is unreadable or over a year old.
func modified(c *checker, v decode.Value) (message, fix string) {
	t, ok := (&data.Meta{LastModified: v.Node.Value}).Modified()
	switch {
	case !ok:
		return problem.Quote(v.Node.Value) + " is not a date that programs can read", "write it like 2021-07-31"
	case c.today.Sub(t) > 366*24*time.Hour:
		return fmt.Sprintf("the CV was last changed on %s, over a year ago", t.Format(time.DateOnly)), "review it, then write today's date"
	}
	return "", ""
}
