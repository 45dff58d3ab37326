package tui

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"wenkaiyue.com/cv/data/cell"
)

// searchIndex is the text of a layout without accents, with the place of each rune.
// Lines of one paragraph are joined by a space, so that a match may span them.
type searchIndex struct {
	runes, lower []rune
	at           []place
}

// place is the place of a rune on the page: a line, and a range of bytes in it. A rune
// between two lines has line -1.
type place struct {
	line     int
	from, to int
}

// mark is a part of a match that lies on one line.
type mark struct {
	line     int
	from, to int
	match    int // number of the match it belongs to
}

func newSearchIndex(lines []line) *searchIndex {
	ix := &searchIndex{}
	add := func(r rune, p place) {
		ix.runes = append(ix.runes, r)
		ix.lower = append(ix.lower, unicode.ToLower(r))
		ix.at = append(ix.at, p)
	}
	last := 0
	for n := range lines {
		l := &lines[n]
		if l.paragraph == 0 {
			continue
		}
		text, from := l.text(), 0
		text = text[:len(text)-l.tail]
		switch {
		case l.paragraph == last:
			add(' ', place{line: -1})
			from = l.body // skip the hanging indent
		case last != 0:
			add('\n', place{line: -1})
		}
		last = l.paragraph
		for i := from; i < len(text); {
			_, size := utf8.DecodeRuneInString(text[i:])
			for _, r := range fold(text[i : i+size]) {
				add(r, place{n, i, i + size})
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
		case unicode.Is(unicode.Pd, r):
			out = append(out, '-')
		case r == '‘' || r == '’':
			out = append(out, '\'')
		case r == '“' || r == '”':
			out = append(out, '"')
		case unicode.IsSpace(r):
			out = append(out, ' ')
		default:
			out = append(out, r)
		}
	}
	return out
}

// find returns the marks of all matches of query in reading order, and the number of
// matches. A capital in the query makes the search case-sensitive.
func (ix *searchIndex) find(query string) (marks []mark, matches int) {
	q, text := fold(query), ix.lower
	if len(q) == 0 {
		return nil, 0
	}
	if slices.ContainsFunc(q, unicode.IsUpper) {
		text = ix.runes
	}
	for i := 0; i+len(q) <= len(text); i++ {
		if !slices.Equal(text[i:i+len(q)], q) {
			continue
		}
		for _, p := range ix.at[i : i+len(q)] {
			last := len(marks) - 1
			switch {
			case p.line < 0:
			case last >= 0 && marks[last].match == matches && marks[last].line == p.line:
				marks[last].to = p.to
			default:
				marks = append(marks, mark{line: p.line, from: p.from, to: p.to, match: matches})
			}
		}
		matches++
		i += len(q) - 1
	}
	return marks, matches
}

// marked styles a line with its matches highlighted; at is the current match.
func (l *layout) marked(n int, marks []mark, at int) string {
	spans := l.lines[n].spans
	end := len(l.lines[n].text())
	var out []span
	done := 0
	for _, m := range marks {
		if m.line != n || m.from < done {
			continue
		}
		out = append(out, cut(spans, done, m.from)...)
		for _, s := range cut(spans, m.from, m.to) {
			if s.role = match; m.match == at {
				s.role = matchAt
			}
			out = append(out, s)
		}
		done = m.to
	}
	return l.style(append(out, cut(spans, done, end)...))
}

// query is a reader's search.
type query struct {
	text    string
	typing  bool // the prompt is open
	marks   []mark
	matches int
	at      int // current match, from 0
	back    int // offset to return to on esc
}

// maxQuery bounds what can be typed, in bytes.
const maxQuery = 128

// line returns the line of the current match, or -1.
func (q *query) line() int {
	for _, m := range q.marks {
		if m.match == q.at {
			return m.line
		}
	}
	return -1
}

// run searches; the first match at or below line from becomes the current one.
func (q *query) run(ix *searchIndex, from int) {
	q.marks, q.matches = ix.find(q.text)
	q.at = 0
	for _, m := range q.marks {
		if m.line >= from {
			q.at = m.match
			return
		}
	}
}

// insert appends text, up to maxQuery.
func (q *query) insert(s string) {
	for _, r := range s {
		if unicode.IsPrint(r) && len(q.text)+utf8.RuneLen(r) <= maxQuery {
			q.text += string(r)
		}
	}
}

// erase removes the last grapheme.
func (q *query) erase() {
	q.text = q.text[:len(q.text)-len(cell.LastGrapheme(q.text))]
}
