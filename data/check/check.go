// Package check reports what visitors of a CV would miss or misread, with its place in the
// file and a correction.
//
// Package decode reports values that are lost because of their form. The rules here judge
// what values mean; the table of them is in rules.go.
package check

import (
	"errors"
	"io"
	"strings"
	"time"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/decode"
	"wenkaiyue.com/cv/data/export/pdf/fonts"
	"wenkaiyue.com/cv/data/problem"
)

// Report lists the problems of a file.
type Report struct {
	File     string
	CV       *data.CV          // nil if the file cannot be loaded
	Problems []problem.Problem // errors and warnings, in the order of the file
	Notes    []problem.Problem // how the file was read; no mistakes
	More     int               // number of further warnings, if there are very many
}

// Count returns the number of problems of a severity.
func (r *Report) Count(s problem.Severity) (n int) {
	if s == problem.Warning {
		n = r.More
	}
	for _, p := range r.Problems {
		if p.Severity == s {
			n++
		}
	}
	return n
}

// File checks the CV in r. name is the file's, open reads the bibliographies that it names,
// and today is the day to compare dates with. lib has the PDF's fonts; nil stands for the
// embedded ones. A file that cannot be loaded yields a report too; an error comes from r.
func File(name string, r io.Reader, open decode.Opener, today time.Time, lib *fonts.Library) (*Report, error) {
	s, err := data.Read(name, r, open)
	if problem, ok := errors.AsType[*problem.Problem](err); ok {
		s.Problems.Add(*problem)
		return &Report{File: clean.Printable(name), Problems: s.Problems.All()}, nil
	}
	if err != nil {
		return nil, err
	}
	return Source(s, today, lib), nil
}

// Source checks a CV file that has been loaded.
func Source(s *data.Source, today time.Time, lib *fonts.Library) *Report {
	own := *s.File // a copy, for further problems
	own.Problems = s.Problems.Clone()
	c := &checker{&data.Source{File: &own, CV: s.CV}, today}
	c.rules()
	c.sections()
	c.whole()
	c.letters(lib)
	return &Report{File: clean.Printable(s.Name), CV: s.CV, Problems: c.Problems.All(), Notes: Notes(s), More: c.Problems.More}
}

// checker checks one file.
type checker struct {
	*data.Source
	today time.Time
}

// rules checks each value against the rules for it.
func (c *checker) rules() {
	all := rules()
	for _, v := range c.Values {
		for _, r := range all {
			if !r.where(v) {
				continue
			}
			p := problem.Problem{Path: v.Path, Severity: problem.Warning, Kind: r.kind}
			if p.Message, p.Fix = r.find(c, v); p.Message == "" {
				continue
			}
			if r.kind == problem.KindExample { // once for a list
				p.Path, _, _ = strings.Cut(v.Path, "[")
			}
			n := v.Node
			if at := child(n, r.at); at != nil {
				n, p.Path = at, p.Path+"."+r.at
			}
			c.Report(n, p)
		}
	}
}

// whole reports a missing name, a CV without contacts and an empty CV.
func (c *checker) whole() {
	at := child(c.Root, "basics")
	if at == nil { // it is missing, or has an older key
		at = c.Root
	}
	if c.CV.Basics.Name == "" {
		c.Report(at, *data.Nameless(c.Name))
	} else if len(c.CV.Contacts()) == 0 {
		c.Warn(at, "basics", "no-contact", "there is no contact in it", "write your address as `email`, below `basics:`")
	}
	for _, n := range c.Others {
		c.Warn(n, "", "left-out", problem.Quote(n.Value)+" is a CV of its own, which nobody sees", "move it to a file beside this one; its name has the language, as in cv.zh.yaml")
	}
	if len(c.CV.Sections()) == 0 {
		c.Warn(c.Root, "", "empty", "there are no entries to show", "write one under `work`, `education` or another list")
	}
}

// Notes returns notes on the format of a file that is not our own, and on unknown keys that
// are shown as sections. Neither is a mistake.
func Notes(s *data.Source) (out []problem.Problem) {
	note := func(n *yaml.Node, message string) {
		p := problem.New(n.Line, n.Column, message, "")
		p.File, p.Severity, p.Kind = clean.Printable(s.Name), problem.Note, "format"
		out = append(out, *p)
	}
	if s.Format != "" {
		note(s.Root, "the format of this file is "+s.Format)
	}
	if len(s.Unknown) > 0 {
		var names []string
		for _, n := range s.Unknown {
			names = append(names, problem.Quote(n.Value))
		}
		note(s.Unknown[0], "keys that are not known are shown as sections: "+clean.Cut(strings.Join(names, ", "), 400))
	}
	return out
}

// child returns the value of a key, or nil if it is missing or null. Like the loader, it
// takes the last of several values.
func child(n *yaml.Node, key string) (found *yaml.Node) {
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			found = n.Content[i+1]
		}
	}
	if found != nil && decode.IsNull(found) {
		return nil
	}
	return found
}
