package export

import "golang.org/x/text/unicode/bidi"

// rightToLeft reports whether a text runs from right to left, by its first letter
// that has a direction (rules P2 and P3 of UAX #9, as dir="auto" of HTML has them).
func rightToLeft(s string) bool {
	for _, r := range s {
		switch p, _ := bidi.LookupRune(r); p.Class() {
		case bidi.L:
			return false
		case bidi.R, bidi.AL:
			return true
		}
	}
	return false
}
