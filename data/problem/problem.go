// Package problem describes mistakes in a file, with corrections.
package problem

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data/clean"
)

// Severity tells errors from warnings and notes.
type Severity string

// The severities.
const (
	Error   Severity = "error"   // the CV cannot be shown
	Warning Severity = "warning" // it can, but not as its owner means it
	Note    Severity = "note"    // no mistake: how the file was read
)

// Kind names a sort of problem for programs, in the output of cv check --json. Each rule
// names its own.
type Kind string

// Kinds that are reported from several places.
const (
	KindForm    Kind = "form"       // the file is no CV at all
	KindWrong   Kind = "wrong-kind" // a value of another kind than expected
	KindExample Kind = "example"    // a text left over from a sample
)

// Problem is one mistake in a file: its place, a message and a correction. The error for a
// file that cannot be loaded is a *Problem.
type Problem struct {
	File     string   `json:"file"`
	Line     int      `json:"line"`   // from 1; 0 for the whole file
	Column   int      `json:"column"` // from 1, in characters
	Path     string   `json:"path"`   // "work[2].startDate", lists counted from 0
	Severity Severity `json:"severity"`
	Kind     Kind     `json:"kind"`
	Message  string   `json:"message"` // what is wrong, a sentence without its full stop
	Fix      string   `json:"fix"`     // what to write instead; may be empty
	Count    int      `json:"count"`   // of occurrences in the file; the place is the first

	// Order orders the problems of a [List], before the column.
	Order int `json:"-"`
	// Before and At are the text of the line up to the column and from it on, at most
	// maxExcerpt characters each. Both are empty if no line is to blame.
	Before string `json:"-"`
	At     string `json:"-"`
}

// longest is the maximum number of characters in a text of a problem.
const longest = 1500

// New returns the error for a file that cannot be loaded, which is safe to show. Lines and
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
	// maxLine is the maximum length in bytes of a line to take an excerpt of. A longer one
	// is not written by hand, and would take quadratic time.
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

// Quote formats text of the file for a message, and shortens it if it is long.
func Quote(s string) string {
	return "`" + clean.Cut(strings.ReplaceAll(strings.Join(strings.Fields(clean.Printable(s)), " "), "`", "'"), 48) + "`"
}

// safe makes a text fit to show.
func safe(s string) string { return clean.Cut(clean.Line(clean.Printable(s)), longest) }

// most is the number of different problems after which only errors are kept.
const most = 400

// List collects the problems of one file. The same problem in many entries is kept
// once, with a count.
type List struct {
	list  []Problem
	index map[string]int // of a problem in list, by its kind and texts; see alike
	More  int            // number of problems beyond those of [List.All]
}

// Add adds a problem. Its texts are made safe to show.
func (l *List) Add(p Problem) {
	key := strings.Join([]string{string(p.Kind), alike(p.Path), alike(p.Message), alike(p.Fix)}, "\x00")
	if i, ok := l.index[key]; ok {
		l.list[i].Count++
		return
	}
	if len(l.list) >= most && p.Severity != Error {
		l.More++
		return
	}
	if l.index == nil {
		l.index = map[string]int{}
	}
	l.index[key] = len(l.list)
	p.Count = 1
	p.File, p.Path, p.Message, p.Fix = safe(p.File), safe(p.Path), safe(p.Message), safe(p.Fix)
	l.list = append(l.list, p)
}

// alike returns s without the parts that differ between entries: numbers, and the words of
// the file, which are between backquotes.
func alike(s string) string {
	quoted := false
	return strings.Map(func(r rune) rune {
		if r == '`' {
			quoted = !quoted
		} else if !quoted && (r < '0' || r > '9') {
			return r
		}
		return -1
	}, s)
}

// All returns the problems in the order of the file.
func (l *List) All() []Problem {
	return slices.SortedStableFunc(slices.Values(l.list), func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.Column, b.Column))
	})
}

// Clone returns a list that can be added to without changing l.
func (l *List) Clone() List {
	return List{slices.Clone(l.list), maps.Clone(l.index), l.More}
}

// Nearest returns the one of words that is the fewest edits from word, ignoring case, or ""
// if none is near: one edit for words of three to five bytes, two for longer ones.
func Nearest(word string, words []string) string {
	word = strings.ToLower(word)
	for edits := range 3 {
		for _, w := range words {
			if edits <= max(len(word), len(w))/3 && within(edits, word, strings.ToLower(w)) {
				return w
			}
		}
	}
	return ""
}

// within reports whether at most edits edits turn a into b. An edit inserts, removes or
// replaces a byte, or swaps two neighbours (the optimal string alignment distance).
func within(edits int, a, b string) bool {
	for a != "" && b != "" && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	if a == "" || b == "" {
		return len(a)+len(b) <= edits
	}
	swapped := len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0]
	return edits > 0 && (within(edits-1, a[1:], b) || within(edits-1, a, b[1:]) || within(edits-1, a[1:], b[1:]) ||
		swapped && within(edits-1, a[2:], b[2:]))
}
