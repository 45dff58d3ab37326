package visits

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

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
		p.line(left(indent) + "No visits; lines read: " + count(r.Lines.Read) + ".")
		if r.Lines.Read > 0 {
			p.line(left(indent) + "Is it the log of a server with --log-format json, and of the days you mean?")
		}
	} else {
		p.head(r)
		p.days(r)
		p.tags(r)
		rows(p, "READ BY PEOPLE", []string{"visits", "median", "in all"}, maxRows, r.Read, func(s Place) {
			p.row(s.Name, share(s.Total, r.Read[0].Total), number(s.Visits), lasting(s.Median), lasting(s.Total))
		})
		rows(p, "BY EDITION", []string{"visits"}, maxTagRows, r.Editions, func(c Count) {
			p.row(c.Name, share(c.Times, r.Editions[0].Times), number(c.Times))
		})
		rows(p, "FORMATS TAKEN", []string{"times"}, maxRows, r.Took, func(c Count) {
			p.row(c.Name, share(c.Times, r.Took[0].Times), number(c.Times))
		})
		explained(p, "HOW VISITS ENDED", "visits", r.Ended, endings())
		rows(p, "SOFTWARE", []string{"people", "programs"}, maxRows, r.Clients, func(c Client) {
			p.row(c.Name, share(c.People, r.Clients[0].People), number(c.People), number(c.Programs))
		})
		explained(p, "REFUSED OR ENDED", "times", r.Refused, reasons())
		p.line("")
		p.line(left(indent) + faint("Who is a person is a guess; cv visits --help says how it is made."))
		p.line(left(indent) + faint("Lines read: "+count(r.Lines.Read)+", of them about something else: "+count(r.Lines.Skipped)+"."))
	}
	_, err := io.WriteString(w, p.String())
	return err
}

// head writes the period and the totals.
func (p *page) head(r *Report) {
	sum := func(n uint64, of, remark string) {
		if n == 1 {
			of = strings.NewReplacer("visits", "visit", "connections", "connection").Replace(of)
		}
		p.line(left(12-len(count(n))) + count(n) + "  " + of + left(labelWidth-len(of)) + faint(remark))
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
	p.line(left(indent) + ansi.NewStyle().Bold().Styled(period(r.first, r.last)))
	p.line("")
	sum(r.People, "visits by people", strings.Join(remarks, "; "))
	if r.Web.People > 0 {
		sum(r.Web.People, "of them on the web", "")
	}
	sum(r.Programs, "visits by programs", "")
	if r.Connections > 0 {
		sum(r.Connections, "connections in all", "")
	}
}

// days writes a chart of the visits by people over the period.
func (p *page) days(r *Report) {
	if len(r.Days) == 0 {
		return
	}
	f := foldOf(r.first, r.last)
	var pieces []Day
	var top uint64
	for d, i := f.start(r.first), 0; !d.After(r.last); d = f.next(d) {
		piece := Day{Date: d.Format(f.layout)}
		for ; i < len(r.Days) && r.Days[i].day.Before(f.next(d)); i++ {
			piece.People += r.Days[i].People
			piece.Programs += r.Days[i].Programs
		}
		pieces = append(pieces, piece)
		top = max(top, piece.People)
	}
	rows(p, "PEOPLE BY "+strings.ToUpper(f.unit), []string{"people", "programs"}, len(pieces), pieces, func(d Day) {
		p.row(d.Date, share(d.People, top), number(d.People), number(d.Programs))
	})
}

// tags writes the people by tag, if there are tags, and last those without one.
func (p *page) tags(r *Report) {
	tags := slices.Clone(r.Tags)
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
		for _, c := range t.Took {
			if c.Name == "pdf" {
				pdf = c.Times
			}
		}
		p.row(t.Name, bar, number(t.Visits), lasting(t.Median), number(pdf), t.Last)
	})
}

// explained writes counts of names with the meaning of each name.
func explained(p *page, title, head string, counts []Count, meanings map[string]string) {
	rows(p, title, []string{head}, maxRows, counts, func(c Count) { p.words(c.Name, meanings[c.Name], number(c.Times)) })
}

// rows writes a part of the page: a title, heads of columns, and a row for each item,
// with one that counts those beyond most. It writes nothing without items.
func rows[T any](p *page, title string, heads []string, most int, items []T, row func(T)) {
	if len(items) == 0 {
		return
	}
	p.title(title, heads...)
	for i, item := range items {
		if i == most && i < len(items)-1 {
			p.words(fmt.Sprintf("(%d more)", len(items)-i), "--json has them all")
			break
		}
		row(item)
	}
}

func share[N uint64 | float64](n, of N) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}
