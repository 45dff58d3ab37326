package export

import (
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/clipperhouse/uax29/v2/graphemes"
)

// columns is the width of s where an ideograph is as wide as two letters.
func columns(s string) int { return displaywidth.String(s) }

// wrap breaks s into lines of at most width columns, at spaces and around wide
// characters; a word longer than a line is broken between graphemes. It returns
// at least one line.
func wrap(s string, width int) []string {
	width = max(width, 1)
	var lines []string
	line, used := "", 0
	flush := func() {
		lines = append(lines, strings.TrimRight(line, " "))
		line, used = "", 0
	}
	for _, word := range words(s) {
		n := columns(word)
		if used > 0 && used+columns(strings.TrimRight(word, " ")) > width {
			flush()
		}
		if columns(strings.TrimRight(word, " ")) <= width {
			line, used = line+word, used+n
			continue
		}
		for g := graphemes.FromString(word); g.Next(); {
			n := columns(g.Value())
			if used > 0 && used+n > width {
				flush()
			}
			line, used = line+g.Value(), used+n
		}
	}
	if strings.TrimRight(line, " ") != "" || len(lines) == 0 {
		flush()
	}
	return lines
}

// words splits s where a line may break: after spaces, and before and after each
// wide character, but not before the punctuation that closes a phrase.
func words(s string) []string {
	var out []string
	word, wide := "", false
	for g := graphemes.FromString(s); g.Next(); {
		c := g.Value()
		isWide := columns(c) > 1
		if word != "" && (strings.HasSuffix(word, " ") && c != " " || (wide || isWide) && !closing(c) && c != " ") {
			out = append(out, word)
			word = ""
		}
		word, wide = word+c, isWide
	}
	if word != "" {
		out = append(out, word)
	}
	return out
}

// closing reports whether c must not begin a line (JIS X 4051).
func closing(c string) bool {
	return strings.Contains("、。，．・：；？！）」』】〕〉》’”ー々", c)
}
