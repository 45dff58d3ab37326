package data

import (
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/bidi"
)

// RightToLeft reports whether the CV is written from right to left: by the script of its
// language or, where that is not known, by the first letter of its owner's name that has
// a direction (rule P2 of UAX #9).
func (cv *CV) RightToLeft() bool {
	if cv.Language() != "" {
		script, _ := language.Make(cv.Language()).Script()
		switch script.String() {
		case "Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg":
			return true
		}
		return false
	}
	for _, r := range cv.Basics.Name {
		switch p, _ := bidi.LookupRune(r); p.Class() {
		case bidi.L:
			return false
		case bidi.R, bidi.AL:
			return true
		}
	}
	return false
}
