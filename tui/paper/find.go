package paper

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/data/clean"
)

// Publication returns the item of an entry if it is a publication, or else nil.
func (l *Layout) Publication(entry int) *data.Item {
	if entry < 0 || entry >= len(l.Entries) {
		return nil
	}
	if e := l.Entries[entry]; e.Section != nil && e.Section.Kind == data.Publications {
		return e.Item
	}
	return nil
}

// PublicationIn returns the entry of the first publication whose title is in the lines
// [from, to), or else of the one whose text begins above them, or -1.
func (l *Layout) PublicationIn(from, to int) int {
	fills := -1
	for i := l.Lines[from].Entry; i < len(l.Entries) && l.Entries[i].Title < to; i++ {
		if l.Publication(i) != nil && l.Entries[i].End > from {
			if fills = i; l.Entries[i].Title >= from {
				return i
			}
		}
	}
	return fills
}

// Follow returns the line that corresponds to line n of another layout: in the same entry,
// at the same share of it. The other layout may have another shape or version of the CV.
func (l *Layout) Follow(other *Layout, n int) int {
	if l == other || n <= 0 || n >= len(other.Lines) {
		return n
	}
	was := other.Lines[n].Entry
	now := l.Find(other.Entries[was])
	if now < 0 {
		return n
	}
	return l.Entries[now].Line + (n-other.Entries[was].Line)*l.length(now)/other.length(was)
}

// length returns the number of lines of an entry, at least 1.
func (l *Layout) length(entry int) int {
	end := len(l.Lines)
	if entry+1 < len(l.Entries) {
		end = l.Entries[entry+1].Line
	}
	return max(end-l.Entries[entry].Line, 1)
}

// Find returns the entry that corresponds to e in another layout. In the section of the same
// name, it prefers the title and ID of e, then the title, then the ID, then the last entry.
// Without such a section it returns -1.
func (l *Layout) Find(e Entry) int {
	if e.Section == nil {
		return 0
	}
	found, best := -1, 0
	for i, other := range l.Entries {
		if other.Section == nil || other.Section.Name != e.Section.Name {
			continue
		}
		alike := 1
		if other.Item.ID == e.Item.ID {
			alike++
		}
		if other.Item.Title == e.Item.Title {
			alike += 2
		}
		if alike > best || alike == 1 && best == 1 {
			found, best = i, alike
		}
	}
	return found
}

// index is the text of a layout without accents, with the place of each rune. Lines of
// one paragraph are joined by a space, so that a match may span them.
type index struct {
	runes, lower []rune
	at           []Mark // Line is -1 for a rune between two lines
}

// Mark is a range of bytes of a line: a match, or the part of a match on that line.
type Mark struct {
	Line, From, To int
	Match          int // number of the match, from 0
}

func newIndex(lines []Line) *index {
	ix := &index{}
	add := func(r rune, at Mark) {
		ix.runes = append(ix.runes, r)
		ix.lower = append(ix.lower, unicode.ToLower(r))
		ix.at = append(ix.at, at)
	}
	last := 0
	for n := range lines {
		l := &lines[n]
		if l.paragraph == 0 {
			continue
		}
		between, from := '\n', 0
		if l.paragraph == last {
			between, from = ' ', l.body // skip the hanging indent
		}
		last = l.paragraph
		add(between, Mark{Line: -1})
		text := l.String()
		for i, r := range text[from : len(text)-l.tail] {
			i += from
			for _, folded := range fold(string(r)) {
				add(folded, Mark{Line: n, From: i, To: i + utf8.RuneLen(r)})
			}
		}
	}
	return ix
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

// Search returns the marks of all matches of query in reading order, and the number of
// matches. A capital in the query makes the search case-sensitive.
func (l *Layout) Search(query string) (marks []Mark, matches int) {
	q := []rune(fold(query))
	if len(q) == 0 {
		return nil, 0
	}
	ix := l.index()
	text := ix.lower
	if slices.ContainsFunc(q, unicode.IsUpper) {
		text = ix.runes
	}
	for i := 0; i+len(q) <= len(text); i++ {
		if text[i] != q[0] || !slices.Equal(text[i:i+len(q)], q) {
			continue
		}
		for _, at := range ix.at[i : i+len(q)] {
			at.Match = matches
			if n := len(marks) - 1; at.Line < 0 {
				continue
			} else if n >= 0 && marks[n].Match == matches && marks[n].Line == at.Line {
				marks[n].To = at.To
			} else {
				marks = append(marks, at)
			}
		}
		matches++
		i += len(q) - 1
	}
	return marks, matches
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
