// Package date parses dates as owners write them, and formats and compares dates and spans.
package date

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"wenkaiyue.com/cv/data/clean"
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

// Parse reads a date and keeps the text as written, without the time of a timestamp and marks
// of direction around it. The parts are zero if the text names no date.
func Parse(s string) Date {
	s = timestamp.ReplaceAllString(clean.Trim(s), "$1")
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

// Span is the time between two dates, which are both optional. Types with a start and an
// end in a CV file embed it.
type Span struct {
	Start Date `json:"startDate,omitzero"`
	End   Date `json:"endDate,omitzero"`
}

// Show returns the span in the language of w: "06/2022 – 09/2022", or one date if both are
// the same.
func (s Span) Show(w *locale.Locale) string {
	start, end := s.Start.Show(w), s.End.Show(w)
	switch {
	case start == end || end == "":
		return start
	case start == "":
		return end
	}
	return start + " – " + end
}

// Period is like [Span.Show], but an open span goes on: "2019 – present".
func (s Span) Period(w *locale.Locale) string {
	if s.Open() {
		s.End.Present = true
	}
	return s.Show(w)
}

var (
	aYear    = regexp.MustCompile(`\b[12]\d{3}\b`)
	openSpan = regexp.MustCompile(`(?i)^(since|from|as of)\b`) // states that it goes on
)

// Open reports whether the span has a start and lacks an end. A text that is a span already
// ("Fall 2019 – now", "2019-2021", "since 2019") needs none.
func (s Span) Open() bool {
	d := s.Start
	return s.End.IsZero() && !d.IsZero() && !d.Present && !openSpan.MatchString(d.Text) && !strings.ContainsAny(d.Text, "–—") &&
		len(aYear.FindAllString(d.Text, 2)) < 2 && !machineSpan.MatchString(d.Text)
}

// Ongoing returns the span until the present if it has a start and no end.
func (s Span) Ongoing() Span {
	if s.End.IsZero() && !s.Start.IsZero() {
		s.End.Present = true
	}
	return s
}

// Join returns the span from the earliest start to the latest end of at least one span.
func Join(spans []Span) Span {
	all := spans[0]
	for _, s := range spans[1:] {
		if s.Start.Compare(all.Start) < 0 && !s.Start.IsZero() {
			all.Start = s.Start
		}
		if s.End.Compare(all.End) > 0 {
			all.End = s.End
		}
	}
	return all
}

// Latest returns the entries of a history, latest first. If their starts or their ends run
// forwards or backwards, the owner has put them in order, and Latest keeps it. An entry
// whose end cannot be read keeps its place.
func Latest[T any](list []T, when func(T) Span) []T {
	var dated []T
	var places []int
	for i, e := range list {
		if d := when(e).End; d.Year != 0 || d.Present {
			dated, places = append(dated, e), append(places, i)
		}
	}
	start := func(a, b T) int { return when(a).Start.Roughly(when(b).Start) }
	end := func(a, b T) int { return when(a).End.Roughly(when(b).End) }
	if monotone(dated, start) || monotone(dated, end) {
		return list
	}
	slices.SortStableFunc(dated, func(a, b T) int {
		return cmp.Or(when(b).End.Compare(when(a).End), when(b).Start.Compare(when(a).Start))
	})
	list = slices.Clone(list)
	for i, at := range places {
		list[at] = dated[i]
	}
	return list
}

// monotone reports whether list is sorted forwards or backwards.
func monotone[T any](list []T, compare func(a, b T) int) bool {
	backwards := func(a, b T) int { return compare(b, a) }
	return slices.IsSortedFunc(list, compare) || slices.IsSortedFunc(list, backwards)
}

// Roughly compares dates to the precision that both have.
func (d Date) Roughly(e Date) int {
	known := d.Month > 0 && e.Month > 0 && (d.Month != e.Month || d.Day > 0 && e.Day > 0)
	if !known && d.Year == e.Year && !d.Present && !e.Present {
		return 0
	}
	return d.Compare(e)
}
