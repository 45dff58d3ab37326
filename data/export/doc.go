// Package export writes a CV in the forms that people take home: plain text,
// Markdown, JSON Resume, BibTeX, CSL-JSON, vCard, HTML and PDF.
//
// [Formats] is the one table of them. Commands, files, help, the overlay of the
// TUI and "cv render" are all made from it, so that they cannot drift apart.
//
// # The rule of the house
//
// Every writer is a pure function of the CV: the same CV gives the same bytes,
// whatever the time, the machine or the locale. No text of a CV is ever taken
// for markup of the format that it is written in; each writer escapes what it is
// given, even where [data.Load] has cleaned it before.
package export
