// Package metrics counts what a server does and serves the numbers to Prometheus
// over HTTP, on an address of their own, beside two words about its health:
//
//	/metrics  the numbers, in Prometheus' text format
//	/healthz  200 as long as the process answers
//	/readyz   200 while new visitors are let in, 503 once the server is ending
//
// It knows neither SSH nor what is served. What goes on now is asked for when
// somebody scrapes, see [State]; the rest is told as it happens. Nothing runs in
// between.
//
// Nothing that a visitor has sent ever becomes a label: the values of a label are
// listed when the program starts, and any other counts as "other". Sections,
// which come from the operator's own file and may change with it, are taken as
// they come, up to [MaxSections].
package metrics
