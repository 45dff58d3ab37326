package guard

import "github.com/prometheus/client_golang/prometheus"

// Describe implements [prometheus.Collector].
func (g *Guard) Describe(ch chan<- *prometheus.Desc) { prometheus.DescribeByCollect(g, ch) }

// Collect implements [prometheus.Collector] with the numbers of [Guard.Stats].
func (g *Guard) Collect(ch chan<- prometheus.Metric) {
	s := g.Stats()
	add := func(kind prometheus.ValueType, n float64, name, help string) {
		ch <- prometheus.MustNewConstMetric(prometheus.NewDesc(name, help, nil, nil), kind, n)
	}
	add(prometheus.GaugeValue, float64(s.Connections), "cv_connections_open", "Open connections.")
	add(prometheus.GaugeValue, float64(s.Pending), "cv_connections_pending", "Open connections that have had no session yet.")
	add(prometheus.GaugeValue, float64(s.Sessions), "cv_sessions_active", "Sessions under way.")
	add(prometheus.GaugeValue, float64(s.Sources), "cv_sources_remembered", "Networks that connections are counted for.")
	add(prometheus.CounterValue, float64(s.Admitted), "cv_connections_admitted_total",
		"Connections let in, including those let in only to be told that they are refused.")

	add(prometheus.CounterValue, float64(s.Silent), "cv_connections_silent_total",
		"Connections let in that ended without a word, as the check of a balancer does.")

	refused := prometheus.NewDesc("cv_refusals_total",
		"Connections, channels, requests and sessions that were refused or ended by a limit.", []string{"reason"}, nil)
	for why, n := range s.Refused {
		ch <- prometheus.MustNewConstMetric(refused, prometheus.CounterValue, float64(n), why.String())
	}
	failed := prometheus.NewDesc("cv_handshake_failures_total",
		"Connections that failed before the end of the handshake.", []string{"kind"}, nil)
	for why, n := range s.Failed {
		ch <- prometheus.MustNewConstMetric(failed, prometheus.CounterValue, float64(n), why.String())
	}
}
