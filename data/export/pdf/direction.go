package pdf

import (
	"strings"

	"github.com/go-text/typesetting/bidi"
)

// rightToLeft reports whether a text runs from right to left, by its first letter
// that has a direction.
func rightToLeft(s string) bool { return firstStrong([]rune(s)) == bidi.RightToLeft }

// hasRightToLeft reports whether a text has a letter that runs from right to left.
func hasRightToLeft(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return direction(r) == bidi.RightToLeft })
}
