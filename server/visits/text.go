package visits

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
)

// The rows of a kind that a page shows.
const (
	maxRows    = 12
	maxTagRows = 40 // the owner made them
)

// Text writes the report for people, in lines of less than 80 columns, with titles in
// bold and remarks faint. If ascii is set, it writes ASCII alone.
func (r *Report) Text(w io.Writer, ascii bool) error {
	p := &page{ascii: ascii}
	if r.First == "" {
		p.line("No visits; lines read: " + count(r.Lines.Read) + ".")
		if r.Lines.Read > 0 {
			p.line("Is it the log of a server with --log-format json, and of the days you mean?")
		}
	} else {
		p.head(r)
		p.days(r)
		p.tags(r.Tags)
		rows(p, "READ BY PEOPLE", []string{"visits", "median", "in all"}, maxRows, r.Read, func(s Place) {
			p.row(s.Name, share(s.Total, r.Read[0].Total), number(s.Visits), lasting(s.Median), lasting(s.Total))
		})
		p.counts("BY EDITION", "visits", maxTagRows, r.Editions)
		p.counts("FORMATS TAKEN", "times", maxRows, r.Took)
		p.explained("HOW VISITS ENDED", "visits", r.Ended)
		rows(p, "SOFTWARE", []string{"people", "programs"}, maxRows, r.Clients, func(c Client) {
			p.row(c.Name, share(c.People, r.Clients[0].People), number(c.People), number(c.Programs))
		})
		p.explained("REFUSED OR ENDED", "times", r.Refused)
		p.line("")
		p.line(faint("Who is a person is a guess; cv visits --help says how it is made."))
		p.line(faint("Lines read: " + count(r.Lines.Read) + ", of them about something else: " + count(r.Lines.Skipped) + "."))
	}
	_, err := io.WriteString(w, p.String())
	return err
}

// head writes the period and the totals.
func (p *page) head(r *Report) {
	first, last := r.period()
	period := first.Format("Monday, 2 January 2006")
	if days := int(last.Sub(first).Hours()/24) + 1; days > 1 {
		period = first.Format("2 January 2006") + last.Format(" to 2 January 2006, ") + count(uint64(days)) + " days"
	}
	var remarks []string
	if n := count(uint64(r.Sources)); r.Sources >= maxSources {
		remarks = append(remarks, "from "+n+" networks or more")
	} else if r.Sources > 1 {
		remarks = append(remarks, "from "+n+" networks")
	}
	if r.Median > 0 {
		remarks = append(remarks, "median time "+lasting(r.Median))
	}
	p.line("")
	p.line(ansi.NewStyle().Bold().Styled(period))
	p.line("")
	for _, sum := range []struct {
		n                uint64
		one, many, after string
	}{
		{r.People, "visit by people", "visits by people", strings.Join(remarks, "; ")},
		{r.Web.People, "of them on the web", "of them on the web", ""},
		{r.Programs, "visit by programs", "visits by programs", ""},
		{r.Connections, "connection in all", "connections in all", ""},
	} {
		what := sum.many
		if sum.n == 1 {
			what = sum.one
		}
		if sum.n > 0 || strings.HasPrefix(what, "visits") {
			p.line(fmt.Sprintf("%*s  %-*s", 12-indent, count(sum.n), labelWidth, what) + faint(sum.after))
		}
	}
}

// period returns the first and the last day.
func (r *Report) period() (first, last time.Time) {
	first, _ = time.Parse(time.DateOnly, r.First)
	last, _ = time.Parse(time.DateOnly, r.Last)
	return first, last
}

// days writes a chart of the visits by people: by day or, if that is too long for a
// screen, by week, month or year.
func (p *page) days(r *Report) {
	if len(r.Days) == 0 {
		return
	}
	for _, unit := range []struct {
		name string
		most int
		of   func(day time.Time) string
	}{
		{"DAY", 31, func(d time.Time) string { return d.Format("Mon _2 Jan") }},
		{"WEEK", 24, func(d time.Time) string {
			return d.AddDate(0, 0, -(int(d.Weekday())+6)%7).Format("from _2 Jan") // a Monday
		}},
		{"MONTH", 24, func(d time.Time) string { return d.Format("Jan 2006") }},
		{"YEAR", lastYear, func(d time.Time) string { return d.Format("2006") }},
	} {
		if pieces := r.pieces(unit.of); len(pieces) <= unit.most {
			most := slices.MaxFunc(pieces, func(a, b Day) int { return cmp.Compare(a.People, b.People) }).People
			rows(p, "PEOPLE BY "+unit.name, []string{"people", "programs"}, len(pieces), pieces, func(d Day) {
				p.row(d.Date, share(d.People, most), number(d.People), number(d.Programs))
			})
			return
		}
	}
}

// pieces adds up the days of the period that follow each other and have one name.
func (r *Report) pieces(name func(day time.Time) string) (pieces []Day) {
	days := r.Days
	first, last := r.period()
	for d := first; !d.After(last); d = d.AddDate(0, 0, 1) {
		if n := name(d); len(pieces) == 0 || pieces[len(pieces)-1].Date != n {
			pieces = append(pieces, Day{Date: n})
		}
		if len(days) > 0 && days[0].Date == d.Format(time.DateOnly) {
			piece := &pieces[len(pieces)-1]
			piece.People += days[0].People
			piece.Programs += days[0].Programs
			days = days[1:]
		}
	}
	return pieces
}

// tags writes the people by tag, if there are tags, and last those without one.
func (p *page) tags(tags []Tag) {
	tags = slices.Clone(tags)
	slices.SortStableFunc(tags, func(a, b Tag) int { return cmp.Compare(min(len(b.Name), 1), min(len(a.Name), 1)) })
	if len(tags) == 0 || tags[0].Name == "" {
		return
	}
	rows(p, "BY TAG", []string{"visits", "median", "took pdf", "last"}, maxTagRows, tags, func(t Tag) {
		var bar float64
		if t.Name != "" {
			bar = share(t.Visits, tags[0].Visits)
		}
		var pdf uint64
		if i := slices.IndexFunc(t.Took, func(c Count) bool { return c.Name == "pdf" }); i >= 0 {
			pdf = t.Took[i].Times
		}
		p.row(t.Name, bar, number(t.Visits), lasting(t.Median), number(pdf), t.Last)
	})
}

// counts writes names with how often each came.
func (p *page) counts(title, head string, most int, counts []Count) {
	rows(p, title, []string{head}, most, counts, func(c Count) {
		p.row(c.Name, share(c.Times, counts[0].Times), number(c.Times))
	})
}

// explained writes counts with the meaning of each name.
func (p *page) explained(title, head string, counts []Count) {
	rows(p, title, []string{head}, maxRows, counts, func(c Count) {
		p.cells(c.Name, faint(meanings()[c.Name]), number(c.Times))
	})
}
