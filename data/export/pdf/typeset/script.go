package typeset

import (
	"strings"

	"github.com/go-text/typesetting/bidi"
	"github.com/go-text/typesetting/language"
	xlanguage "golang.org/x/text/language"
	xbidi "golang.org/x/text/unicode/bidi"
)

// script is the script of a document by ISO 15924: "Latn", or "Jpan" for the three
// scripts of Japanese.
type script string

// scriptOf returns the script of a language (BCP 47), "Latn" for "".
func scriptOf(lang string) script {
	s, _ := xlanguage.Make(lang).Script()
	return script(s.String())
}

// in reports whether list contains the script.
func (s script) in(list string) bool { return strings.Contains(list, string(s)) }

// eastern reports whether the script is Chinese, Japanese or Korean.
func (s script) eastern() bool { return s.in("Hans Hant Jpan Kore") }

// leading returns the distance of lines in ems. Letters with marks above and below need
// more, as do letters that fill their square.
func (s script) leading() float64 {
	switch {
	case s.eastern():
		return 1.45
	case s.in("Arab Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Thai Laoo Khmr Mymr Tibt"):
		return 1.5
	}
	return 1.29
}

// foreign returns the language that most often uses the script of a letter, or "" for a
// script of the document.
func (s script) foreign(r rune) string {
	of := language.LookupScript(r)
	switch name := of.String(); {
	case !of.Strong() || of == language.Latin || s.in(name):
	case name == "Hani" && s.eastern(), name == "Bopo" && s.in("Hans Hant"), name == "Hang" && s == "Kore", (name == "Hira" || name == "Kana") && s == "Jpan":
	default:
		base, _ := xlanguage.Make("und-" + name).Base()
		return base.String()
	}
	return ""
}

// direction returns the direction of a letter, or Neutral.
func direction(r rune) bidi.Direction {
	switch p, _ := xbidi.LookupRune(r); p.Class() {
	case xbidi.L:
		return bidi.LeftToRight
	case xbidi.R, xbidi.AL:
		return bidi.RightToLeft
	}
	return bidi.Neutral
}

// Leftward reports whether a character is a letter of a right-to-left script.
func Leftward(r rune) bool { return direction(r) == bidi.RightToLeft }

// The marks that isolate a span (UAX #9).
const (
	isolate    = '\u2068' // first strong isolate
	endIsolate = '\u2069'
)

// firstStrong returns the direction of the first letter with a direction that is not
// isolated (rules P2 and P3), or Neutral.
func firstStrong(text []rune) bidi.Direction {
	depth := 0
	for _, r := range text {
		switch d := direction(r); {
		case r == isolate:
			depth++
		case r == endIsolate:
			depth--
		case d != bidi.Neutral && depth == 0:
			return d
		}
	}
	return bidi.Neutral
}
