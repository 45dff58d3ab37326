package visits

import (
	"maps"
	"math"
	"slices"
	"time"
)

// maxNames bounds how many names there are of a kind: clients, sections, tags…
const maxNames = 256

// other is the name of all that come when there are maxNames already.
const other = "other"

// maxSources bounds how many networks or addresses are told apart.
const maxSources = 1 << 16

// Summary adds visits up. It is a [Sink]; its size does not depend on how many
// there are.
type Summary struct {
	first       day // of visits or traffic
	last        day
	days        map[day]*Who
	all         Who
	web         Who // of them, on the web
	connections uint64
	sources     map[string]struct{} // where people came from
	clients     clients
	lengths     times

	tags     names[tagged]
	software names[Who]
	places   names[times]
	formats  names[uint64]
	ended    names[uint64]
	refused  names[uint64]
}

// Who is how many visits were made by people, and how many by programs. It is a
// guess: see the README, "Who read it".
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

// tagged is what is known of the people of one tag.
type tagged struct {
	lengths times
	took    names[uint64]
	last    day
}

// NewSummary returns a summary of no visits.
func NewSummary() *Summary {
	return &Summary{
		days: map[day]*Who{}, sources: map[string]struct{}{}, clients: clients{},
	}
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

// person adds what a person read and took.
func (s *Summary) person(v *Visit, at day) {
	if len(s.sources) < maxSources {
		s.sources[v.From] = struct{}{}
	}
	t := s.tags.of(v.Tag)
	t.last = max(t.last, at)
	if v.Ended != "" {
		*s.ended.of(v.Ended)++
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

// on widens the period to the day of a record, and returns it.
func (s *Summary) on(t time.Time) day {
	at := dayOf(t)
	if s.first == 0 || at < s.first {
		s.first = at
	}
	s.last = max(s.last, at)
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

// names counts by name. Once there are maxNames, new ones are counted as other.
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

// times is how long visits lasted, or looked at something.
type times struct {
	visits uint64
	total  float64
	each   map[int]uint64 // visits by their length in tenths of a second
}

// add adds a visit, and how long it was if somebody was looking: a command lasts
// as long as the network takes.
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

// median returns the median in seconds, the lower one of two, or 0 if nobody was
// looking.
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
