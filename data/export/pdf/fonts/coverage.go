package fonts

import (
	"cmp"
	"slices"
	"sync"
	"unicode"

	"github.com/go-text/typesetting/font"
)

// coverage is the set of a font's characters, as ranges in the order of Unicode. It
// takes some kilobytes; the font's cmap takes hundreds.
type coverage []chars

// chars is a range of characters, including the last one.
type chars struct{ first, last rune }

// maxMapped limits the characters read from a cmap: a broken one may claim billions.
const maxMapped = unicode.MaxRune + 1

// covered returns the characters that a cmap maps to a glyph other than 0.
func covered(cmap font.Cmap) coverage {
	var all coverage
	it := cmap.Iter()
	for n := 0; n < maxMapped && it.Next(); n++ {
		r, g := it.Char()
		switch last := len(all) - 1; {
		case g == 0 || r < 0 || r > unicode.MaxRune:
		case last >= 0 && r == all[last].last+1:
			all[last].last = r
		default:
			all = append(all, chars{r, r})
		}
	}
	slices.SortFunc(all, func(a, b chars) int { return cmp.Compare(a.first, b.first) })
	var out coverage
	for _, c := range all {
		if last := len(out) - 1; last >= 0 && c.first <= out[last].last+1 {
			out[last].last = max(out[last].last, c.last)
			continue
		}
		out = append(out, c)
	}
	return slices.Clip(out)
}

func (c coverage) has(r rune) bool {
	_, found := slices.BinarySearchFunc(c, r, func(c chars, r rune) int {
		switch {
		case c.last < r:
			return -1
		case c.first > r:
			return 1
		}
		return 0
	})
	return found
}

// embeddedCoverage returns the coverage of the embedded regular face.
var embeddedCoverage = sync.OnceValue(func() coverage { return covered(embedded(Regular).Cmap) })
