// Package clean makes text from outside safe to show.
package clean

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Text makes text from a file safe to show anywhere. It removes control characters (and so
// escape sequences), bidirectional overrides and isolates, invisible characters, heaps of
// combining marks and invalid UTF-8. Line breaks stay; other white space becomes one space.
//
// Zero width joiners and non-joiners stay in emoji and in scripts that are written with
// them. Right-to-left and left-to-right marks stay too: they order only their neighbours.
func Text(s string) string {
	if plainASCII(s) {
		return strings.TrimSpace(s)
	}
	out := make([]byte, 0, len(s))
	last := '\n' // the last character kept
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

// Dropped reports whether [Text] removes r wherever it stands: control characters,
// characters that reorder or hide text (Unicode's format controls, default ignorable code
// points and noncharacters), and the mark of invalid UTF-8.
func Dropped(r rune) bool {
	switch r {
	case '\t', '\n', '\r', '\u0085': // white space
		return false
	}
	if r == utf8.RuneError || unicode.IsControl(r) {
		return true
	}
	// Joiners, marks of direction and the signs above numbers stay.
	if r < 0xad || r >= '\u200c' && r <= '\u200f' || unicode.Is(unicode.Prepended_Concatenation_Mark, r) {
		return false
	}
	return unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Noncharacter_Code_Point)
}

// plainASCII reports whether [Text] need only trim s, as is usual.
func plainASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f || s[i] == ' ' && i > 0 && s[i-1] == ' ' {
			return false
		}
	}
	return true
}

// Trim returns s without the white space and the marks of direction around it, which come with
// copied text and have no meaning around an address or a date.
func Trim(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '\u200e' || r == '\u200f' })
}

func joiner(r rune) bool { return r == '\u200c' || r == '\u200d' }

// joins reports whether a joiner has a meaning after r. It has none after another joiner,
// or in scripts without joining.
func joins(r rune) bool {
	return r > '\u0300' && !joiner(r) && !unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Han, unicode.Space)
}

// Line is like [Text], but returns one line, for a title or a name.
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

// spelling maps characters that Unicode does not decompose to ASCII.
var spelling = strings.NewReplacer(
	"–", "-", "‐", "-", "‑", "-", "‒", "-", "−", "-", "—", "--", "―", "--",
	"‘", "'", "’", "'", "‚", "'", "′", "'", "“", `"`, "”", `"`, "„", `"`, "″", `"`, "«", `"`, "»", `"`,
	"•", "*", "·", "*", "●", "*", "▪", "*", "×", "x", "→", "->", "←", "<-", "≤", "<=", "≥", ">=",
	"ß", "ss", "æ", "ae", "Æ", "AE", "œ", "oe", "Œ", "OE", "ø", "o", "Ø", "O", "ł", "l", "Ł", "L",
	"đ", "d", "Đ", "D", "ð", "d", "Ð", "D", "þ", "th", "Þ", "Th", "ı", "i",
)

// Printable returns s with spaces for white space and question marks for characters that a
// terminal must not get or does not show. It is for messages about a file; [Text] cleans a
// CV when it is loaded.
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

// Cut returns s if it has at most most characters, or else its beginning with an ellipsis
// as the last of them.
func Cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// maxMarks is the number of combining marks that a character keeps. Vowel signs and
// cantillation need four; heaps of marks run into other lines.
const maxMarks = 6

// Describe returns a name for an invisible character.
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
