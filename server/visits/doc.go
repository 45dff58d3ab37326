// Package visits is the log of a CV server as data: what a line says of a visit
// ([Visit]) and of the traffic of an hour ([Traffic]), written by the server and
// read here, and what an owner wants to know of many of them ([Report]).
//
// A log flows one way, a line at a time, and is never held in memory:
//
//	file (plain, gzip) → Read → Since → { Summary → Report: text, JSON | Table: CSV }
//
// What is kept is bounded: one number a day between [firstYear] and [lastYear],
// and at most [maxNames] names of a kind; those that come later are counted
// together as "other". Everything in a log is a stranger's word: it is cleaned
// where it enters, so that nothing of it can move a cursor or fill a screen.
//
// The package knows neither SSH nor the CV.
package visits
