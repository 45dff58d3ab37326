// Package visits defines the records of a CV server's log ([Visit], [Traffic]), reads
// logs, and reports on them ([Report]).
//
// A log is read line by line and never held in memory:
//
//	file (plain, gzip) → Read → { Summary → Report: text, JSON | Table: CSV }
//
// The memory of a [Summary] is bounded: one row a day from [firstYear] to [lastYear],
// and at most [maxNames] names of a kind, with the others counted together. Texts in a
// log come from strangers. They are cleaned when they are decoded, so that none can
// move a cursor or fill a screen.
//
// The package knows neither SSH nor the CV.
package visits
