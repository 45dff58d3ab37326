package data

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Date is a date as the owner writes it and, as far as it could be read, its
// parts. It is comparable; the zero value means "not given".
type Date struct {
	// Text is shown to people: "11/2019", "Expected 07/2023", "Summer 2020".
	Text string
	// Year is 1000–2999, Month 1–12 and Day 1–31; a part that is not given, or
	// could not be read, is 0.
	Year, Month, Day int
	// Present says that the text means "until now".
	Present bool
}

// The forms that are read, anywhere in the text and between word boundaries:
// ISO 8601 (also with slashes or dots), month/year, and a year alone.
var (
	yearFirst = regexp.MustCompile(`\b([12]\d{3})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:T|\b)`)
	monthYear = regexp.MustCompile(`\b(\d{1,2})[-/.]([12]\d{3})\b`)
	aYear     = regexp.MustCompile(`\b[12]\d{3}\b`)
	monthName = regexp.MustCompile(`(?i)\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+([12]\d{3})\b`)
)

// openSpan begins a text that says itself that it goes on.
var openSpan = regexp.MustCompile(`(?i)^(since|from|as of)\b`)

const monthNames = "janfebmaraprmayjunjulaugsepoctnovdec"

// timestamp is for programs; of it, the day is for people.
var timestamp = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)[Tt ]\d\d:\d\d[\d:.]*(?:[Zz]|[+-]\d\d:?\d\d)?$`)

// ParseDate reads what it can of a date and keeps the text as written, but for the
// time of a timestamp. Text that names no date is kept all the same; the parts are
// then zero.
func ParseDate(s string) Date {
	s = timestamp.ReplaceAllString(strings.TrimSpace(s), "$1")
	d := Date{Text: s}
	switch strings.ToLower(s) {
	case "":
		return Date{}
	case "present", "now", "current", "today", "ongoing":
		d.Present = true
		return d
	}
	if m := monthYear.FindStringSubmatch(s); m != nil {
		d.set(m[2], m[1], "")
	} else if m := monthName.FindStringSubmatch(s); m != nil {
		d.set(m[2], strconv.Itoa(strings.Index(monthNames, strings.ToLower(m[1]))/3+1), "")
	} else if m := yearFirst.FindStringSubmatch(s); m != nil {
		d.set(m[1], m[2], m[3])
	}
	return d
}

// set stores the parts that can be; a thirteenth month leaves the year alone, and
// the 30th of February the month.
func (d *Date) set(year, month, day string) {
	d.Year, _ = strconv.Atoi(year)
	if m, _ := strconv.Atoi(month); m >= 1 && m <= 12 {
		d.Month = m
		if n, _ := strconv.Atoi(day); n >= 1 && n <= time.Date(d.Year, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day() {
			d.Day = n
		}
	}
}

// IsZero reports whether no date was given.
func (d Date) IsZero() bool { return d.Text == "" }

// ISO returns the date as ISO 8601 to the precision known: "2019-11-01",
// "2019-11", "2019", or "" where no year could be read.
func (d Date) ISO() string {
	switch {
	case d.Year == 0:
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Compare orders dates by time: "not given" first, "present" last.
func (d Date) Compare(e Date) int {
	if d.Present || e.Present {
		return cmp.Compare(btoi(d.Present), btoi(e.Present))
	}
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Period is the text for a span of time: "06/2022 – 09/2022", "2019 – present"
// where only the start is given, one date where both are the same.
func Period(start, end Date) string {
	switch {
	case start.IsZero():
		return end.Text
	case end.IsZero() && start.Present:
		return start.Text
	case end.IsZero():
		// A text that is a span already ("Fall 2019 – now", "2019-2021", "since 2019") is
		// left alone.
		if openSpan.MatchString(start.Text) || strings.ContainsAny(start.Text, "–—") || len(aYear.FindAllString(start.Text, 2)) > 1 {
			return start.Text
		}
		return start.Text + " – present"
	case start.Text == end.Text:
		return start.Text
	}
	return start.Text + " – " + end.Text
}
