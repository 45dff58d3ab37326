// Package export writes a CV in the formats that people take home.
//
// One table, [Formats], drives the commands, the help, the save page and cv
// render, so that they cannot drift apart. Every writer is deterministic: the
// same CV gives the same bytes. The package knows no terminal and no network.
package export
