package data

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data/clean"
)

// mostOfKind is how many different problems of a kind are kept.
const mostOfKind = 200

// Problems are the problems of one file. The same problem in many entries is kept
// once, with a count.
type Problems struct {
	list  []Problem
	index map[string]int      // of a problem in list, by what it has in common with its like
	kinds map[ProblemKind]int // how many of a kind are in list
	more  int                 // warnings that are not kept
}

// Add adds a problem. Its texts are made safe to show.
func (p *Problems) Add(problem Problem) {
	key := string(problem.Kind) + "\x00" + cmp.Or(problem.Group, alike(problem.Path)+"\x00"+alike(problem.Message)+"\x00"+alike(problem.Fix))
	if i, ok := p.index[key]; ok {
		p.list[i].Count++
		return
	}
	if p.kinds[problem.Kind] == mostOfKind {
		p.more++
		return
	}
	if p.index == nil {
		p.index, p.kinds = map[string]int{}, map[ProblemKind]int{}
	}
	p.index[key] = len(p.list)
	p.kinds[problem.Kind]++
	problem.Count = 1
	problem.File, problem.Path = clean.Printable(problem.File), clean.Cut(clean.Printable(problem.Path), 120)
	problem.Message, problem.Fix = clean.Cut(clean.Printable(problem.Message), 1500), clean.Cut(clean.Printable(problem.Fix), 1500)
	p.list = append(p.list, problem)
}

// alike returns s without what differs between entries: numbers, and the words of
// the file, which stand between backquotes.
func alike(s string) string {
	var b strings.Builder
	quoted := false
	for _, r := range s {
		switch {
		case r == '`':
			quoted = !quoted
		case !quoted && (r < '0' || r > '9'):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// All returns the problems in the order of the file.
func (p *Problems) All() []Problem {
	return slices.SortedStableFunc(slices.Values(p.list), func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.Column, b.Column))
	})
}

// More returns the number of warnings beside those of [Problems.All]: of a kind of
// which there are very many.
func (p *Problems) More() int { return p.more }

// Quote shows some text of the file in a message, cut where it is long.
func Quote(s string) string {
	return "`" + clean.Cut(strings.ReplaceAll(strings.Join(strings.Fields(clean.Printable(s)), " "), "`", "'"), 48) + "`"
}

// Clone returns problems that can be added to without changing p.
func (p *Problems) Clone() Problems {
	return Problems{list: slices.Clone(p.list), index: maps.Clone(p.index), kinds: maps.Clone(p.kinds), more: p.more}
}
