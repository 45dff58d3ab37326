// Package check reads a CV file as its owner would want it read by a careful
// friend: every problem in it, where it stands, and what to write instead.
//
// It walks the parsed file beside the types of package data, so that a new key
// there is known here too. What only a format can tell (which characters the PDF
// lacks) is asked of package export.
package check

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"unicode"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/data/starter"
	"wenkaiyue.com/cv/data/yamltext"
)

// Severity tells what stops a CV from being shown from what does not.
type Severity string

// The severities.
const (
	Error   Severity = "error"   // the CV cannot be shown
	Warning Severity = "warning" // it can, but not as its owner means it
)

// Problem is one thing to put right. All of its text is clean: a terminal can
// show it.
type Problem struct {
	File     string   `json:"file"`
	Line     int      `json:"line"`   // from 1; 0 where the whole file is meant
	Column   int      `json:"column"` // from 1, in characters
	Path     string   `json:"path"`   // "work[2].startDate", lists counted from 0
	Severity Severity `json:"severity"`
	Kind     string   `json:"kind"`    // a word for programs: "unknown-key"
	Message  string   `json:"message"` // what is wrong
	Fix      string   `json:"fix"`     // what to write instead
}

// Report is what there is to say about a file.
type Report struct {
	File     string
	CV       *data.CV // nil where the file cannot be loaded
	Problems []Problem
}

// Count returns the number of problems of a severity.
func (r *Report) Count(s Severity) (n int) {
	for _, p := range r.Problems {
		if p.Severity == s {
			n++
		}
	}
	return n
}

// KindExample is the kind of a warning about a text that a new file has in it to be
// replaced.
const KindExample = "example"

