package metrics

import (
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
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
	registry   *prometheus.Registry
	config     Config
	visits     *prometheus.CounterVec
	exports    *prometheus.CounterVec
	read       *prometheus.CounterVec
	reading    *prometheus.CounterVec
	firstFrame prometheus.Histogram
	input      prometheus.Histogram

	mu       sync.Mutex
	sections []string // that are counted by name
}

// New returns numbers in a registry of their own.
func New(cfg Config) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(), config: cfg,
		visits: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "cv_visits_total",
			Help: "Visits that have ended, by kind and by how they ended. Those that were refused are not among them."}, []string{"kind", "ended"}),
		exports: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "cv_exports_total",
			Help: "Visits in which a format was taken home."}, []string{"format"}),
		read: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "cv_section_visits_total",
			Help: "Visits in which a section or page was on screen."}, []string{"section"}),
		reading: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "cv_section_reading_seconds_total",
			Help: "Time that a section or page was on screen, in visits that have ended."}, []string{"section"}),
		firstFrame: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "cv_first_frame_seconds",
			Help:    "Time from the start of an interactive session to its first frame, written.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5}}),
		input: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "cv_key_frame_seconds",
			Help:    "Time from a key to what it changes on the screen, written.",
			Buckets: []float64{.00025, .0005, .001, .002, .005, .01, .025, .05, .1, .25, 1}}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{Name: "cv_build_info", Help: "The program; always 1.",
		ConstLabels: prometheus.Labels{"version": cfg.Version, "revision": cfg.Revision, "goversion": runtime.Version()}})
	build.Set(1)
	m.registry.MustRegister(m.visits, m.exports, m.read, m.reading, m.firstFrame, m.input, build,
		newStates(cfg.State),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.begin()
	return m
}

// begin shows what is known to come, at 0: a rate cannot be told of what appears
// with 1.
func (m *Metrics) begin() {
	for _, kind := range m.config.Kinds {
		for _, end := range m.config.Ends {
			m.visits.WithLabelValues(kind, end)
		}
	}
	for _, f := range m.config.Formats {
		m.exports.WithLabelValues(f)
	}
	for _, s := range m.config.Sections {
		name := m.section(s)
		m.read.WithLabelValues(name)
		m.reading.WithLabelValues(name)
	}
}

// Visit counts a visit that has ended.
func (m *Metrics) Visit(kind, ended string) {
	if m != nil {
		m.visits.WithLabelValues(listed(m.config.Kinds, kind), listed(m.config.Ends, ended)).Inc()
	}
}

// Export counts a visit that has taken a format home.
func (m *Metrics) Export(format string) {
	if m != nil {
		m.exports.WithLabelValues(listed(m.config.Formats, format)).Inc()
	}
}

// Read counts a visit that has had a section on screen, for so long in all.
func (m *Metrics) Read(section string, d time.Duration) {
	if m == nil {
		return
	}
	name := m.section(section)
	m.read.WithLabelValues(name).Inc()
	m.reading.WithLabelValues(name).Add(max(d, 0).Seconds())
}

// FirstFrame counts how long the first frame of a session took.
func (m *Metrics) FirstFrame(d time.Duration) {
	if m != nil {
		m.firstFrame.Observe(d.Seconds())
	}
}

// KeyFrame counts how long the answer to a key took.
func (m *Metrics) KeyFrame(d time.Duration) {
	if m != nil {
		m.input.Observe(d.Seconds())
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
