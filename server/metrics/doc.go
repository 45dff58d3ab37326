// Package metrics serves the metrics of a server to Prometheus over HTTP, on an
// address of their own, beside two lines about its health:
//
//	/metrics  the metrics, in Prometheus' text format
//	/healthz  200 as long as the process answers
//	/readyz   200 while new visitors are let in, 503 once the server is ending
//
// It knows neither SSH nor what is served: each metric is declared beside the
// event that it counts and registered with the registry of [NewRegistry].
//
// No text from a visitor becomes the value of a label. Values are constants of the
// program, or go through a [Labels], which bounds them.
package metrics