// Check reads a CV in YAML or JSON; name is the file's. The error is the
// reader's own: whatever is wrong with the content is in the report, in the order
// of the file.
func Check(name string, r io.Reader) (*Report, error) {
	src, err := io.ReadAll(io.LimitReader(r, data.MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	c := newChecker(name)
	cv, err := c.read(src)
	if err == nil && cv != nil {
		err = c.glyphs(cv)
	}
	if err != nil {
		return nil, err
	}
	return &Report{File: name, CV: cv, Problems: c.sorted()}, nil
}

// checker goes through one file.
type checker struct {
	file     string
	name     string // of the owner
	problems []Problem
	seen     map[*yaml.Node]bool // what aliases have led to already
	used     map[*yaml.Node]bool // what aliases refer to
	told     map[*yaml.Node]bool // texts of which it has been said that they are lists
	texts    []text              // in the order of the file
	lines    []string            // of the file
	json     bool                // that is how it is written, and not in YAML
}

func newChecker(name string) *checker {
	return &checker{file: name, seen: map[*yaml.Node]bool{}, used: map[*yaml.Node]bool{}, told: map[*yaml.Node]bool{}}
}

// text is a text of the file and where it stands.
type text struct {
	node *yaml.Node
	path string
}

// read finds all that the file itself tells; the CV is nil where it is none.
func (c *checker) read(src []byte) (*data.CV, error) {
	cv, err := data.Load(c.file, bytes.NewReader(src))
	var syntax *data.SyntaxError
	if errors.As(err, &syntax) {
		c.add(Problem{Line: syntax.Line, Column: syntax.Column, Severity: Error, Kind: "form", Message: syntax.Reason, Fix: syntax.Fix})
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	root, err := data.Parse(c.file, src)
	if err != nil {
		return nil, err // the same bytes were read a moment ago
	}
	c.name, c.lines = cv.Basics.Name, data.Lines(src)
	c.json = strings.EqualFold(filepath.Ext(c.file), ".json")
	referred(root, c.used)
	if open, ok := yamltext.FindOpen(c.lines, len(c.lines)); ok {
		message, fix := open.Advice()
		c.warn(&yaml.Node{Line: open.Line, Column: open.Column}, "", "quote", message, fix)
	}
	c.value(root, data.Field{Type: reflect.TypeFor[data.CV]()}, "")
	c.whole(root, cv)
	c.examples()
	return cv, nil
}

// sorted returns the problems in the order of the file.
func (c *checker) sorted() []Problem {
	slices.SortStableFunc(c.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return c.problems
}

func (c *checker) add(p Problem) {
	p.File = printable(c.file)
	p.Path, p.Message, p.Fix = printable(p.Path), printable(p.Message), printable(p.Fix)
	c.problems = append(c.problems, p)
}

// warn adds a warning about a node.
func (c *checker) warn(n *yaml.Node, path, kind, message, fix string) {
	c.add(Problem{Line: n.Line, Column: n.Column, Path: path, Severity: Warning, Kind: kind, Message: message, Fix: fix})
}

// whole looks at what the file as a whole lacks.
func (c *checker) whole(root *yaml.Node, cv *data.CV) {
	at := child(root, "basics")
	if at == nil { // it is missing, or has an older key
		at = root
	}
	nameless := cv.Basics.Name == ""
	if nameless {
		no := data.Nameless(c.file)
		c.add(Problem{Line: max(at.Line, 1), Column: max(at.Column, 1), Path: "basics.name", Severity: Error, Kind: "no-name", Message: no.Reason, Fix: no.Fix})
	}
	if len(cv.Sections()) == 0 {
		c.warn(root, "", "empty", "there are no entries to show", "write one under `work`, `education` or another list")
	}
	if !nameless && len(cv.Contacts()) == 0 {
		c.warn(at, "basics", "no-contact", "there is no way to reach you in it", "write your address as `email`, in `basics`")
	}
}

// glyphs looks for what the PDF would draw as boxes. A name in another script
// lacks many characters, and one warning says it as well as forty.
func (c *checker) glyphs(cv *data.CV) error {
	missing, err := export.PDFMissing(cv)
	if err != nil {
		return err
	}
	groups := map[int][]rune{} // by the text that has them first
	first := c.firsts()
	for _, r := range missing {
		if at, ok := first[r]; ok {
			groups[at] = append(groups[at], r)
		}
	}
	where := ""
	if len(groups) > 3 {
		groups = map[int][]rune{slices.Min(slices.Collect(maps.Keys(groups))): missing}
		where = ", of which the first are here"
	}
	for at, rs := range groups {
		c.warn(c.texts[at].node, c.texts[at].path, "glyph", fmt.Sprintf("the PDF has no letters for %s%s, and draws boxes instead", listed(rs), where),
			"keep it if the PDF matters less than the rest, which shows it; or write it in Latin, Greek or Cyrillic letters")
	}
	return nil
}

// examples looks for texts of a new file that nobody has replaced.
func (c *checker) examples() {
	of := starter.Examples()
	var left []text
	for _, t := range c.texts {
		if of[t.node.Value] {
			left = append(left, t)
		}
	}
	if len(left) == 0 {
		return
	}
	more := ""
	if len(left) > 1 {
		more = fmt.Sprintf(", and so are %d after it", len(left)-1)
	}
	c.warn(left[0].node, left[0].path, KindExample, quote(left[0].node.Value)+" is still the example of a new file"+more, "write your own, or take the entry out")
}

// firsts tells for each character of the texts which of them has it first.
func (c *checker) firsts() map[rune]int {
	first := map[rune]int{}
	for i, t := range c.texts {
		for _, r := range t.node.Value {
			if _, ok := first[r]; !ok {
				first[r] = i
			}
		}
	}
	return first
}

// listed shows some characters for people: `温 凯 越`.
func listed(rs []rune) string {
	const most = 8
	var words []string
	for _, r := range rs[:min(len(rs), most)] {
		words = append(words, string(r))
	}
	s := "`" + strings.Join(words, " ") + "`"
	if len(rs) > most {
		s = fmt.Sprintf("%d characters (%s …)", len(rs), s)
	}
	return s
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
	if r := []rune(s); len(r) > 48 {
		s = string(r[:47]) + "…"
	}
	return "`" + s + "`"
}
