package tui

import (
	"strings"

	"github.com/rivo/uniseg"
)

// wrap breaks spans into lines of at most first cells, and rest cells after the
// first line, at the places where Unicode (UAX #14) allows it, but never inside what a reader of Latin script
// takes for a word ("Pre-trained", "C/C++"). A word longer than a line is broken
// between graphemes.
func wrap(spans []span, first, rest int) [][]span {
	var text strings.Builder
	for _, s := range spans {
		text.WriteString(s.text)
	}
	var out [][]span
	for _, r := range wrapBalanced(text.String(), max(first, 1), max(rest, 1)) {
		out = append(out, cut(spans, r.from, r.to))
	}
	return out
}

// wrapBalanced leaves no short word alone on the last line, where narrower lines
// can take one with it at no cost in lines.
func wrapBalanced(s string, first, rest int) []extent {
	lines := wrapText(s, first, rest)
	short := func(ls []extent) bool {
		last := ls[len(ls)-1]
		return cells(s[last.from:last.to]) < rest/5
	}
	if len(lines) < 2 || !short(lines) {
		return lines
	}
	for by := 1; by < min(first, rest)*2/5; by++ {
		switch narrower := wrapText(s, first-by, rest-by); {
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

func wrapText(s string, width, rest int) []extent {
	var lines []extent
	start, end, w := 0, 0, 0 // the line so far, without its trailing space
	pending := 0             // cells of space between end and the next word
	at := 0
	flush := func(next int) {
		lines = append(lines, extent{start, end})
		start, end, w, pending = next, next, 0, 0
		width = rest
	}
	for _, word := range words(s) {
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
// are taken back.
func words(s string) []string {
	var out []string
	state := -1
	for s != "" {
		var seg string
		seg, s, _, state = uniseg.FirstLineSegmentInString(s, state)
		last := len(out) - 1
		if last >= 0 && !strings.HasSuffix(out[last], " ") && joined(out[last], seg) {
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
