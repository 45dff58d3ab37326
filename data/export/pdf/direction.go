package pdf

import (
	"strings"

	"github.com/go-text/typesetting/bidi"
)

// hasRightToLeft reports whether a text has a letter that runs from right to left.
func hasRightToLeft(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return direction(r) == bidi.RightToLeft })
}
