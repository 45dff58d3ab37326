package export

import (
	"strings"
	"unicode"

	"github.com/clipperhouse/displaywidth"

	"wenkaiyue.com/cv/data"
)

// printable cleans text of a CV that [data.Load] has not cleaned.
func printable(s string) string { return data.OneLine(s) }

// wrap breaks s into lines of at most width terminal cells (the first of at most
// first). It breaks between words, between the characters of Chinese and Japanese, and
// within a word that is wider than a line.
func wrap(s string, first, width int) []string {
	var lines []string
	line, used, room := "", 0, first
	for _, word := range strings.Fields(printable(s)) {
		gap := 1
		for _, piece := range pieces(word, min(first, width)) {
			n := displaywidth.String(piece)
			switch {
			case line == "":
				line, used = piece, n
			case used+gap+n <= room:
				line, used = line+strings.Repeat(" ", gap)+piece, used+gap+n
			default:
				lines = append(lines, line)
				line, used, room = piece, n, width
			}
			gap = 0 // what follows in the same word stays joined to it
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// pieces returns the parts of a word between which a line may break, none wider than
// width except for single characters.
func pieces(word string, width int) []string {
	var out []string
	piece, used := "", 0
	var last string
	for g := displaywidth.StringGraphemes(word); g.Next(); {
		c, n := g.Value(), g.Width()
		if piece != "" && (used+n > width || breakable(last, c)) {
			out = append(out, piece)
			piece, used = "", 0
		}
		piece, used, last = piece+c, used+n, c
	}
	return append(out, piece)
}

// breakable reports whether a line may end between two characters of a word:
// beside an ideograph or kana, but not before punctuation that closes nor after
// punctuation that opens (a small part of UAX #14).
func breakable(a, b string) bool {
	ra, rb := []rune(a), []rune(b)
	last, first := ra[0], rb[0]
	if !ideographic(last) && !ideographic(first) {
		return false
	}
	return !unicode.In(first, unicode.Pe, unicode.Pf, unicode.Po, unicode.Lm) && !unicode.In(last, unicode.Ps, unicode.Pi)
}

func ideographic(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xff60
}

// hang wraps s to width behind a prefix of its first line and one of the others.
func hang(first, rest, s string, width int) []string {
	room := func(prefix string) int { return max(width-displaywidth.String(prefix), 1) }
	lines := wrap(s, room(first), room(rest))
	for i := range lines {
		lines[i] = first + lines[i]
		first = rest
	}
	return lines
}
