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
	report  Report // without its lists and medians
	days    map[string]*Who
	sources map[string]bool // where people came from
	clients clients
	people  *sum

	tags, software, places, formats, editions, ended, refused sums
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

// NewSummary returns an empty summary.
func NewSummary() *Summary {
	return &Summary{
		days: map[string]*Who{}, sources: map[string]bool{}, clients: clients{}, people: newSum(),
		tags: sums{}, software: sums{}, places: sums{}, formats: sums{}, editions: sums{}, ended: sums{}, refused: sums{},
	}
}

// Visit implements [Sink].
func (s *Summary) Visit(v *Visit) error {
	software := s.clients.of(v)
	person := software.person(v)
	day := s.on(v.Time)
	if s.days[day] == nil {
		s.days[day] = new(Who)
	}
	s.days[day].add(person)
	s.report.add(person)
	if v.Door == Web {
		s.report.Web.add(person)
	}
	s.software.of(software.name).add(person)
	if person {
		s.person(v, day)
	}
	return nil
}

// person adds the visit of a person.
func (s *Summary) person(v *Visit, day string) {
	if len(s.sources) < maxSources {
		s.sources[v.From] = true
	}
	tag := s.tags.of(v.Tag)
	tag.People++
	tag.last = max(tag.last, day)
	if v.Ended != "" {
		s.ended.of(v.Ended).People++
	}
	for e := range strings.FieldsSeq(v.Edition) {
		s.editions.of(e).People++
	}
	for f := range strings.FieldsSeq(v.Took) {
		s.formats.of(f).People++
		tag.took.of(f).People++
	}
	looking := v.terminal() && len(v.Read) > 0 // the time of a command is the network's
	if looking {
		s.people.time(v.Seconds)
		tag.time(v.Seconds)
	}
	for _, r := range v.Read {
		place := s.places.of(r.Place)
		place.People++
		if looking {
			place.time(r.Seconds)
		}
	}
}

// on extends the period to the day of a record, and returns the day as a date.
func (s *Summary) on(t time.Time) string {
	day := t.Format(time.DateOnly)
	if s.report.First == "" || day < s.report.First {
		s.report.First = day
	}
	s.report.Last = max(s.report.Last, day)
	return day
}

// Traffic implements [Sink].
func (s *Summary) Traffic(t *Traffic) error {
	s.on(t.Time)
	s.report.Connections += t.Connections
	for name, n := range t.Refused {
		s.refused.of(name).People += n
	}
	return nil
}

// sums holds a sum for each of up to maxNames names, and one for all others.
type sums map[string]*sum

// sum adds up the visits of one name. For names without visits, such as formats and
// refusals, People is the count.
type sum struct {
	Who
	seconds float64
	tenths  map[int]uint64 // visits by their length in tenths of a second
	took    sums
	last    string // date
}

// of returns the sum of a name.
func (s sums) of(name string) *sum {
	if n := s[name]; n != nil {
		return n
	}
	if len(s) >= maxNames && name != other {
		return s.of(other)
	}
	s[name] = newSum()
	return s[name]
}

func newSum() *sum { return &sum{tenths: map[int]uint64{}, took: sums{}} }

// time adds the length of a visit or of a stay.
func (s *sum) time(seconds float64) {
	s.seconds += seconds
	s.tenths[int(math.Round(seconds*10))]++
}

// times returns the total and the median, the lower one of two, or 0 without any.
func (s *sum) times() Time {
	t := Time{Total: math.Round(s.seconds*10) / 10}
	var all, upTo uint64
	for _, n := range s.tenths {
		all += n
	}
	for _, length := range slices.Sorted(maps.Keys(s.tenths)) {
		if upTo += s.tenths[length]; 2*upTo >= all {
			t.Median = float64(length) / 10
			break
		}
	}
	return t
}
