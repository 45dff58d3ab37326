package visits

import (
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

// The bounds of a summary.
const (
	maxNames   = 256     // of a kind, such as clients, sections and tags
	other      = "other" // counts the names beyond maxNames
	maxSources = 1 << 16 // networks or addresses that are told apart
)

// Summary adds up visits. It is a [Sink] of bounded size.
type Summary struct {
	first, last time.Time // days of visits or traffic
	days        map[time.Time]*Who
	all         Who
	web         Who // of them, on the web
	connections uint64
	sources     map[string]bool // where people came from
	clients     clients
	lengths     times

	tags     names[tagged]
	software names[Who]
	places   names[times]
	formats  names[uint64]
	editions names[uint64]
	ended    names[uint64]
	refused  names[uint64]
}

// Who counts visits by people and by programs. It is a guess; see the README, "Who
// read it".
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

// tagged sums up the people of one tag.
type tagged struct {
	lengths times
	took    names[uint64]
	last    time.Time // day
}

// NewSummary returns an empty summary.
func NewSummary() *Summary {
	return &Summary{days: map[time.Time]*Who{}, sources: map[string]bool{}, clients: clients{}}
}

// Visit implements [Sink].
func (s *Summary) Visit(v *Visit) error {
	software := s.clients.of(v)
	person := software.person(v)
	at := s.on(v.Time)
	if s.days[at] == nil {
		s.days[at] = new(Who)
	}
	s.days[at].add(person)
	s.all.add(person)
	if v.Door == Web {
		s.web.add(person)
	}
	s.software.of(software.name).add(person)
	if person {
		s.person(v, at)
	}
	return nil
}

// person adds the visit of a person.
func (s *Summary) person(v *Visit, at time.Time) {
	if len(s.sources) < maxSources {
		s.sources[v.From] = true
	}
	t := s.tags.of(v.Tag)
	if t.last.Before(at) {
		t.last = at
	}
	if v.Ended != "" {
		*s.ended.of(v.Ended)++
	}
	for _, e := range strings.Fields(v.Edition) {
		*s.editions.of(e)++
	}
	for _, f := range v.took() {
		*s.formats.of(f)++
		*t.took.of(f)++
	}
	looking := v.terminal() && len(v.Read) > 0
	for _, r := range v.Read {
		s.places.of(r.Place).add(r.Seconds, looking)
	}
	s.lengths.add(v.Seconds, looking)
	t.lengths.add(v.Seconds, looking)
}

// on extends the period to the day of a record, and returns the day.
func (s *Summary) on(t time.Time) time.Time {
	at := dayOf(t)
	if s.first.IsZero() || at.Before(s.first) {
		s.first = at
	}
	if s.last.Before(at) {
		s.last = at
	}
	return at
}

// Traffic implements [Sink].
func (s *Summary) Traffic(t *Traffic) error {
	s.on(t.Time)
	s.connections += t.Connections
	for _, r := range t.Refused {
		*s.refused.of(r.Name) += r.Times
	}
	return nil
}

// names holds a row for each of up to maxNames names, and one for all others.
type names[T any] struct{ rows map[string]*T }

// of returns the row of a name.
func (n *names[T]) of(name string) *T {
	row := n.rows[name]
	if row == nil && len(n.rows) >= maxNames {
		name = other
		row = n.rows[name]
	}
	if row == nil {
		if n.rows == nil {
			n.rows = map[string]*T{}
		}
		row = new(T)
		n.rows[name] = row
	}
	return row
}

// times sums up the lengths of visits or of stays.
type times struct {
	visits uint64
	total  float64
	each   map[int]uint64 // visits by their length in tenths of a second
}

// add adds a visit, and its length if somebody was looking at a screen: the length of
// a command is the network's.
func (t *times) add(seconds float64, looking bool) {
	t.visits++
	if !looking {
		return
	}
	if t.each == nil {
		t.each = map[int]uint64{}
	}
	t.total += seconds
	t.each[int(math.Round(seconds*10))]++
}

// median returns the median in seconds, the lower one of two, or 0 without any.
func (t *times) median() float64 {
	var all, upTo uint64
	for _, n := range t.each {
		all += n
	}
	for _, length := range slices.Sorted(maps.Keys(t.each)) {
		if upTo += t.each[length]; 2*upTo >= all {
			return float64(length) / 10
		}
	}
	return 0
}
