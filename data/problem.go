package data

import (
	"fmt"
	"path/filepath"

	"wenkaiyue.com/cv/data/clean"
)

// Severity tells what stops a CV from being shown from what does not.
type Severity string

// The severities.
const (
	Error   Severity = "error"   // the CV cannot be shown
	Warning Severity = "warning" // it can, but not as its owner means it
	Note    Severity = "note"    // nothing is wrong: what the file was taken for
)

// ProblemKind names a sort of problem, for programs. Kinds are part of the output of
// cv check --json.
type ProblemKind string

// The kinds that reading a file can report; package check has more.
const (
	KindForm      ProblemKind = "form"          // the file is no CV at all
	KindNoName    ProblemKind = "no-name"       // basics.name is missing
	KindUnknown   ProblemKind = "unknown-key"   // a key that is not known, so its value is not shown
	KindDuplicate ProblemKind = "duplicate-key" // a key that is written twice
	KindWrong     ProblemKind = "wrong-kind"    // a value of another kind than is wanted
	KindMark      ProblemKind = "mark"          // words that YAML takes for a tag or an anchor
	KindComment   ProblemKind = "comment"       // words that YAML takes for a comment
	KindQuote     ProblemKind = "quote"         // a quotation mark that is closed by another text's
	KindHTML      ProblemKind = "html"          // HTML that is left out
	KindMerged    ProblemKind = "merged"        // a list that is one text to YAML

	KindBibliography ProblemKind = "bibliography" // what a bibliography means is guessed
)

// Problem is one thing that is wrong in a CV file: where it stands, what it is,
// and what to write instead. A problem that stops a file from being loaded is the
// error of [Load]. All of its texts are clean: a terminal can show them.
type Problem struct {
	File     string      `json:"file"`
	Line     int         `json:"line"`   // from 1; 0 where the whole file is meant
	Column   int         `json:"column"` // from 1, in characters
	Path     string      `json:"path"`   // "work[2].startDate", lists counted from 0
	Severity Severity    `json:"severity"`
	Kind     ProblemKind `json:"kind"`
	Message  string      `json:"message"` // what is wrong, a sentence without its full stop
	Fix      string      `json:"fix"`     // what to write instead; may be empty
	Count    int         `json:"count"`   // how often it is in the file; the place is the first

	// Group tells which problems of a kind are the same one in many places; where it is
	// empty, those are that have the same path, message and fix, but for numbers and
	// words between backquotes.
	Group string `json:"-"`

	// Before and At are the text of the line up to the column and from it on, at
	// most maxExcerpt characters each. Both are empty where no line is to blame.
	Before string `json:"-"`
	At     string `json:"-"`

	at int // see [Source.Place]
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

// refusal returns the error of a file that cannot be loaded.
func refusal(file string, line, column int, message, fix string) *Problem {
	return &Problem{File: file, Line: max(line, 1), Column: max(column, 1), Severity: Error, Kind: KindForm,
		Message: clean.Cut(clean.Line(message), 1500), Fix: clean.Cut(clean.Line(fix), 1500), Count: 1}
}

// Nameless returns the problem of a CV without a name, which can be loaded but
// not shown.
func Nameless(file string) *Problem {
	fix := "write your name as `name`, below `basics:`"
	if isBibliography(file) {
		fix = "write a CV with your name, and with `publications: {file: " + filepath.Base(file) + "}`"
	}
	return &Problem{File: file, Path: "basics.name", Severity: Error, Kind: KindNoName, Count: 1,
		Message: "basics.name is missing", Fix: fix}
}

const (
	// maxExcerpt bounds each part of an excerpt, in characters.
	maxExcerpt = 200
	// maxLine is the length in bytes of a line from which on no excerpt is taken: nobody
	// has written it, and the time would grow with the square of it.
	maxLine = 256 << 10
)

// Locate sets Before and At from the lines of the file (see [Lines]).
func (p *Problem) Locate(lines []string) {
	if p.Line < 1 || p.Line > len(lines) || len(lines[p.Line-1]) > maxLine {
		return
	}
	text := []rune(lines[p.Line-1])
	at := min(max(p.Column-1, 0), len(text))
	p.Before, p.At = clean.Printable(string(text[max(at-maxExcerpt, 0):at])), clean.Printable(string(text[at:min(at+maxExcerpt, len(text))]))
}
