package metrics

import (
	"maps"
	"slices"
)

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

func (s State) write(p *page) {
	p.single("cv_connections_open", gaugeType, "Connections that are open.", float64(s.Connections))
	p.single("cv_connections_pending", gaugeType, "Open connections that have had no session yet.", float64(s.Pending))
	p.single("cv_sessions_active", gaugeType, "Sessions under way.", float64(s.Sessions))
	p.single("cv_sources_remembered", gaugeType, "Networks that connections are counted for.", float64(s.Sources))
	p.single("cv_connections_admitted_total", counterType,
		"Connections let in, those included that were to be told of a refusal.", float64(s.Admitted))
	p.counts("cv_refusals_total", "Connections, channels, requests and sessions that were refused or ended by a limit.", "reason", s.Refused)
	p.counts("cv_handshake_failures_total", "Connections that failed before they were through the handshake.", "kind", s.Failed)
	p.counts("cv_reloads_total", "Times that the CV's file was read again, by what came of it.", "result", s.Reloads)
}

// counts are counters, one for each value of a label.
func (p *page) counts(name, help, label string, counts map[string]uint64) {
	p.family(name, counterType, help)
	for _, value := range slices.Sorted(maps.Keys(counts)) {
		p.sample(name, labelled([]string{label}, value), float64(counts[value]))
	}
}
