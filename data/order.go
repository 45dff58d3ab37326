package data

import (
	"cmp"
	"slices"

	"wenkaiyue.com/cv/data/locale"
)

// span is when an entry of a history was: until is the last day of it.
type span struct{ from, until Date }

// show returns the span in the language of w, as it is given.
func (s span) show(w *locale.Locale) string {
	from, until := s.from.Show(w), s.until.Show(w)
	if from == until || until == "" {
		return from
	}
	if from == "" {
		return until
	}
	return from + " – " + until
}

// since is the span of a position that goes on unless an end is given.
func since(start, end Date) span {
	if end.IsZero() && !start.IsZero() {
		end.Present = true
	}
	return span{start, end}
}

// history is the order in which to show a history (work, volunteer, education):
// the file's, as themes of JSON Resume have it, because the owner has put it in
// order. Only a file that is in none gets one, the customary latest first: entries
// whose dates can be read run neither forwards nor backwards, by their starts or
// their ends, and no meta.sections places a list, as somebody does who has arranged
// them. The others stay in their places.
// Awards, papers and the like are often in order of weight and stay as they are.
func history[T any](cv *CV, list []T, when func(T) span) []T {
	if slices.ContainsFunc(cv.Meta.Sections, func(c SectionConfig) bool { return len(c.Items) == 0 }) {
		return list
	}
	var dated []T
	var places []int
	for i, e := range list {
		if d := when(e).until; d.Year != 0 || d.Present {
			dated, places = append(dated, e), append(places, i)
		}
	}
	from := func(a, b T) int { return roughly(when(a).from, when(b).from) }
	until := func(a, b T) int { return roughly(when(a).until, when(b).until) }
	if monotone(dated, from) || monotone(dated, until) {
		return list
	}
	slices.SortStableFunc(dated, func(a, b T) int {
		return cmp.Or(when(b).until.Compare(when(a).until), when(b).from.Compare(when(a).from))
	})
	list = slices.Clone(list)
	for i, at := range places {
		list[at] = dated[i]
	}
	return list
}

// monotone reports whether list runs forwards or backwards.
func monotone[T any](list []T, compare func(a, b T) int) bool {
	backwards := func(a, b T) int { return compare(b, a) }
	return slices.IsSortedFunc(list, compare) || slices.IsSortedFunc(list, backwards)
}

// roughly compares dates as far as both are known.
func roughly(d, e Date) int {
	switch {
	case d.Present || e.Present:
		return d.Compare(e)
	case d.Year != e.Year:
		return cmp.Compare(d.Year, e.Year)
	case d.Month == 0 || e.Month == 0:
		return 0
	case d.Month != e.Month:
		return cmp.Compare(d.Month, e.Month)
	case d.Day == 0 || e.Day == 0:
		return 0
	}
	return cmp.Compare(d.Day, e.Day)
}
