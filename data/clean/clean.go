// Package clean makes text from outside safe to show.
package clean

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Text makes text from a file safe to show anywhere: no control character (and
// so no escape sequence), no bidirectional override or isolate, no character that
// hides, no heap of combining marks, no invalid UTF-8. Line breaks stay, other
// white space becomes one space.
//
// The zero width joiner and non-joiner stay in the scripts that are written with
// them, and in emoji; so do the right-to-left and left-to-right marks, which
// order only their neighbours.
func Text(s string) string {
	if plainASCII(s) {
		return strings.TrimSpace(s)
	}
	out := make([]byte, 0, len(s))
	last := '\n' // that was kept
	marks := 0
	for _, r := range strings.ReplaceAll(s, "\r\n", "\n") {
		switch {
		case r == '\n' || r == '\u2028' || r == '\u2029' || r == '\r' || r == '\u0085':
			r = '\n'
		case Dropped(r) || joiner(r) && !joins(last):
			continue
		case unicode.IsSpace(r):
			r = ' '
		}
		if r == '\n' {
			out = bytes.TrimRight(out, " ")
		} else if r == ' ' && (last == ' ' || last == '\n') {
			continue
		}
		if marks++; r < '\u0300' || !unicode.In(r, unicode.Mn, unicode.Me) {
			marks = 0
		}
		if marks > maxMarks {
			continue
		}
		out = utf8.AppendRune(out, r)
		last = r
	}
	return string(bytes.TrimSpace(out))
}

// Dropped reports the characters that [Text] takes out of text wherever they
// stand: control characters, what reorders or hides text, and what stands for
// invalid UTF-8.
func Dropped(r rune) bool {
	switch r {
	case '\t', '\n', '\r', '\u0085': // white space
		return false
	}
	return r == utf8.RuneError || unicode.IsControl(r) || hides(r)
}

// plainASCII reports text that needs no look at its characters, as most is.
func plainASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f || s[i] == ' ' && i > 0 && s[i-1] == ' ' {
			return false
		}
	}
	return true
}

// hides reports characters that change how others are shown, or cannot be seen: what
// Unicode has for format control and for no display, and what is no character. The
// joiners, the marks of direction and the signs above numbers stay.
func hides(r rune) bool {
	if r < 0xad || r >= '\u200c' && r <= '\u200f' || unicode.Is(unicode.Prepended_Concatenation_Mark, r) {
		return false
	}
	return unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Noncharacter_Code_Point)
}

func joiner(r rune) bool { return r == '\u200c' || r == '\u200d' }

// joins reports whether a joiner has a meaning after r: not after another one, nor
// in scripts that know no joining.
func joins(r rune) bool {
	return r > '\u0300' && !joiner(r) && !unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Han, unicode.Space)
}

// Line is [Text] for a title or a name: all of it on one line.
func Line(s string) string {
	if plainASCII(s) {
		return strings.TrimSpace(s)
	}
	return strings.Join(strings.Fields(Text(s)), " ")
}

// Unaccented returns s in the compatibility decomposition of Unicode, without the marks on
// letters and without joiners: "Zoe" for "Zoë".
func Unaccented(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Mn, unicode.Cf) {
			return -1
		}
		return r
	}, norm.NFKD.String(s))
}

// ASCII returns s spelled in ASCII, with "?" for each character that has no spelling.
func ASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf {
			return r
		}
		return '?'
	}, spelling.Replace(Unaccented(s)))
}

// spelling spells characters in ASCII that Unicode does not decompose.
var spelling = strings.NewReplacer(
	"–", "-", "‐", "-", "‑", "-", "‒", "-", "−", "-", "—", "--", "―", "--",
	"‘", "'", "’", "'", "‚", "'", "′", "'", "“", `"`, "”", `"`, "„", `"`, "″", `"`, "«", `"`, "»", `"`,
	"•", "*", "·", "*", "●", "*", "▪", "*", "×", "x", "→", "->", "←", "<-", "≤", "<=", "≥", ">=",
	"ß", "ss", "æ", "ae", "Æ", "AE", "œ", "oe", "Œ", "OE", "ø", "o", "Ø", "O", "ł", "l", "Ł", "L",
	"đ", "d", "Đ", "D", "ð", "d", "Ð", "D", "þ", "th", "Þ", "Th", "ı", "i",
)

// Printable is s with each character that a terminal may not get, or does not show,
// replaced by a question mark, and other white space by a space. It is for words
// about a file; the words of a CV are cleaned when it is loaded.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return '?'
		}
		return r
	}, s)
}

// Cut is s if it has at most so many characters, else its beginning with an ellipsis
// as the last of them.
func Cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// maxMarks is how many combining marks one character keeps. Text with vowel signs
// and cantillation needs four; heaps of them run into the lines around.
const maxMarks = 6

// Describe returns what people call a character that they cannot see.
func Describe(r rune) string {
	switch {
	case r == '\u00ad':
		return "a soft hyphen"
	case r == '\u200b' || r == '\u2060' || r == '\ufeff':
		return "a space of no width"
	case r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069':
		return "a mark that turns the direction of text"
	case r == '\x1b':
		return "an escape character"
	case r == utf8.RuneError:
		return "a character that another program could not read"
	case unicode.IsControl(r):
		return "a control character"
	}
	return "an invisible character"
}
