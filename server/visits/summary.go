package visits

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

// Limits of a summary.
const (
	maxNames   = 256     // of a kind, such as clients, sections and tags
	other      = "other" // counts the names beyond maxNames
	maxSources = 1 << 16 // networks or addresses
)

// Summary adds up logs of any size in bounded memory.
type Summary struct {
	// Since, if not "", is a date, 2026-11-01. Earlier records do not count.
	Since string
	// Each, if not nil, is called for each visit that counts.
	Each func(r *Record, person bool) error

	report  Report // without its lists and medians
	days    map[string]Who
	sources map[string]bool // networks or addresses of people
	clients clients
	people  *sum

	tags, software, places, formats, editions, ended, refused sums
}

// NewSummary returns an empty summary.
func NewSummary() *Summary {
	return &Summary{
		days: map[string]Who{}, sources: map[string]bool{}, clients: clients{}, people: newSum(),
		tags: sums{}, software: sums{}, places: sums{}, formats: sums{}, editions: sums{}, ended: sums{}, refused: sums{},
	}
}

// add adds a line of a log, or nil for one that is neither a visit nor traffic.
func (s *Summary) add(r *Record) error {
	s.report.Lines.Read++
	if r == nil {
		s.report.Lines.Skipped++
		return nil
	}
	day := r.Time.Format(time.DateOnly)
	if day < s.Since {
		return nil
	}
	s.report.First = min(cmp.Or(s.report.First, day), day)
	s.report.Last = max(s.report.Last, day)
	if r.Message == VisitMessage {
		return s.visit(r, day)
	}
	s.report.Connections += r.Connections
	for name, n := range r.Refused {
		s.refused.of(clean(name)).People += n
	}
	return nil
}

func (s *Summary) visit(r *Record, day string) error {
	client := s.clients.of(&r.Visit)
	person := client.person(&r.Visit)
	days := s.days[day]
	days.add(person)
	s.days[day] = days
	s.report.add(person)
	if r.Door == Web {
		s.report.Web.add(person)
	}
	s.software.of(client.name).add(person)
	if person {
		s.person(&r.Visit, day)
	}
	if s.Each != nil {
		return s.Each(r, person)
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
	looking := v.terminal() && len(v.Read) > 0 // the time of a command depends on the network
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

// sums holds the sums of up to maxNames names, and one for all others.
type sums map[string]*sum

// sum adds up the visits of one name. For formats, refusals and other names without visits,
// People is the count.
type sum struct {
	Who
	seconds float64
	tenths  map[int]uint64 // visits by their length in tenths of a second
	took    sums
	last    string // date
}

// of returns the sum of a name, or of other.
func (s sums) of(name string) *sum {
	if s[name] == nil {
		if len(s) >= maxNames && name != other {
			return s.of(other)
		}
		s[name] = newSum()
	}
	return s[name]
}

func newSum() *sum { return &sum{tenths: map[int]uint64{}, took: sums{}} }

// time adds the length of a visit or of a stay.
func (s *sum) time(seconds float64) {
	s.seconds += seconds
	s.tenths[int(math.Round(seconds*10))]++
}

// tenths rounds to tenths.
func tenths(f float64) float64 { return math.Round(f*10) / 10 }

// times returns the total and the median, the lower of two, or 0 if there are no times.
func (s *sum) times() Time {
	t := Time{Total: tenths(s.seconds)}
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
