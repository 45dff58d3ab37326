package locale

import (
	"strconv"
	"time"

	"golang.org/x/text/feature/plural"
)

// Duration returns d as people say it, in the largest unit that d is a whole number of:
// "10 minutes". It is rounded to seconds.
func (l *Locale) Duration(d time.Duration) string {
	d = d.Round(time.Second)
	forms, n := l.Times.Second, int(d/time.Second)
	switch {
	case d >= time.Hour && d%time.Hour == 0:
		forms, n = l.Times.Hour, int(d/time.Hour)
	case d >= time.Minute && d%time.Minute == 0:
		forms, n = l.Times.Minute, int(d/time.Minute)
	}
	form := map[plural.Form]string{plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many"}[plural.Cardinal.MatchPlural(l.Tag, n, 0, 0, 0, 0)]
	template, ok := forms[form]
	if !ok {
		template = forms["other"]
	}
	return Fill(template, "n", strconv.Itoa(n))
}
