package visits

import (
	"cmp"
	"encoding/json"
	"io"
	"maps"
	"slices"
)

// Report sums up many visits. Times, tags, places, formats and endings count only
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
	// Editions are those that people saw, if there are several.
	Editions []Count `json:"editions,omitempty"`
	Ended    []Count `json:"ended"`

	Connections uint64  `json:"connections"` // with those that made no visit
	Refused     []Count `json:"refused"`     // connections and requests refused or ended, by reason
	Lines       Lines   `json:"lines"`
}

// Lines counts the lines of a log.
type Lines struct {
	Read    uint64 `json:"read"`
	Skipped uint64 `json:"skipped"` // neither of a visit nor of traffic
}

// Who counts visits by people and by programs. The distinction is a guess; see the README,
// "Who read it".
type Who struct {
	People   uint64 `json:"people"`
	Programs uint64 `json:"programs"`
}

func (w *Who) add(person bool) {
	if person {
		w.People++
	} else {
		w.Programs++
	}
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
}

// Tag sums up the people who typed one tag.
type Tag struct {
	Place
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

// Count is the number of times that something happened.
type Count struct {
	Name  string `json:"name"`
	Times uint64 `json:"times"`
}

// Report returns the summary so far.
func (s *Summary) Report() *Report {
	r := s.report
	r.Sources, r.Time, r.Days = len(s.sources), s.people.times(), []Day{}
	for _, date := range slices.Sorted(maps.Keys(s.days)) {
		r.Days = append(r.Days, Day{date, s.days[date]})
	}
	place := func(name string, s *sum) Place { return Place{name, s.People, s.times()} }
	r.Tags = list(s.tags, func(name string, t *sum) Tag { return Tag{place(name, t), counts(t.took), t.last} })
	r.Clients = list(s.software, func(name string, c *sum) Client { return Client{name, c.Who} })
	r.Read = list(s.places, place)
	slices.SortStableFunc(r.Read, func(a, b Place) int { return cmp.Compare(b.Total, a.Total) })
	r.Took, r.Editions, r.Ended, r.Refused = counts(s.formats), counts(s.editions), counts(s.ended), counts(s.refused)
	return &r
}

// list returns a row for each name, by descending number of people, then of programs.
func list[T any](s sums, row func(name string, s *sum) T) []T {
	rows := []T{}
	for _, name := range slices.SortedFunc(maps.Keys(s), func(a, b string) int {
		return cmp.Or(cmp.Compare(s[b].People, s[a].People), cmp.Compare(s[b].Programs, s[a].Programs), cmp.Compare(a, b))
	}) {
		rows = append(rows, row(name, s[name]))
	}
	return rows
}

// counts returns the names by descending count.
func counts(s sums) []Count {
	return list(s, func(name string, n *sum) Count { return Count{name, n.People} })
}

// JSON writes the report as one object.
func (r *Report) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(r)
}
