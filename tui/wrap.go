package tui

import (
	"strings"

	"github.com/rivo/uniseg"
)

// wrap breaks spans into lines of at most first cells, and rest cells after the first
// line, where UAX #14 allows it, except within a word of Latin script ("Pre-trained",
// "C/C++") and within a whole span that fits on a line. A word longer than a line is
// broken between graphemes.
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

// wrapBalanced makes the lines narrower if the last line is short, as long as they do not
// become more and no further word is broken.
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

// prefix returns as many whole graphemes of s as fit in width.
func prefix(s string, width int) string {
	n, end := 0, 0
	for g := uniseg.NewGraphemes(s); g.Next(); _, end = g.Positions() {
		if n += cells(g.Str()); n > width {
			break
		}
	}
	return s[:end]
}

// fit is like prefix, and returns at least one grapheme.
func fit(s string, width int) string {
	if p := prefix(s, width); p != "" {
		return p
	}
	first, _, _, _ := uniseg.FirstGraphemeClusterInString(s, -1)
	return first
}

// words splits s where a line may break; spaces stay at the end of the word before them.
// It removes the breaks of UAX #14 after hyphens and slashes, and those inside whole
// extents of at most width cells.
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

// joined reports whether the characters around the break between a and b have one cell
// each, as in "Pre-|trained", unlike ideographs.
func joined(a, b string) bool {
	before := lastGrapheme(a)
	after := fit(b, 1)
	return cells(before) < 2 && cells(after) < 2
}

func lastGrapheme(s string) string {
	last := ""
	// A longer grapheme gives its last part.
	for g := uniseg.NewGraphemes(s[max(len(s)-32, 0):]); g.Next(); {
		last = g.Str()
	}
	return last
}
