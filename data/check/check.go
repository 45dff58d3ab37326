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
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/starter"
	"wenkaiyue.com/cv/data/yamltext"
)

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
	return &Report{File: printable(name), CV: cv, Problems: c.sorted(), More: c.more}, nil
}

// checker goes through one file.
type checker struct {
	file     string
	name     string // of the owner
	problems []data.Problem
	kinds    map[data.ProblemKind]int // how many of them are of a kind
	more     int                      // that are not kept
	seen     map[*yaml.Node]bool      // what aliases have led to already
	used     map[*yaml.Node]bool      // what aliases refer to
	told     map[*yaml.Node]bool      // texts of which it has been said that they are lists
	texts    []text                   // in the order of the file
	lines    []string                 // of the file
	json     bool                     // that is how it is written, and not in YAML
}

func newChecker(name string) *checker {
	return &checker{file: name, kinds: map[data.ProblemKind]int{}, seen: map[*yaml.Node]bool{}, used: map[*yaml.Node]bool{}, told: map[*yaml.Node]bool{}}
}

// text is a text of the file and where it stands.
type text struct {
	node *yaml.Node
	path string
}

// read finds all that the file itself tells; the CV is nil where it is none.
func (c *checker) read(src []byte) (*data.CV, error) {
	cv, err := data.Load(c.file, bytes.NewReader(src))
	c.lines = data.Lines(src)
	var problem *data.Problem
	if errors.As(err, &problem) {
		c.add(*problem)
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	root, err := data.Parse(c.file, src)
	if err != nil {
		return nil, err // the same bytes were read a moment ago
	}
	c.name = cv.Basics.Name
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
func (c *checker) sorted() []data.Problem {
	slices.SortStableFunc(c.problems, func(a, b data.Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return c.problems
}

// whole looks at what the file as a whole lacks.
func (c *checker) whole(root *yaml.Node, cv *data.CV) {
	at := child(root, "basics")
	if at == nil { // it is missing, or has an older key
		at = root
	}
	nameless := cv.Basics.Name == ""
	if nameless {
		p := data.Nameless(c.file)
		p.Line, p.Column = max(at.Line, 1), max(at.Column, 1)
		c.add(*p)
	}
	if len(cv.Sections()) == 0 {
		c.warn(root, "", "empty", "there are no entries to show", "write one under `work`, `education` or another list")
	}
	if !nameless && len(cv.Contacts()) == 0 {
		c.warn(at, "basics", "no-contact", "there is no way to reach you in it", "write your address as `email`, in `basics`")
	}
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
