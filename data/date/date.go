// Package date reads dates as owners write them, and shows and orders them and the spans
// between them.
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

// Date is a date as the owner writes it and, as far as it could be read, its
// parts. It is comparable; the zero value means "not given".
type Date struct {
	// Text is as written: "11/2019", "Expected 07/2023", "2020-07". [Date.Show] makes
	// of it what people read.
	Text string
	// Year is 1000–2999, Month 1–12 and Day 1–31; a part that is not given, or
	// could not be read, is 0.
	Year, Month, Day int
	// Present says that the text means "until now".
	Present bool
}

// The forms that are read, anywhere in the text and between word boundaries:
// month/year, a month's name and a year, and ISO 8601 (also with slashes or dots), of
// which the year is enough.
var (
	monthYear = regexp.MustCompile(`\b(\d{1,2})[-/.]([12]\d{3})\b`)
	monthName = regexp.MustCompile(`(?i)\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+([12]\d{3})\b`)
	yearFirst = regexp.MustCompile(`\b([12]\d{3})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:T|\b)`)
)

// timestamp is for programs; the day in it is for people.
var timestamp = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)[Tt ]\d\d:\d\d[\d:.]*(?:[Zz]|[+-]\d\d:?\d\d)?$`)

// Parse reads a date and keeps the text as written, without the time of a timestamp. The
// parts of a text that names no date are zero.
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

// machineForm is ISO 8601's form of a month or a day, which people do not write.
var machineForm = regexp.MustCompile(`^[12]\d{3}-\d{1,2}(?:-\d{1,2})?$`)

// machineSpan is two dates in one text, of which the second may be a word.
var machineSpan = regexp.MustCompile(`^([12]\d{3}(?:-\d{1,2}){0,2})(?:\s*[–—~/]\s*|\s+(?:-|to)\s+)(\S.*)$`)

// Show returns the date as people read it in the language of w: a month or a day in
// the machine's form as month and year, and a word for the present as w's. What an
// owner wrote in words stays.
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
