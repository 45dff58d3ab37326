package date

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data/locale"
)

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
