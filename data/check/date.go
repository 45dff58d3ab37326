package check

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"wenkaiyue.com/cv/data"
)

// The numbers of a date, two or three of them, between separators of one kind.
var (
	numbers    = regexp.MustCompile(`\b\d{1,4}(?:-\d{1,4}){1,2}\b|\b\d{1,4}(?:/\d{1,4}){1,2}\b|\b\d{1,4}(?:\.\d{1,4}){1,2}\b`)
	onlyDigits = regexp.MustCompile(`^[\d\s./-]+$`)
)

// impossible looks for a date that cannot be. What is in words is shown as it is
// written, and is never wrong.
func impossible(_ *checker, v data.Value) (message, fix string) {
	for _, m := range numbers.FindAllString(v.Node.Value, -1) {
		if message, fix := impossibleNumbers(m); message != "" {
			return message, fix
		}
	}
	if d := data.ParseDate(v.Node.Value); d.Year == 0 && onlyDigits.MatchString(v.Node.Value) {
		return data.Quote(v.Node.Value) + " has no year of four digits, so it cannot be put in order", "write it like 2021-07 or 07/2021"
	}
	return "", ""
}

// impossibleNumbers looks at a date of two or three numbers.
func impossibleNumbers(s string) (message, fix string) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	num := func(i int) int { v, _ := strconv.Atoi(parts[i]); return v }
	last := len(parts) - 1
	switch {
	case len(parts[0]) == 4 && len(parts[1]) <= 2 && last == 1:
		if num(1) == (num(0)+1)%100 {
			return "", "" // 2019/20 is an academic year
		}
		return month(s, num(0), num(1))
	case len(parts[0]) == 4 && last == 2 && len(parts[1]) <= 2 && len(parts[2]) <= 2:
		return day(s, num(0), num(1), num(2))
	case len(parts[1]) == 4 && last == 1 && len(parts[0]) <= 2:
		return month(s, num(1), num(0))
	case last == 2 && len(parts[2]) == 4 && len(parts[0]) <= 2 && len(parts[1]) <= 2:
		if m, _ := day(s, num(2), num(0), num(1)); m == "" {
			return "", "" // month first, as Americans write it
		}
		return day(s, num(2), num(1), num(0))
	}
	return "", ""
}

func month(s string, year, m int) (message, fix string) {
	if m >= 1 && m <= 12 {
		return "", ""
	}
	return fmt.Sprintf("`%s` has month %d, and a year has 12", s, m), fmt.Sprintf("write a month from 01 to 12, such as %d-%02d, or %d alone", year, min(max(m, 1), 12), year)
}

func day(s string, year, m, d int) (message, fix string) {
	if message, fix := month(s, year, m); message != "" {
		if d >= 1 && d <= 12 && m <= 31 {
			fix = fmt.Sprintf("the month comes before the day: write %d-%02d-%02d", year, d, m)
		}
		return message, fix
	}
	days := time.Date(year, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	if d >= 1 && d <= days {
		return "", ""
	}
	return fmt.Sprintf("`%s` has day %d, and %s %d has %d days", s, d, time.Month(m), year, days),
		fmt.Sprintf("write a day from 01 to %d, or %d-%02d alone", days, year, m)
}

// period looks for an end before its start, as far as both are known.
func period(_ *checker, v data.Value) (message, fix string) {
	from, to := child(v.Node, "startDate"), child(v.Node, "endDate")
	if from == nil || to == nil {
		return "", ""
	}
	start, end := data.ParseDate(from.Value), data.ParseDate(to.Value)
	if start.Year == 0 || end.Year == 0 {
		return "", ""
	}
	if start.Month == 0 || end.Month == 0 {
		start.Month, end.Month = 0, 0
	}
	if start.Day == 0 || end.Day == 0 || start.Month == 0 {
		start.Day, end.Day = 0, 0
	}
	if end.Compare(start) >= 0 {
		return "", ""
	}
	return fmt.Sprintf("it ends (%s) before it starts (%s)", data.Quote(to.Value), data.Quote(from.Value)), "exchange the two, or put the wrong one right"
}

// ahead begins what is to come.
var ahead = regexp.MustCompile(`(?i)\b(expected|anticipated|planned|forthcoming|to appear|erwartet|voraussichtlich|prévu|previsto|预计|預計|予定)`)

// expected looks for a date that was to come and has passed.
func expected(c *checker, v data.Value) (message, fix string) {
	d := data.ParseDate(v.Node.Value)
	if d.Month == 0 {
		d.Month = 12
	}
	over := time.Date(d.Year, time.Month(d.Month)+1, 1, 0, 0, 0, 0, time.UTC)
	if d.Year == 0 || !over.Before(c.today) || !ahead.MatchString(v.Node.Value) {
		return "", ""
	}
	return data.Quote(v.Node.Value) + " has passed", "write what has come of it"
}

// inReview is a status that ends some day.
var inReview = regexp.MustCompile(`(?i)\b(under|in) (review|submission|preparation|press)\b|\bsubmitted\b|\bto appear\b`)

var year = regexp.MustCompile(`\b(?:19|20)\d\d\b`)

// review looks for a paper that was under review in a year gone by: that of its venue,
// of its date or of the status itself.
func review(c *checker, v data.Value) (message, fix string) {
	if !inReview.MatchString(v.Node.Value) {
		return "", ""
	}
	last := 0
	for _, p := range c.Values {
		if object(p) && child(p.Node, "status") == v.Node {
			for _, key := range []string{"status", "venue", "releaseDate"} {
				for _, y := range year.FindAllString(word(p.Node, key), -1) {
					n, _ := strconv.Atoi(y)
					last = max(last, n)
				}
			}
		}
	}
	if last == 0 || last >= c.today.Year() {
		return "", ""
	}
	return fmt.Sprintf("%s is of %d", data.Quote(v.Node.Value), last), "write where it has appeared, or under review where it is now"
}

// modified looks at the day of the last change.
func modified(c *checker, v data.Value) (message, fix string) {
	t, ok := (&data.Meta{LastModified: v.Node.Value}).Modified()
	switch {
	case !ok:
		return data.Quote(v.Node.Value) + " is no date that programs can read", "write it like 2021-07-31"
	case c.today.Sub(t) > 366*24*time.Hour:
		return fmt.Sprintf("the CV was last changed on %s, over a year ago", t.Format(time.DateOnly)), "look through it, and write the day of today"
	}
	return "", ""
}
