package visits

import (
	"cmp"
	"encoding/json"
	"io"
	"maps"
	"slices"
)

// Report is what many visits come to. What is said of reading, taking and ending
// is said of people; see [Who]. Lists begin with the most.
type Report struct {
	First string `json:"first"` // date of the first record, "2026-11-01"; "" without any
	Last  string `json:"last"`

	Who
	Web Who `json:"web"` // of them, on the web
	// Sources is from how many networks, or addresses, the people came.
	Sources int `json:"sources"`
	// Time is of those who had the CV on screen.
	Time
	Days    []Day    `json:"days"` // with visits, in order
	Tags    []Tag    `json:"tags"` // "" is no tag
	Clients []Client `json:"clients"`
	Read    []Place  `json:"read"`
	Took    []Count  `json:"took"`
	Ended   []Count  `json:"ended"`

	// Connections is of the traffic, those without a visit included; Refused is
	// what of it was refused or ended, by reason.
	Connections uint64  `json:"connections"`
	Refused     []Count `json:"refused"`
	Lines       Lines   `json:"lines"`

	first, last day
}

// Time is how long people looked, in seconds.
type Time struct {
	Median float64 `json:"median_seconds"`
	Total  float64 `json:"total_seconds"`
}

// Day is the visits of one date.
type Day struct {
	Date string `json:"date"`
	Who
	day day
}

// Tag is the people who typed one tag.
type Tag struct {
	Name   string `json:"name"`
	Visits uint64 `json:"visits"`
	Time
	Took []Count `json:"took"`
	Last string  `json:"last"` // date of the last visit
}

// Client is the visits made with one software.
type Client struct {
	Name string `json:"name"`
	Who
}

// Place is a section or a page, and the people who read it.
type Place struct {
	Name   string `json:"name"`
	Visits uint64 `json:"visits"`
	Time
}

// Report returns what the visits come to so far, in so many lines.
func (s *Summary) Report(lines Lines) *Report {
	r := &Report{
		Who: s.all, Web: s.web, Sources: len(s.sources), Time: s.lengths.time(),
		Took: counts(&s.formats), Ended: counts(&s.ended), Refused: counts(&s.refused),
		Connections: s.connections, Lines: lines, first: s.first, last: s.last,
		Days: []Day{}, Tags: []Tag{}, Clients: []Client{}, Read: []Place{},
	}
	if s.first > 0 {
		r.First, r.Last = s.first.String(), s.last.String()
	}
	for _, d := range slices.Sorted(maps.Keys(s.days)) {
		r.Days = append(r.Days, Day{d.String(), *s.days[d], d})
	}
	for name, t := range s.tags.rows {
		r.Tags = append(r.Tags, Tag{name, t.lengths.visits, t.lengths.time(), counts(&t.took), t.last.String()})
	}
	for name, w := range s.software.rows {
		r.Clients = append(r.Clients, Client{name, *w})
	}
	for name, t := range s.places.rows {
		r.Read = append(r.Read, Place{name, t.visits, t.time()})
	}
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

func (t *times) time() Time { return Time{t.median(), float64(int64(t.total*10+0.5)) / 10} }

// counts are the names that were counted, most first.
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
