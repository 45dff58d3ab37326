package metrics

import (
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

// MaxSections is how many sections are counted by name, and maxSection how long a
// name may be, in bytes.
const (
	MaxSections = 64
	maxSection  = 64
)

// other is the value of a label in place of all that are not listed.
const other = "other"

// Config is what there is to count.
type Config struct {
	// Version and Revision are those of the program.
	Version, Revision string
	// Kinds are the kinds of visits, Ends how they end, and Formats what can be
	// taken home. They are counted from 0, and no others are.
	Kinds, Ends, Formats []string
	// Sections are those that there are at the start. Others may come.
	Sections []string
	// State is called for each scrape, and may be at any time.
	State func() State
}

// Metrics are the numbers of one server. All methods may be called side by side,
// and on nil, which counts nothing.
type Metrics struct {
	config     Config
	visits     *counters
	exports    *counters
	read       *counters
	reading    *counters
	firstFrame *histogram
	input      *histogram

	mu       sync.Mutex
	sections []string // that are counted by name
}

// New returns numbers that are all 0.
func New(cfg Config) *Metrics {
	const ms = time.Millisecond
	m := &Metrics{
		config: cfg,
		visits: newCounters("cv_visits_total",
			"Visits that have ended, by kind and by how they ended. Those that were refused are not among them.", "ended", "kind"),
		exports: newCounters("cv_exports_total",
			"Visits in which a format was taken home.", "format"),
		read: newCounters("cv_section_visits_total",
			"Visits in which a section or page was on screen.", "section"),
		reading: newCounters("cv_section_reading_seconds_total",
			"Time that a section or page was on screen, in visits that have ended.", "section"),
		firstFrame: newHistogram("cv_first_frame_seconds",
			"Time from the start of an interactive session to its first frame, written.",
			ms, ms*5/2, 5*ms, 10*ms, 25*ms, 50*ms, 100*ms, 250*ms, 500*ms, 1000*ms, 2500*ms),
		input: newHistogram("cv_key_frame_seconds",
			"Time from a key to what it changes on the screen, written.",
			ms/4, ms/2, ms, 2*ms, 5*ms, 10*ms, 25*ms, 50*ms, 100*ms, 250*ms, 1000*ms),
	}
	m.begin()
	return m
}

// write writes all numbers as they are at this moment.
func (m *Metrics) write(p *page) {
	p.family("cv_build_info", gaugeType, "The program; always 1.")
	p.sample("cv_build_info", labelled([]string{"goversion", "revision", "version"},
		runtime.Version(), m.config.Revision, m.config.Version), 1)
	for _, c := range []*counters{m.visits, m.exports, m.read, m.reading} {
		c.write(p)
	}
	m.firstFrame.write(p)
	m.input.write(p)
	m.config.State().write(p)
	writeRuntime(p)
	writeProcess(p)
}

// begin shows what is known to come, at 0: a rate cannot be told of what appears
// with 1.
func (m *Metrics) begin() {
	for _, kind := range m.config.Kinds {
		for _, end := range m.config.Ends {
			m.visits.add(0, end, kind)
		}
	}
	for _, f := range m.config.Formats {
		m.exports.add(0, f)
	}
	for _, s := range m.config.Sections {
		name := m.section(s)
		m.read.add(0, name)
		m.reading.add(0, name)
	}
}

// Visit counts a visit that has ended.
func (m *Metrics) Visit(kind, ended string) {
	if m != nil {
		m.visits.add(1, listed(m.config.Ends, ended), listed(m.config.Kinds, kind))
	}
}

// Export counts a visit that has taken a format home.
func (m *Metrics) Export(format string) {
	if m != nil {
		m.exports.add(1, listed(m.config.Formats, format))
	}
}

// Read counts a visit that has had a section on screen, for so long in all.
func (m *Metrics) Read(section string, d time.Duration) {
	if m == nil {
		return
	}
	name := m.section(section)
	m.read.add(1, name)
	m.reading.add(max(d, 0).Seconds(), name)
}

// FirstFrame counts how long the first frame of a session took.
func (m *Metrics) FirstFrame(d time.Duration) {
	if m != nil {
		m.firstFrame.observe(d)
	}
}

// KeyFrame counts how long the answer to a key took.
func (m *Metrics) KeyFrame(d time.Duration) {
	if m != nil {
		m.input.observe(d)
	}
}

// listed is value if it is one of those, or else other.
func listed(values []string, value string) string {
	if slices.Contains(values, value) {
		return value
	}
	return other
}

// section is the label of a section: its name, if there are not too many already.
func (m *Metrics) section(name string) string {
	name = strings.ToValidUTF8(name[:min(len(name), maxSection)], "")
	m.mu.Lock()
	defer m.mu.Unlock()
	if !slices.Contains(m.sections, name) {
		if len(m.sections) >= MaxSections {
			return other
		}
		m.sections = append(m.sections, name)
	}
	return name
}
