package visits

import "time"

// day is a date as the server's clock had it, in days since 1970-01-01.
type day int

func dayOf(t time.Time) day {
	_, zone := t.Zone()
	seconds := t.Unix() + int64(zone)
	d := day(seconds / 86400)
	if seconds%86400 < 0 {
		d--
	}
	return d
}

// time is the midnight with which the day begins, in UTC for want of a place.
func (d day) time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

func (d day) String() string { return d.time().Format(time.DateOnly) }

// fold is how a long period is cut into pieces that fit on a screen.
type fold struct {
	unit  string
	most  int           // pieces that fit
	start func(day) day // the first day of the piece that a day is in
	next  func(day) day // the first day of the piece after it
}

// foldOf is the finest fold of a period that fits, or years.
func foldOf(first, last day) fold {
	folds := [...]fold{
		{"day", 31, func(d day) day { return d }, func(d day) day { return d + 1 }},
		{"week", 24, monday, func(d day) day { return monday(d) + 7 }},
		{"month", 24, func(d day) day { return months(d, 1, 0) }, func(d day) day { return months(d, 1, 1) }},
		{"year", lastYear, func(d day) day { return months(d, 12, 0) }, func(d day) day { return months(d, 12, 12) }},
	}
	for _, f := range folds[:] {
		if f.fits(first, last) {
			return f
		}
	}
	return folds[len(folds)-1]
}

// fits reports whether there are few enough pieces from first to last.
func (f fold) fits(first, last day) bool {
	n := 0
	for d := f.start(first); d <= last; d = f.next(d) {
		if n++; n > f.most {
			return false
		}
	}
	return true
}

// monday is the one on or before a day; 1970-01-01 was a Thursday.
func monday(d day) day { return d - (d+3)%7 }

// months is the first day of a span of months that a day is in, or of one that
// begins so many months later.
func months(d day, span, later int) day {
	t := d.time()
	m := int(t.Month()) - 1
	return dayOf(time.Date(t.Year(), time.Month(m-m%span+later+1), 1, 0, 0, 0, 0, time.UTC))
}

// label names a piece by its first day.
func (f fold) label(d day) string {
	layout := map[string]string{"day": "Mon _2 Jan", "week": "from _2 Jan", "month": "Jan 2006", "year": "2006"}[f.unit]
	return d.time().Format(layout)
}

// period is from the first to the last day in words.
func period(first, last day) string {
	const layout = "2 January 2006"
	if first == last {
		return first.time().Format("Monday, " + layout)
	}
	return first.time().Format(layout) + " to " + last.time().Format(layout) + ", " + number(uint64(last-first+1)) + " days"
}
