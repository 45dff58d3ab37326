package check

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
)

// The numbers of a date, two or three of them, between separators of one kind.
var (
	numbers    = regexp.MustCompile(`\b\d{1,4}(?:-\d{1,4}){1,2}\b|\b\d{1,4}(?:/\d{1,4}){1,2}\b|\b\d{1,4}(?:\.\d{1,4}){1,2}\b`)
	onlyDigits = regexp.MustCompile(`^[\d\s./-]+$`)
)

// date looks for a date that cannot be. What is in words is shown as it is
// written, and is never wrong.
func (c *checker) date(n *yaml.Node, path string) {
	for _, m := range numbers.FindAllString(n.Value, -1) {
		if message, fix := impossible(m); message != "" {
			c.warn(n, path, "date", message, fix)
			return
		}
	}
	if d := data.ParseDate(n.Value); d.Year == 0 && onlyDigits.MatchString(n.Value) {
		c.warn(n, path, "date", quote(n.Value)+" has no year of four digits, so it cannot be put in order", "write it like 2021-07 or 07/2021")
	}
}

// impossible says what cannot be in a date of two or three numbers, and what to
// write instead; both are empty where it can be.
func impossible(s string) (message, fix string) {
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
	return fmt.Sprintf("`%s` has month %d, and a year has twelve", s, m), fmt.Sprintf("write a month from 01 to 12, such as %d-%02d, or %d alone", year, min(max(m, 1), 12), year)
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
func (c *checker) period(n *yaml.Node, path string) {
	from, to := child(n, "startDate"), child(n, "endDate")
	if from == nil || to == nil {
		return
	}
	start, end := data.ParseDate(from.Value), data.ParseDate(to.Value)
	if start.Year == 0 || end.Year == 0 {
		return
	}
	if start.Month == 0 || end.Month == 0 {
		start.Month, end.Month = 0, 0
	}
	if start.Day == 0 || end.Day == 0 || start.Month == 0 {
		start.Day, end.Day = 0, 0
	}
	if end.Compare(start) < 0 {
		c.warn(to, strings.TrimPrefix(path+".endDate", "."), "period", fmt.Sprintf("it ends (%s) before it starts (%s)", quote(to.Value), quote(from.Value)),
			"exchange the two, or put the wrong one right")
	}
}
