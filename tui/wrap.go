package tui

import (
	"strings"

	"wenkaiyue.com/cv/data/cell"
)

// wrap breaks spans into lines of at most first cells, and rest cells after the first
// line, but not within a whole span that fits on a line; see [cell.Words].
func wrap(spans []span, first, rest int) [][]span {
	var b strings.Builder
	var whole []cell.Extent
	for _, s := range spans {
		from := b.Len()
		b.WriteString(s.text)
		if s.whole {
			whole = append(whole, cell.Extent{From: from, To: b.Len()})
		}
	}
	var out [][]span
	for _, r := range wrapBalanced(b.String(), whole, max(first, 1), max(rest, 1)) {
		out = append(out, cut(spans, r.From, r.To))
	}
	return out
}

// wrapBalanced makes the lines narrower if the last line is short, as long as they do not
// become more and no further word is broken.
func wrapBalanced(s string, whole []cell.Extent, first, rest int) []cell.Extent {
	width := min(first, rest)
	words := cell.Words(s, whole, width)
	lines := cell.Lines(words, first, rest)
	short := func(ls []cell.Extent) bool {
		last := ls[len(ls)-1]
		return cell.Width(s[last.From:last.To]) < rest/5
	}
	if len(lines) < 2 || !short(lines) {
		return lines
	}
	longest := 0
	for _, word := range words {
		if n := cell.Width(strings.TrimRight(word, " ")); n <= width {
			longest = max(longest, n)
		}
	}
	for by := 1; by < width*2/5 && by <= width-longest; by++ {
		switch narrower := cell.Lines(words, first-by, rest-by); {
		case len(narrower) > len(lines):
			return lines
		case !short(narrower):
			return narrower
		}
	}
	return lines
}
