package visits

import (
	"io"
	"slices"
	"strings"
	"time"
)

// Limits of the rows of a table.
const (
	maxRows    = 12
	maxTagRows = 40 // the owner chose the tags
)

// Text writes the report for people, in lines of less than 80 columns, with bold titles and
// faint remarks, in UTF-8 or ASCII.
func (r *Report) Text(w io.Writer, inASCII bool) error {
	p := &page{}
	if r.First != "" {
		p.report(r)
	} else {
		p.line("No visits; lines read: "+count(r.Lines.Read)+".", "")
		p.line("Is it the log of a server that logs in JSON, and of the days you mean?", "")
	}
	text := p.String()
	if inASCII {
		text = ascii(text)
	}
	_, err := io.WriteString(w, text)
	return err
}

func (p *page) report(r *Report) {
	p.totals(r)
	p.days(r)
	p.tags(r.Tags)
	rows(p, "READ BY PEOPLE", []string{"visits", "median", "in all"}, maxRows, r.Read, func(s Place) row {
		return row{s.Name, share(s.Total, r.Read[0].Total), "", []string{number(s.Visits), lasting(s.Median), lasting(s.Total)}}
	})
	p.counts("BY EDITION", "visits", r.Editions, nil)
	p.counts("FORMATS TAKEN", "times", r.Took, nil)
	p.counts("HOW VISITS ENDED", "visits", r.Ended, meanings())
	rows(p, "SOFTWARE", []string{"people", "programs"}, maxRows, r.Clients, func(c Client) row {
		return row{c.Name, share(c.People, r.Clients[0].People), "", []string{number(c.People), number(c.Programs)}}
	})
	p.counts("REFUSED OR ENDED", "times", r.Refused, meanings())
	p.line("", "")
	p.line(faint("Who is a person is a guess; the help says how it is made."), "")
	p.line(faint("Lines read: "+count(r.Lines.Read)+", unrelated lines: "+count(r.Lines.Skipped)+"."), "")
}

// totals writes the period and the totals.
func (p *page) totals(r *Report) {
	title := "VISITS, " + strings.Join(slices.Compact([]string{r.First, r.Last}), " to ")
	var remarks []string
	if r.Sources > 1 {
		remarks = append(remarks, "from "+count(uint64(r.Sources))+" networks")
	}
	if r.Median > 0 {
		remarks = append(remarks, "median time "+lasting(r.Median))
	}
	totals := []row{
		{"by people", 0, strings.Join(remarks, "; "), []string{count(r.People)}},
		{"of them on the web", 0, "", []string{count(r.Web.People)}},
		{"by programs", 0, "", []string{count(r.Programs)}},
		{"connections in all", 0, "", []string{count(r.Connections)}},
	}
	rows(p, title, nil, len(totals), totals, func(r row) row { return r })
}

// days writes a chart of the visits by people: by day or, if the chart would be too long
// for a screen, by week, month or year.
func (p *page) days(r *Report) {
	days := map[string]Who{}
	for _, d := range r.Days {
		days[d.Date] = d.Who
	}
	first, _ := time.Parse(time.DateOnly, r.First)
	last, _ := time.Parse(time.DateOnly, r.Last)
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
		var pieces []Day
		var most uint64
		for day := first; !day.After(last); day = day.AddDate(0, 0, 1) { // days without a visit too
			d, name := days[day.Format(time.DateOnly)], unit.of(day)
			if len(pieces) == 0 || pieces[len(pieces)-1].Date != name {
				pieces = append(pieces, Day{Date: name})
			}
			piece := &pieces[len(pieces)-1]
			piece.People += d.People
			piece.Programs += d.Programs
			most = max(most, piece.People)
		}
		if len(pieces) <= unit.most && len(days) > 0 {
			rows(p, "PEOPLE BY "+unit.name, []string{"people", "programs"}, unit.most, pieces, func(d Day) row {
				return row{d.Date, share(d.People, most), "", []string{number(d.People), number(d.Programs)}}
			})
			return
		}
	}
}

// tags writes the people by tag, if there are tags, with untagged people last.
func (p *page) tags(all []Tag) {
	tags := slices.DeleteFunc(slices.Clone(all), func(t Tag) bool { return t.Name == "" })
	if len(tags) == 0 {
		return
	}
	if i := slices.IndexFunc(all, func(t Tag) bool { return t.Name == "" }); i >= 0 {
		tags = append(tags, all[i])
	}
	rows(p, "BY TAG", []string{"visits", "median", "took pdf", "last"}, maxTagRows, tags, func(t Tag) row {
		var pdf uint64
		if i := slices.IndexFunc(t.Took, func(c Count) bool { return c.Name == "pdf" }); i >= 0 {
			pdf = t.Took[i].Times
		}
		bar := share(t.Visits, tags[0].Visits)
		if t.Name == "" {
			bar = 0
		}
		return row{t.Name, bar, "", []string{number(t.Visits), lasting(t.Median), number(pdf), t.Last}}
	})
}

// counts writes names with their counts, and with their meanings or else bars.
func (p *page) counts(title, head string, counts []Count, meanings map[string]string) {
	rows(p, title, []string{head}, maxRows, counts, func(c Count) row {
		r := row{label: c.Name, remark: meanings[c.Name], numbers: []string{number(c.Times)}}
		if meanings == nil {
			r.bar = share(c.Times, counts[0].Times)
		}
		return r
	})
}
