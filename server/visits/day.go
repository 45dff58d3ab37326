package visits

import (
	"fmt"
	"time"
)

// dayOf returns the date of t in its own zone, as midnight UTC.
func dayOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// fold cuts a period into pieces: days, weeks, months or years.
type fold struct {
	unit, layout        string // layout formats the first day of a piece
	most                int    // pieces that fit on a screen
	years, months, days int    // length of a piece
}

// foldOf returns the finest fold of a period that fits on a screen, or years.
func foldOf(first, last time.Time) fold {
	for _, f := range []fold{
		{"day", "Mon _2 Jan", 31, 0, 0, 1}, {"week", "from _2 Jan", 24, 0, 0, 7}, {"month", "Jan 2006", 24, 0, 1, 0},
	} {
		n := 0
		for d := f.start(first); n <= f.most && !d.After(last); d = f.next(d) {
			n++
		}
		if n <= f.most {
			return f
		}
	}
	return fold{"year", "2006", lastYear, 1, 0, 0}
}

// start returns the first day of the piece that d is in.
func (f fold) start(d time.Time) time.Time {
	switch f.unit {
	case "week": // from Monday
		return d.AddDate(0, 0, -(int(d.Weekday())+6)%7)
	case "month":
		return d.AddDate(0, 0, 1-d.Day())
	case "year":
		return d.AddDate(0, 0, 1-d.YearDay())
	}
	return d
}

// next returns the first day after the piece that d is in.
func (f fold) next(d time.Time) time.Time { return f.start(d).AddDate(f.years, f.months, f.days) }

// period describes the days from first to last.
func period(first, last time.Time) string {
	const layout = "2 January 2006"
	if first.Equal(last) {
		return first.Format("Monday, " + layout)
	}
	days := count(uint64(last.Sub(first).Hours()/24) + 1)
	return fmt.Sprintf("%s to %s, %s days", first.Format(layout), last.Format(layout), days)
}
