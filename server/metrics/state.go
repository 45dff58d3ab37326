package metrics

import "github.com/prometheus/client_golang/prometheus"

// State is what goes on at one moment, and what has happened up to it. The keys
// of its maps become values of labels.
type State struct {
	Connections int // open
	Pending     int // of them, not yet in a session
	Sessions    int // under way
	Sources     int // networks remembered

	Admitted uint64            // connections
	Refused  map[string]uint64 // connections, channels, requests and sessions, by reason
	Failed   map[string]uint64 // handshakes, by kind of failure
	Reloads  map[string]uint64 // of what is served, by result
}

// states is a collector that asks for the state when somebody scrapes.
type states struct {
	now     func() State
	numbers []number
	groups  []group
}

// number is one value of a State.
type number struct {
	desc *prometheus.Desc
	kind prometheus.ValueType
	of   func(*State) float64
}

// group is counters of a State, one for each value of a label.
type group struct {
	desc *prometheus.Desc
	of   func(*State) map[string]uint64
}

func newStates(now func() State) *states {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc(name, help, labels, nil)
	}
	return &states{now, []number{
		{desc("cv_connections_open", "Connections that are open."),
			prometheus.GaugeValue, func(s *State) float64 { return float64(s.Connections) }},
		{desc("cv_connections_pending", "Open connections that have had no session yet."),
			prometheus.GaugeValue, func(s *State) float64 { return float64(s.Pending) }},
		{desc("cv_sessions_active", "Sessions under way."),
			prometheus.GaugeValue, func(s *State) float64 { return float64(s.Sessions) }},
		{desc("cv_sources_remembered", "Networks that connections are counted for."),
			prometheus.GaugeValue, func(s *State) float64 { return float64(s.Sources) }},
		{desc("cv_connections_admitted_total", "Connections let in, those included that were to be told of a refusal."),
			prometheus.CounterValue, func(s *State) float64 { return float64(s.Admitted) }},
	}, []group{
		{desc("cv_refusals_total", "Connections, channels, requests and sessions that were refused or ended by a limit.", "reason"),
			func(s *State) map[string]uint64 { return s.Refused }},
		{desc("cv_handshake_failures_total", "Connections that failed before they were through the handshake.", "kind"),
			func(s *State) map[string]uint64 { return s.Failed }},
		{desc("cv_reloads_total", "Times that the CV's file was read again, by what came of it.", "result"),
			func(s *State) map[string]uint64 { return s.Reloads }},
	}}
}

// Describe implements [prometheus.Collector].
func (c *states) Describe(out chan<- *prometheus.Desc) {
	for _, n := range c.numbers {
		out <- n.desc
	}
	for _, g := range c.groups {
		out <- g.desc
	}
}

// Collect implements [prometheus.Collector].
func (c *states) Collect(out chan<- prometheus.Metric) {
	s := c.now()
	for _, n := range c.numbers {
		out <- prometheus.MustNewConstMetric(n.desc, n.kind, n.of(&s))
	}
	for _, g := range c.groups {
		for value, n := range g.of(&s) {
			out <- prometheus.MustNewConstMetric(g.desc, prometheus.CounterValue, float64(n), value)
		}
	}
}
