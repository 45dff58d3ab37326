package tui

import (
	"strings"

	"github.com/rivo/uniseg"
)

// wrap breaks spans into lines of at most first cells, and rest cells after the
// first line, at the places where Unicode (UAX #14) allows it, but never inside
// what a reader of Latin script takes for a word ("Pre-trained", "C/C++"), nor
// inside a whole span that fits on a line. A word longer than a line is broken
// between graphemes.
func wrap(spans []span, first, rest int) [][]span {
	var text strings.Builder
	var whole []extent
	for _, s := range spans {
		from := text.Len()
		text.WriteString(s.text)
		if s.whole {
			whole = append(whole, extent{from, text.Len()})
		}
	}
	var out [][]span
	for _, r := range wrapBalanced(text.String(), whole, max(first, 1), max(rest, 1)) {
		out = append(out, cut(spans, r.from, r.to))
	}
	return out
}

// wrapBalanced leaves no short word alone on the last line, where narrower lines
// can take one with it at no cost in lines, nor break a word that was whole.
func wrapBalanced(s string, whole []extent, first, rest int) []extent {
	width := min(first, rest)
	parts := words(s, whole, width)
	lines := wrapWords(parts, first, rest)
	short := func(ls []extent) bool {
		last := ls[len(ls)-1]
		return cells(s[last.from:last.to]) < rest/5
	}
	if len(lines) < 2 || !short(lines) {
		return lines
	}
	longest := 0
	for _, word := range parts {
		if n := cells(strings.TrimRight(word, " ")); n <= width {
			longest = max(longest, n)
		}
	}
	for by := 1; by < width*2/5 && by <= width-longest; by++ {
		switch narrower := wrapWords(parts, first-by, rest-by); {
		case len(narrower) > len(lines):
			return lines
		case !short(narrower):
			return narrower
		}
	}
	return lines
}

// extent is a range of bytes.
type extent struct{ from, to int }

func wrapWords(words []string, width, rest int) []extent {
	var lines []extent
	start, end, w := 0, 0, 0 // the line so far, without its trailing space
	pending := 0             // cells of space between end and the next word
	at := 0
	flush := func(next int) {
		lines = append(lines, extent{start, end})
		start, end, w, pending = next, next, 0, 0
		width = rest
	}
	for _, word := range words {
		ink := strings.TrimRight(word, " ")
		n := cells(ink)
		if w > 0 && w+pending+n > width {
			flush(at)
		}
		for w+pending+n > width { // a word longer than the line
			head := fit(ink, width)
			end = at + len(head)
			ink, at = ink[len(head):], end
			word = word[len(head):]
			flush(at)
			n = cells(ink)
		}
		if ink != "" {
			w, end = w+pending+n, at+len(ink)
			pending = 0
		}
		pending += len(word) - len(ink)
		at += len(word)
	}
	if end > start || len(lines) == 0 {
		lines = append(lines, extent{start, end})
	}
	return lines
}

// fit returns as many whole graphemes of s as fit in width, and at least one.
func fit(s string, width int) string {
	g := uniseg.NewGraphemes(s)
	n, end := 0, 0
	for g.Next() {
		w := cells(g.Str())
		if end > 0 && n+w > width {
			break
		}
		n += w
		_, end = g.Positions()
	}
	return s[:end]
}

// words splits s where a line may break; spaces stay at the end of the word
// before them. UAX #14 would also break after hyphens and slashes: those breaks
// are taken back, and those inside what is whole, up to words of width cells.
func words(s string, whole []extent, width int) []string {
	var out []string
	state, at := -1, 0 // at is where the segment starts
	for s != "" {
		var seg string
		seg, s, _, state = uniseg.FirstLineSegmentInString(s, state)
		for len(whole) > 0 && whole[0].to <= at {
			whole = whole[1:]
		}
		inside := len(whole) > 0 && whole[0].from < at
		at += len(seg)
		last := len(out) - 1
		if last >= 0 && (inside && cells(strings.TrimRight(out[last]+seg, " ")) <= width ||
			!strings.HasSuffix(out[last], " ") && joined(out[last], seg)) {
			out[last] += seg
			continue
		}
		out = append(out, seg)
	}
	return out
}

// joined reports whether the break between a and b stands between two
// characters of one cell, as in "Pre-|trained", and not between ideographs.
func joined(a, b string) bool {
	before := lastGrapheme(a)
	after := fit(b, 1)
	return cells(before) < 2 && cells(after) < 2
}

func lastGrapheme(s string) string {
	// No grapheme of interest is longer than this; a cut inside a longer one
	// still gives its last part.
	tail := s
	if len(tail) > 32 {
		tail = tail[len(tail)-32:]
	}
	g := uniseg.NewGraphemes(tail)
	last := ""
	for g.Next() {
		last = g.Str()
	}
	return last
}
