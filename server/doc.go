// Package server is the Wish server that shows a CV over SSH.
//
// A visitor flows one way:
//
//	listener (guard: admission) → handshake → channel (guard: requests, input)
//	  → middleware: logVisits → recoverPanics → limit → scp → commands → screen
//
// The order is the list in [New], outermost first. An SFTP session passes the
// first three and then the file server (files.go). Everybody gets in: none, a
// public key, keyboard-interactive and a password are all accepted, and nothing of
// them is checked, stored or logged.
//
// Browsers come in by a door of their own (webdoor.go), behind the same guard. The
// metrics have an address of their own (metrics.go), which no visitor needs.
//
// A CV is published as an edition (edition.go): the CV, its layouts and its
// exports, swapped as one. A session takes the edition once, as part of its visit
// (visit.go), and keeps it to its end.
package server
