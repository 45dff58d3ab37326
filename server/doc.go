// Package server is the Wish server that shows a CV over SSH.
//
// A visitor flows one way:
//
//	listener (guard: admission) → handshake → channel (guard: requests, input)
//	  → wish middleware: log → recover → limit → route
//
// and route ends in the interactive CV (session.go) or in a command
// (command.go). Everybody gets in: whatever the client offers first, none, a key,
// keyboard-interactive or a password, is accepted, and nothing of it is checked,
// stored or logged.
//
// Browsers come in by a door of their own (webdoor.go), behind the same guard.
//
// Operators look in by another (metrics.go), which no visitor needs.
//
// A CV is published as an edition (edition.go): the CV, its layouts and its exports, swapped
// as one. A session takes the edition once and keeps it to its end.
package server
