// Package server is the Wish server that shows a CV over SSH.
//
// A visitor flows one way:
//
//	door → guard → visit → {screen, command, files}
//
// A door (door.go) is a protocol on an address. Its connections pass the guard, which
// admits them and keeps their limits, and its handler gives each session a visit
// (visit.go): one value, known to the context of the session, with what the visitor is
// shown and, for the log, what happens. The middleware of the SSH door (sshdoor.go) is
//
//	begin → logVisits → recoverPanics → limit → route
//
// and route leads to the interactive CV (screen.go), a command (command.go), or files
// (files.go). Everybody gets in: none, a public key, keyboard-interactive and a password
// are all accepted, and nothing of them is checked, stored or logged.
//
// Browsers have a door of their own (webdoor.go). The metrics have an address of their
// own (metrics.go), which no visitor needs.
//
// A CV is published as an edition (package editions): the CV, its layouts and its exports,
// swapped as one. A visit takes the edition once and keeps it to its end.
package server
