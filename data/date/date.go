// Package date parses dates as owners write them, and formats and compares dates and spans.
package date

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"wenkaiyue.com/cv/data/locale"
)

// Date is a date as written, with the parts that could be read. It is comparable; the zero
// value means "not given".
type Date struct {
	// Text is the date as written: "11/2019", "Expected 07/2023", "2020-07". [Date.Show]
	// makes it readable.
	Text string
	// Year is 1000–2999, Month 1–12 and Day 1–31; missing and unreadable parts are 0.
	Year, Month, Day int
	// Present says that the text means "until now".
	Present bool
}

// The forms that [Parse] finds anywhere in a text, between word boundaries: month/year, a
// month's name and a year, and ISO 8601 (also with slashes or dots) or its year alone.
var (
	monthYear = regexp.MustCompile(`\b(\d{1,2})[-/.]([12]\d{3})\b`)
	monthName = regexp.MustCompile(`(?i)\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+([12]\d{3})\b`)
	yearFirst = regexp.MustCompile(`\b([12]\d{3})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:T|\b)`)
)

// timestamp matches a date with a time; [Parse] keeps the date.
var timestamp = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)[Tt ]\d\d:\d\d[\d:.]*(?:[Zz]|[+-]\d\d:?\d\d)?$`)

// Parse reads a date and keeps the text as written, without the time of a timestamp. The
// parts are zero if the text names no date.
func Parse(s string) Date {
	s = timestamp.ReplaceAllString(strings.TrimSpace(s), "$1")
	d := Date{Text: s}
	if locale.IsNow(s) {
		d.Present = true
	} else if m := monthYear.FindStringSubmatch(s); m != nil {
		d.set(m[2], m[1], "")
	} else if m := monthName.FindStringSubmatch(s); m != nil {
		t, _ := time.Parse("Jan", m[1])
		d.set(m[2], strconv.Itoa(int(t.Month())), "")
	} else if m := yearFirst.FindStringSubmatch(s); m != nil {
		d.set(m[1], m[2], m[3])
	}
	return d
}

// set stores the valid parts: of a thirteenth month only the year, and of the 30th of
// February only year and month.
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
// "2019-11", "2019", or "" if no year could be read.
func (d Date) ISO() string {
	s := fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
	switch {
	case d.Year == 0:
		return ""
	case d.Month == 0:
		return s[:len("2019")]
	case d.Day == 0:
		return s[:len("2019-11")]
	}
	return s
}

// Compare orders dates by time: "not given" first, "present" last.
func (d Date) Compare(e Date) int {
	year := func(d Date) int {
		if d.Present {
			return 9999
		}
		return d.Year
	}
	return cmp.Or(cmp.Compare(year(d), year(e)), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// machineForm matches a month or a day in ISO 8601, which people do not write.
var machineForm = regexp.MustCompile(`^[12]\d{3}-\d{1,2}(?:-\d{1,2})?$`)

// machineSpan matches two dates in one text; the second may be a word.
var machineSpan = regexp.MustCompile(`^([12]\d{3}(?:-\d{1,2}){0,2})(?:\s*[–—~/]\s*|\s+(?:-|to)\s+)(\S.*)$`)

// Show returns the date for readers of the language of w: a month or day in ISO 8601 as
// month and year, and any word for the present as the word of w. Other texts stay as
// written.
func (d Date) Show(w *locale.Locale) string {
	if d.Present {
		return w.Labels.Present
	}
	if d.Month > 0 && machineForm.MatchString(d.Text) {
		return w.MonthYear(d.Year, d.Month)
	}
	if m := machineSpan.FindStringSubmatch(d.Text); m != nil && strings.Contains(d.Text, "-") {
		s := Span{Parse(m[1]), Parse(m[2])}
		if e := s.End; e.Present || e.Month > 0 && machineForm.MatchString(e.Text) || e.Text == e.ISO() {
			return s.Period(w)
		}
	}
	return d.Text
}
