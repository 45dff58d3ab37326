package paper

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/data/clean"
)

// index is the text of a layout as searches read it: folded, and perhaps in lower case. Lines
// of one paragraph are joined by a space, so that a match may span them. It is as long as
// the text itself, because a long CV has an index for each shape that a reader searches in.
type index struct {
	lines  []Line
	fold   func(string) string
	text   string
	places []cell.Extent // of each line in text; empty for one that searches skip
}

func newIndex(lines []Line, fold func(string) string) *index {
	ix := &index{lines: lines, fold: fold, places: make([]cell.Extent, len(lines))}
	var b strings.Builder
	for n := range lines {
		searched := lines[n].paragraph > 0
		switch {
		case searched && ix.joined(n):
			b.WriteByte(' ')
		case searched:
			b.WriteByte('\n')
		}
		from := b.Len()
		if searched {
			for _, r := range ix.searched(n) {
				b.WriteString(fold(string(r)))
			}
		}
		ix.places[n] = cell.Extent{From: from, To: b.Len()}
	}
	ix.text = strings.Clone(b.String()) // which has no room to grow
	return ix
}

// joined reports whether line n continues the paragraph of the line before.
func (ix *index) joined(n int) bool { return n > 0 && ix.lines[n-1].paragraph == ix.lines[n].paragraph }

// skipped returns the number of bytes before the part of line n that searches read: the
// hanging indent.
func (ix *index) skipped(n int) int {
	if ix.joined(n) {
		return ix.lines[n].body
	}
	return 0
}

// searched returns the part of line n that searches read.
func (ix *index) searched(n int) string {
	text := ix.lines[n].String()
	return text[ix.skipped(n) : len(text)-ix.lines[n].tail]
}

// line returns the line of a byte of the text.
func (ix *index) line(at int) int {
	return sort.Search(len(ix.places), func(n int) bool { return ix.places[n].To > at })
}

// fold removes accents from s, and replaces dashes and quotes with ASCII ones.
func fold(s string) string {
	if cell.IsASCII(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Pd, r):
			return '-'
		case r == '‘' || r == '’':
			return '\''
		case r == '“' || r == '”':
			return '"'
		}
		return r
	}, clean.Unaccented(s))
}

// Matches are the places of a query in a layout, in reading order. They take four bytes
// each, because every reader has some.
type Matches struct {
	index *index
	size  int     // bytes of the folded query
	at    []int32 // in the text of the index
}

// Search returns all matches of query. A capital in the query makes the search
// case-sensitive.
func (l *Layout) Search(query string) (m Matches) {
	q := fold(query)
	if q == "" {
		return Matches{}
	}
	m = Matches{index: l.anyCase(), size: len(q)}
	if strings.ContainsFunc(q, unicode.IsUpper) {
		m.index = l.asWritten()
	}
	m.at = make([]int32, 0, strings.Count(m.index.text, q))
	for at := 0; len(m.at) < cap(m.at); at += len(q) {
		at += strings.Index(m.index.text[at:], q)
		m.at = append(m.at, int32(at))
	}
	return m
}

// Len returns the number of matches.
func (m Matches) Len() int { return len(m.at) }

// Line returns the line in which match i begins.
func (m Matches) Line(i int) int { return m.index.line(int(m.at[i])) }

// From returns the first match that ends in a line or after it, or Len.
func (m Matches) From(line int) int {
	return sort.Search(len(m.at), func(i int) bool { return int(m.at[i])+m.size > m.index.places[line].From })
}

// Mark is a range of bytes of a line: a match, or the part of a match on that line.
type Mark struct {
	From, To int
	Match    int // number of the match, from 0
}

// On returns the marks on a line.
func (m Matches) On(line int) (marks []Mark) {
	if len(m.at) == 0 || line >= len(m.index.places) {
		return nil
	}
	on, first := m.index.places[line], m.From(line)
	if first == len(m.at) || int(m.at[first]) >= on.To || on.From == on.To {
		return nil
	}
	text, skipped := m.index.searched(line), m.index.skipped(line)
	var runes []cell.Extent // of text, for each byte of the index
	for n, r := range text {
		for range len(m.index.fold(string(r))) {
			runes = append(runes, cell.Extent{From: skipped + n, To: skipped + n + utf8.RuneLen(r)})
		}
	}
	for i := first; i < len(m.at) && int(m.at[i]) < on.To; i++ {
		from, to := max(int(m.at[i]), on.From), min(int(m.at[i])+m.size, on.To)
		marks = append(marks, Mark{From: runes[from-on.From].From, To: runes[to-on.From-1].To, Match: i})
	}
	return marks
}

// Marked renders a line with its marks. Those of match number at stand out.
func (l *Layout) Marked(line int, marks []Mark, at int) string {
	text := l.Lines[line].Text
	var out Text
	done := 0
	for _, m := range marks {
		if m.From < done { // of a character that decomposes into several
			continue
		}
		out = append(out, text.cut(done, m.From)...)
		for _, s := range text.cut(m.From, m.To) {
			if s.Style = Match; m.Match == at {
				s.Style = MatchAt
			}
			out = append(out, s)
		}
		done = m.To
	}
	return l.Render(append(out, text.cut(done, len(text.String()))...))
}
