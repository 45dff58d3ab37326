package check

import (
	"strings"
	"unicode"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
)

// Report is what there is to say about a file.
type Report struct {
	File     string
	CV       *data.CV // nil where the file cannot be loaded
	Problems []data.Problem
	More     int // warnings beside these, each of a kind of which there are very many
}

// Count returns the number of problems of a severity.
func (r *Report) Count(s data.Severity) (n int) {
	if s == data.Warning {
		n = r.More
	}
	for _, p := range r.Problems {
		if p.Severity == s {
			n++
		}
	}
	return n
}

// KindExample is the kind of a warning about a text that a new file has in it to be
// replaced.
const KindExample data.ProblemKind = "example"

// Nobody reads more problems of a kind, nor longer words about one.
const (
	mostOfKind = 1000
	longest    = 1500
)

// add keeps a problem, unless there are very many of its kind.
func (c *checker) add(p data.Problem) {
	if c.full(p.Kind) {
		return
	}
	c.kinds[p.Kind]++
	p.File = printable(c.file)
	p.Path, p.Message, p.Fix = shorten(printable(p.Path), 120), shorten(printable(p.Message), longest), shorten(printable(p.Fix), longest)
	p.Locate(c.lines)
	c.problems = append(c.problems, p)
}

// full reports whether enough problems of a kind are known, and counts one more if
// so.
func (c *checker) full(kind data.ProblemKind) bool {
	if c.kinds[kind] < mostOfKind {
		return false
	}
	c.more++
	return true
}

// shorten cuts what is longer than a number of characters.
func shorten(s string, most int) string {
	if len(s) <= most {
		return s
	}
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// warn adds a warning about a node.
func (c *checker) warn(n *yaml.Node, path string, kind data.ProblemKind, message, fix string) {
	c.add(data.Problem{Line: n.Line, Column: n.Column, Path: path, Severity: data.Warning, Kind: kind, Message: message, Fix: fix})
}

// printable keeps what a file says from doing anything to a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, s)
}

// quote shows some text of the file, cut where it is long.
func quote(s string) string {
	s = strings.Join(strings.Fields(printable(strings.ReplaceAll(s, "\n", " "))), " ")
	return "`" + shorten(s, 48) + "`"
}
