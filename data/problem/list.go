package problem

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// mostOfKind is how many different problems of a kind are kept.
const mostOfKind = 200

// List collects the problems of one file. The same problem in many entries is kept
// once, with a count.
type List struct {
	list  []Problem
	index map[string]int // of a problem in list, by what it has in common with its like
	kinds map[Kind]int   // how many of a kind are in list
	more  int            // problems that are not kept
}

// Add adds a problem. Its texts are made safe to show.
func (l *List) Add(p Problem) {
	key := string(p.Kind) + "\x00" + cmp.Or(p.Group, alike(p.Path)+"\x00"+alike(p.Message)+"\x00"+alike(p.Fix))
	if i, ok := l.index[key]; ok {
		l.list[i].Count++
		return
	}
	if l.kinds[p.Kind] == mostOfKind {
		l.more++
		return
	}
	if l.index == nil {
		l.index, l.kinds = map[string]int{}, map[Kind]int{}
	}
	l.index[key] = len(l.list)
	l.kinds[p.Kind]++
	p.Count = 1
	p.File, p.Path, p.Message, p.Fix = safe(p.File, longest), safe(p.Path, 120), safe(p.Message, longest), safe(p.Fix, longest)
	l.list = append(l.list, p)
}

// alike returns s without what differs between entries: numbers, and the words of
// the file, which stand between backquotes.
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

// More returns the number of problems beside those of [List.All]: of a kind of which
// there are very many.
func (l *List) More() int { return l.more }

// Clone returns a list that can be added to without changing l.
func (l *List) Clone() List {
	return List{slices.Clone(l.list), maps.Clone(l.index), maps.Clone(l.kinds), l.more}
}
