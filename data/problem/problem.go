// Package problem describes what is wrong in a file and what to write instead.
package problem

import (
	"fmt"
	"strings"

	"wenkaiyue.com/cv/data/clean"
)

// Severity tells errors from warnings and notes.
type Severity string

// The severities.
const (
	Error   Severity = "error"   // the CV cannot be shown
	Warning Severity = "warning" // it can, but not as its owner means it
	Note    Severity = "note"    // nothing is wrong: what the file was taken for
)

// Kind names a sort of problem, for programs: kinds are part of the output of
// cv check --json. Each rule names its own; those here are reported from several places.
type Kind string

// Kinds that are reported from several places.
const (
	KindForm    Kind = "form"       // the file is no CV at all
	KindWrong   Kind = "wrong-kind" // a value of another kind than is wanted
	KindExample Kind = "example"    // a text of a sample, left in
)

// Problem is one thing that is wrong in a file: where it stands, what it is, and what
// to write instead. The error of a file that cannot be loaded is a *Problem.
type Problem struct {
	File     string   `json:"file"`
	Line     int      `json:"line"`   // from 1; 0 where the whole file is meant
	Column   int      `json:"column"` // from 1, in characters
	Path     string   `json:"path"`   // "work[2].startDate", lists counted from 0
	Severity Severity `json:"severity"`
	Kind     Kind     `json:"kind"`
	Message  string   `json:"message"` // what is wrong, a sentence without its full stop
	Fix      string   `json:"fix"`     // what to write instead; may be empty
	Count    int      `json:"count"`   // how often it is in the file; the place is the first

	// Order is the place in the order of the problems of a [List], before the column.
	Order int `json:"-"`
	// Before and At are the text of the line up to the column and from it on, at most
	// maxExcerpt characters each. Both are empty where no line is to blame.
	Before string `json:"-"`
	At     string `json:"-"`
}

// longest is the number of characters in a text of a problem, at most.
const longest = 1500

// New returns the error of a file that cannot be loaded, which is safe to show. Lines and
// columns count from 1; the caller sets the file.
func New(line, column int, message, fix string) *Problem {
	return &Problem{Line: max(line, 1), Column: max(column, 1), Severity: Error, Kind: KindForm, Count: 1,
		Message: safe(message), Fix: safe(fix)}
}

// Error returns the problem in one line, in the form of compilers:
// "cv.yaml:3:5: message; fix".
func (p *Problem) Error() string {
	s := " " + p.Message
	if p.Line != 0 {
		s = fmt.Sprintf("%d:%d: %s", p.Line, p.Column, p.Message)
	}
	if p.Fix != "" {
		s += "; " + p.Fix
	}
	return p.File + ":" + s
}

const (
	// maxExcerpt bounds each part of an excerpt, in characters.
	maxExcerpt = 200
	// maxLine is the longest line in bytes of which an excerpt is taken: a longer one is not
	// written by hand, and the time would grow with its square.
	maxLine = 256 << 10
)

// Locate sets Before and At from the lines of the file.
func (p *Problem) Locate(lines []string) {
	if p.Line < 1 || p.Line > len(lines) || len(lines[p.Line-1]) > maxLine {
		return
	}
	text := []rune(lines[p.Line-1])
	at := min(max(p.Column-1, 0), len(text))
	p.Before = clean.Printable(string(text[max(at-maxExcerpt, 0):at]))
	p.At = clean.Printable(string(text[at:min(at+maxExcerpt, len(text))]))
}

// Quote shows some text of the file in a message, cut where it is long.
func Quote(s string) string {
	return "`" + clean.Cut(strings.ReplaceAll(strings.Join(strings.Fields(clean.Printable(s)), " "), "`", "'"), 48) + "`"
}

// safe makes a text fit to show.
func safe(s string) string { return clean.Cut(clean.Line(clean.Printable(s)), longest) }
