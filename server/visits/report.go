package visits

import (
	"cmp"
	"encoding/json"
	"io"
	"math"
	"slices"
	"time"
)

// Report sums up many visits. Times, tags, places, formats and ends are those of
// people; see [Who]. Lists are in descending order.
type Report struct {
	First string `json:"first"` // date of the first record, "2026-11-01"; "" without any
	Last  string `json:"last"`

	Who
	Web     Who      `json:"web"`     // of them, over HTTP
	Sources int      `json:"sources"` // networks, or addresses, of people
	Time             // of people who had the CV on screen
	Days    []Day    `json:"days"` // with visits, in order
	Tags    []Tag    `json:"tags"` // "" is no tag
	Clients []Client `json:"clients"`
	Read    []Place  `json:"read"`
	Took    []Count  `json:"took"`
	// Editions are those that the people were shown, where there are several.
	Editions []Count `json:"editions,omitempty"`
	Ended    []Count `json:"ended"`

	Connections uint64  `json:"connections"` // with those that made no visit
	Refused     []Count `json:"refused"`     // connections and requests refused or ended, by reason
	Lines       Lines   `json:"lines"`

	first, last time.Time
}

// Time is the time that people looked at a screen, in seconds.
type Time struct {
	Median float64 `json:"median_seconds"`
	Total  float64 `json:"total_seconds"`
}

// Day counts the visits of one date.
type Day struct {
	Date string `json:"date"`
	Who
	day time.Time
}

// Tag sums up the people who typed one tag.
type Tag struct {
	Name   string `json:"name"`
	Visits uint64 `json:"visits"`
	Time
	Took []Count `json:"took"`
	Last string  `json:"last"` // date of the last visit
}

// Client counts the visits made with one software.
type Client struct {
	Name string `json:"name"`
	Who
}

// Place sums up the people who read a section or a page.
type Place struct {
	Name   string `json:"name"`
	Visits uint64 `json:"visits"`
	Time
}

// Report returns the summary so far, with the number of lines read.
func (s *Summary) Report(lines Lines) *Report {
	r := &Report{
		Who: s.all, Web: s.web, Sources: len(s.sources), Time: s.lengths.time(),
		Took: counts(&s.formats), Editions: counts(&s.editions), Ended: counts(&s.ended), Refused: counts(&s.refused),
		Connections: s.connections, Lines: lines, first: s.first, last: s.last,
		Days: []Day{}, Tags: []Tag{}, Clients: []Client{}, Read: []Place{},
	}
	if !s.first.IsZero() {
		r.First, r.Last = s.first.Format(time.DateOnly), s.last.Format(time.DateOnly)
	}
	for d, who := range s.days {
		r.Days = append(r.Days, Day{d.Format(time.DateOnly), *who, d})
	}
	for name, t := range s.tags.rows {
		r.Tags = append(r.Tags, Tag{name, t.lengths.visits, t.lengths.time(), counts(&t.took), t.last.Format(time.DateOnly)})
	}
	for name, w := range s.software.rows {
		r.Clients = append(r.Clients, Client{name, *w})
	}
	for name, t := range s.places.rows {
		r.Read = append(r.Read, Place{name, t.visits, t.time()})
	}
	slices.SortFunc(r.Days, func(a, b Day) int { return a.day.Compare(b.day) })
	slices.SortFunc(r.Tags, func(a, b Tag) int {
		return cmp.Or(cmp.Compare(b.Visits, a.Visits), cmp.Compare(a.Name, b.Name))
	})
	slices.SortFunc(r.Clients, func(a, b Client) int {
		return cmp.Or(cmp.Compare(b.People, a.People), cmp.Compare(b.Programs, a.Programs), cmp.Compare(a.Name, b.Name))
	})
	slices.SortFunc(r.Read, func(a, b Place) int {
		return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(b.Visits, a.Visits), cmp.Compare(a.Name, b.Name))
	})
	return r
}

// JSON writes the report as one object.
func (r *Report) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

func (t *times) time() Time { return Time{t.median(), math.Round(t.total*10) / 10} }

// counts returns the names in descending order of their counts.
func counts(n *names[uint64]) []Count {
	out := []Count{}
	for name, times := range n.rows {
		out = append(out, Count{name, *times})
	}
	slices.SortFunc(out, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Times, a.Times), cmp.Compare(a.Name, b.Name))
	})
	return out
}
