package typeset

import (
	"cmp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/export/pdf/fonts"
)

// Tint is a colour of text: red, green and blue, each from 0 to 255.
type Tint [3]int

// Span is a piece of text with its style. Text is one line without control characters,
// as [Tidy] and [Compose] return it.
type Span struct {
	Text     string
	Style    fonts.Style
	Tint     Tint    // for the caller
	URL      string  // the target of its link, or ""; for the caller
	Size     float64 // in ems of the paragraph; 0 is 1
	Capitals bool    // drawn as spaced capitals, and read as written
	Whole    bool    // not broken if it fits on a line
	Apart    bool    // isolated: its direction and its neighbours' do not affect each other
	Gap      bool    // like a space: it hangs at the end of a line
}

// tracking is the space after each letter of spaced capitals, in ems of the paragraph.
const tracking = 0.06

// codeScale makes letters of the monospaced font as large as those around them.
const codeScale = 0.82

// Scale returns the font size of the span in ems of the paragraph.
func (s *Span) Scale() float64 {
	scale := cmp.Or(s.Size, 1)
	if s.Style == fonts.Code {
		scale *= codeScale
	}
	return scale
}

// Tidy returns [Compose] of s with single spaces, and none at its ends.
func Tidy(s string) string { return strings.Join(strings.Fields(Compose(s)), " ") }

// Compose returns s on one line, in Normalization Form C, without control characters and
// the variation selectors of text and emoji (U+FE0E, U+FE0F). White space becomes
// spaces.
func Compose(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case clean.Dropped(r), r == '\ufe0e', r == '\ufe0f':
			return -1
		}
		return r
	}, norm.NFC.String(s))
}

// capital returns the capital of a letter, if it is one letter; Greek capitals lose
// their accents.
func capital(r rune) rune {
	up := unicode.ToUpper(r)
	if unicode.Is(unicode.Greek, up) {
		if d := []rune(norm.NFD.String(string(up))); len(d) > 1 && !strings.ContainsRune(string(d), '\u0308') {
			return d[0]
		}
	}
	return up
}

// pictorial reports whether a character is an emoji or modifies one. If no font has it, the
// typesetter leaves it out instead of drawing a box.
func pictorial(r rune) bool {
	return r >= 0x1f000 && r <= 0x1faff || r >= 0x2600 && r <= 0x27bf || r >= 0x2b00 && r <= 0x2bff ||
		r >= 0xe0020 && r <= 0xe007f || r == '\u20e3' || r >= 0x2300 && r <= 0x23ff
}

// unseen reports whether a character is never drawn: it joins or orders others.
func unseen(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r)
}
