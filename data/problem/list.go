package problem

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// most is the number of different problems after which only errors are kept.
const most = 400

// List collects the problems of one file. The same problem in many entries is kept
// once, with a count.
type List struct {
	list  []Problem
	index map[string]int // of a problem in list, by its kind and texts; see alike
	more  int            // problems that are not kept
}

// Add adds a problem. Its texts are made safe to show.
func (l *List) Add(p Problem) {
	key := strings.Join([]string{string(p.Kind), alike(p.Path), alike(p.Message), alike(p.Fix)}, "\x00")
	if i, ok := l.index[key]; ok {
		l.list[i].Count++
		return
	}
	if len(l.list) >= most && p.Severity != Error {
		l.more++
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

// More returns the number of problems beyond those of [List.All].
func (l *List) More() int { return l.more }

// Clone returns a list that can be added to without changing l.
func (l *List) Clone() List {
	return List{slices.Clone(l.list), maps.Clone(l.index), l.more}
}
