package paper

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"wenkaiyue.com/cv/data/cell"
)

// index is the text of a layout without accents, with the place of each rune. Lines of
// one paragraph are joined by a space, so that a match may span them.
type index struct {
	runes, lower []rune
	at           []Mark // of a rune between two lines, Line is -1
}

// Mark is a range of bytes of a line, which is a match or the part of one on that line.
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
		text, i := l.String(), 0
		text = text[:len(text)-l.tail]
		switch {
		case l.paragraph == last:
			add(' ', Mark{Line: -1})
			i = l.body // skip the hanging indent
		case last != 0:
			add('\n', Mark{Line: -1})
		}
		last = l.paragraph
		for i < len(text) {
			_, size := utf8.DecodeRuneInString(text[i:])
			for _, r := range fold(text[i : i+size]) {
				add(r, Mark{Line: n, From: i, To: i + size})
			}
			i += size
		}
	}
	return ix
}

// fold removes accents from s, and replaces all dashes, quotes and spaces by those of
// ASCII.
func fold(s string) []rune {
	if cell.IsASCII(s) {
		return []rune(s)
	}
	var out []rune
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case unicode.Is(unicode.Pd, r):
			r = '-'
		case r == '‘' || r == '’':
			r = '\''
		case r == '“' || r == '”':
			r = '"'
		case unicode.IsSpace(r):
			r = ' '
		}
		out = append(out, r)
	}
	return out
}

// Search returns the marks of all matches of query in reading order, and the number of
// matches. A capital in the query makes the search case-sensitive.
func (l *Layout) Search(query string) (marks []Mark, matches int) {
	q, ix := fold(query), l.index()
	if len(q) == 0 {
		return nil, 0
	}
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

// Marked renders a line with its marks, of which those of the match at stand out.
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
