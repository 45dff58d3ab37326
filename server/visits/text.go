package visits

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// maxRows is how many rows of a kind a page shows.
const maxRows = 12

// Text writes the report for people, in lines of less than 80 columns. Titles are
// bold and remarks faint. ascii is for terminals that know nothing else.
func (r *Report) Text(w io.Writer, ascii bool) error {
	p := &page{ascii: ascii}
	if r.First == "" {
		p.nothing(r)
	} else {
		p.head(r)
		p.days(r)
		p.tags(r)
		p.read(r)
		p.counts("FORMATS TAKEN", "times", r.Took, nil)
		p.counts("HOW VISITS ENDED", "visits", r.Ended, endings())
		p.clients(r)
		p.counts("REFUSED OR ENDED", "times", r.Refused, reasons())
		p.foot(r)
	}
	_, err := io.WriteString(w, p.String())
	return err
}

func (p *page) nothing(r *Report) {
	p.line(left(indent) + "No visits; lines read: " + count(r.Lines.Read) + ".")
	if r.Lines.Read > 0 {
		p.line(left(indent) + "Is it the log of a server with --log-format json, and of the days you mean?")
	}
}

// head says what it all comes to.
func (p *page) head(r *Report) {
	sum := func(n uint64, of, remark string) {
		if n == 1 {
			of = strings.Replace(strings.Replace(of, "visits", "visit", 1), "connections", "connection", 1)
		}
		p.line(left(12-len(count(n))) + count(n) + "  " + of + left(labelWidth-len(of)) + faint(remark))
	}
	var remarks []string
	if n := uint64(r.Sources); n >= maxSources {
		remarks = append(remarks, "from "+number(n)+" networks or more")
	} else if n > 1 {
		remarks = append(remarks, "from "+number(n)+" networks")
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

// days is the chart of people, folded so that it fits on a screen.
func (p *page) days(r *Report) {
	if len(r.Days) == 0 {
		return
	}
	f := foldOf(r.first, r.last)
	p.title("PEOPLE BY "+strings.ToUpper(f.unit), "people", "programs")
	var pieces []Day
	for d, i := f.start(r.first), 0; d <= r.last; d = f.next(d) {
		piece := Day{day: d}
		for ; i < len(r.Days) && r.Days[i].day < f.next(d); i++ {
			piece.People += r.Days[i].People
			piece.Programs += r.Days[i].Programs
		}
		pieces = append(pieces, piece)
	}
	var top uint64
	for _, d := range pieces {
		top = max(top, d.People)
	}
	for _, d := range pieces {
		p.row(f.label(d.day), share(d.People, top), number(d.People), number(d.Programs))
	}
}

// tags is who came by which tag, if anybody did, and last who came by none.
func (p *page) tags(r *Report) {
	tags := slices.Clone(r.Tags)
	slices.SortStableFunc(tags, func(a, b Tag) int { return cmp.Compare(min(len(b.Name), 1), min(len(a.Name), 1)) })
	if len(tags) == 0 || tags[0].Name == "" {
		return
	}
	p.title("BY TAG", "visits", "median", "took pdf", "last")
	for i, t := range tags {
		if i == maxTagRows && i < len(tags)-1 {
			p.more(len(tags) - i)
			break
		}
		bar := share(t.Visits, tags[0].Visits)
		if t.Name == "" {
			bar = 0
		}
		p.row(t.Name, bar, number(t.Visits), lasting(t.Median), number(timesOf(t.Took, "pdf")), t.Last)
	}
}

// timesOf is how often a name was counted.
func timesOf(counts []Count, name string) uint64 {
	for _, c := range counts {
		if c.Name == name {
			return c.Times
		}
	}
	return 0
}

// maxTagRows is how many tags a page shows: they are what the owner asked for.
const maxTagRows = 40

// read is what people read, and for how long.
func (p *page) read(r *Report) {
	if len(r.Read) == 0 {
		return
	}
	p.title("READ BY PEOPLE", "visits", "median", "in all")
	for i, s := range r.Read {
		if i == maxRows {
			p.more(len(r.Read) - i)
			break
		}
		var of float64
		if r.Read[0].Total > 0 {
			of = s.Total / r.Read[0].Total
		}
		p.row(s.Name, of, number(s.Visits), lasting(s.Median), lasting(s.Total))
	}
}

// clients is what software visitors came with.
func (p *page) clients(r *Report) {
	if len(r.Clients) == 0 {
		return
	}
	p.title("SOFTWARE", "people", "programs")
	for i, c := range r.Clients {
		if i == maxRows {
			p.more(len(r.Clients) - i)
			break
		}
		p.row(c.Name, share(c.People, r.Clients[0].People), number(c.People), number(c.Programs))
	}
}

// counts is a list of names and how often there was something; words says what a
// name means.
func (p *page) counts(title, head string, counts []Count, words map[string]string) {
	if len(counts) == 0 {
		return
	}
	p.title(title, head)
	for i, c := range counts {
		if i == maxRows {
			p.more(len(counts) - i)
			break
		}
		if words == nil {
			p.row(c.Name, share(c.Times, counts[0].Times), number(c.Times))
		} else {
			p.words(c.Name, words[c.Name], number(c.Times))
		}
	}
}

func (p *page) more(n int) { p.words(fmt.Sprintf("(%d more)", n), "--json has them all") }

// foot says how far to believe it.
func (p *page) foot(r *Report) {
	p.line("")
	p.line(left(indent) + faint("Who is a person is a guess; cv visits --help says how it is made."))
	p.line(left(indent) + faint("Lines read: "+count(r.Lines.Read)+", of them about something else: "+count(r.Lines.Skipped)+"."))
}

func share(n, of uint64) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}
