package locale

import (
	"strconv"
	"time"

	"golang.org/x/text/feature/plural"
)

// Duration returns d, rounded to seconds, in the largest unit of which it is a whole
// number: "10 minutes".
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
