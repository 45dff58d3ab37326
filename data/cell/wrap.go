// Package cell measures text in cells of a terminal, and breaks it into lines.
package cell

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
	"github.com/rivo/uniseg"
)

// Width returns the width of a text on one line in cells. Terminals measure emoji
// sequences by grapheme or by character; Width returns the larger width.
func Width(s string) int {
	if IsASCII(s) {
		return len(s)
	}
	n := 0
	for _, r := range s {
		if r >= '🇦' && r <= '🇿' { // two make a flag
			n++
		} else {
			n += displaywidth.Rune(r)
		}
	}
	return max(n, displaywidth.String(s))
}

// IsASCII reports whether s is ASCII.
func IsASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// Extent is a range of bytes of a text.
type Extent struct{ From, To int }

// split divides s where a line may break; spaces stay at the end of the word before them. It
// breaks where UAX #14 allows it, but not in words of scripts with spaces between words, such
// as Latin ("Pre-trained", "C/C++") and Hangul, or inside an extent of whole that fits in
// width cells.
func split(s string, whole []Extent, width int) []string {
	var out []string
	start, at, state := 0, 0, -1 // of the last word, and of the next segment
	for at < len(s) {
		var segment string
		segment, _, _, state = uniseg.FirstLineSegmentInString(s[at:], state)
		for len(whole) > 0 && whole[0].To <= at {
			whole = whole[1:]
		}
		inside := len(whole) > 0 && whole[0].From < at
		end := at + len(segment)
		if last := len(out) - 1; last >= 0 && (inside && Width(strings.TrimRight(s[start:end], " ")) <= width ||
			!strings.HasSuffix(out[last], " ") && spaced(LastGrapheme(out[last])) && spaced(head(segment))) {
			out[last] = s[start:end]
		} else {
			start = at
			out = append(out, segment)
		}
		at = end
	}
	return out
}

// spaced reports whether a character is of a script with spaces between words: Hangul, or one
// cell wide. Ideographs are wider.
func spaced(grapheme string) bool {
	r, _ := utf8.DecodeRuneInString(grapheme)
	return unicode.Is(unicode.Hangul, r) || Width(grapheme) < 2
}

// LastGrapheme returns the last grapheme of s, or the end of a very long one.
func LastGrapheme(s string) string {
	last := ""
	end := strings.ToValidUTF8(s[max(len(s)-64, 0):], "") // without half a rune at its start
	for g := uniseg.NewGraphemes(end); g.Next(); {
		last = g.Str()
	}
	return last
}

// fill breaks words from [split] into lines without trailing spaces. The first line has at
// most first cells, and the others at most rest. A word longer than a line breaks between
// graphemes. The extents are those of the joined words.
func fill(words []string, first, rest int) (lines []Extent) {
	var line Extent
	at, cells, width := 0, 0, first // cells counts the space at the end too
	add := func(word string) (fits bool) {
		ink := strings.TrimRight(word, " ")
		n := Width(ink)
		if n > 0 && cells+n > width && line.To > line.From {
			lines = append(lines, line)
			line, cells, width = Extent{at, at}, 0, rest
		}
		if cells+n > width && len(ink) > len(head(ink)) {
			return false
		}
		if ink != "" {
			line.To = at + len(ink)
		}
		cells += n + len(word) - len(ink)
		at += len(word)
		return true
	}
	for _, word := range words {
		if add(word) {
			continue
		}
		for _, piece := range pieces(word) {
			if !add(piece) {
				for g := uniseg.NewGraphemes(piece); g.Next(); {
					add(g.Str())
				}
			}
		}
	}
	if line.To > line.From || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}

// pieces splits an address after its signs: "https://", "example.", "org/", "path".
func pieces(word string) (out []string) {
	const signs = "/@.-_?&="
	from := 0
	for i := 1; i < len(word); i++ {
		sign, next := word[i-1], word[i]
		if strings.IndexByte(signs, sign) >= 0 && strings.IndexByte(signs, next) < 0 && next < 0x80 { // no mark on the sign
			out = append(out, word[from:i])
			from = i
		}
	}
	return append(out, word[from:])
}

// Wrap breaks a text into lines without trailing spaces: the first of at most first cells,
// the others of at most rest. It keeps an extent of whole on one line if that fits. If the
// last line is short, it makes the lines narrower, unless that adds a line or breaks another
// word.
func Wrap(s string, whole []Extent, first, rest int) []Extent {
	width := min(first, rest)
	words := split(s, whole, width)
	lines := fill(words, first, rest)
	if len(lines) < 2 {
		return lines
	}
	longest := 0
	for _, word := range words {
		if n := Width(strings.TrimRight(word, " ")); n <= width {
			longest = max(longest, n)
		}
	}
	narrower := lines
	for by := 1; len(narrower) == len(lines); by++ {
		if last := narrower[len(narrower)-1]; Width(s[last.From:last.To]) >= rest/5 {
			return narrower
		}
		if by >= width*2/5 || by > width-longest {
			break
		}
		narrower = fill(words, first-by, rest-by)
	}
	return lines
}

// Prefix returns as many whole graphemes of s as fit in width.
func Prefix(s string, width int) string {
	n, end := 0, 0
	for g := uniseg.NewGraphemes(s); g.Next(); _, end = g.Positions() {
		if n += Width(g.Str()); n > width {
			break
		}
	}
	return s[:end]
}

// Truncate returns s, or its beginning and an ellipsis, in at most width cells.
func Truncate(s string, width int, ellipsis string) string {
	if Width(s) <= width {
		return s
	}
	if width <= Width(ellipsis) {
		ellipsis = ""
	}
	return strings.TrimRight(Prefix(s, width-Width(ellipsis)), " ") + ellipsis
}

// Suffix returns s without the leading graphemes that do not fit in width.
func Suffix(s string, width int) string {
	for s != "" && Width(s) > width {
		s = s[len(head(s)):]
	}
	return s
}

// head returns the graphemes at the beginning of s that fit in a cell, or else the first one.
func head(s string) string {
	if p := Prefix(s, 1); p != "" {
		return p
	}
	first, _, _, _ := uniseg.FirstGraphemeClusterInString(s, -1)
	return first
}
