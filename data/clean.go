package data

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean makes text from a file safe to show anywhere: no control character (and
// so no escape sequence), no bidirectional override or isolate, no invisible
// space, no invalid UTF-8. Line breaks stay, other white space becomes one space.
//
// The zero width joiner and non-joiner stay: emoji and Persian are written with
// them. The right-to-left and left-to-right marks stay too; they order only
// their neighbours.
func clean(s string) string {
	if !needsCleaning(s) {
		return strings.TrimSpace(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range strings.ReplaceAll(s, "\r\n", "\n") {
		switch {
		case r == '\n' || r == '\u2028' || r == '\u2029' || r == '\r' || r == '\u0085':
			b.WriteByte('\n')
		case Dropped(r):
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	lines := strings.Split(b.String(), "\n")
	for i, l := range lines {
		lines[i] = strings.Join(strings.Fields(l), " ")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// Dropped reports the characters that [Load] takes out of text: control
// characters, what reorders or hides text, and what stands for invalid UTF-8.
func Dropped(r rune) bool {
	switch r {
	case '\t', '\n', '\r', '\u0085': // white space
		return false
	}
	return r == utf8.RuneError || unicode.IsControl(r) || invisible(r)
}

func needsCleaning(s string) bool {
	space := false
	for _, r := range s {
		switch {
		case r == ' ':
			if space {
				return true
			}
			space = true
			continue
		case r < ' ' || r == utf8.RuneError || unicode.IsControl(r) || invisible(r) || unicode.IsSpace(r):
			return true
		}
		space = false
	}
	return false
}

// invisible reports characters that change how others are shown, or hide among
// them: bidirectional embeddings, overrides and isolates; zero width space, word
// joiner and byte order mark; the tag characters.
func invisible(r rune) bool {
	switch {
	case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
		return true
	case r == '\u200b' || r == '\u2060' || r == '\ufeff' || r == '\u00ad':
		return true
	case r >= 0xE0000 && r <= 0xE007F:
		return true
	}
	return false
}

// oneLine is clean for text that must stay on one line: a title, a name.
func oneLine(s string) string {
	return strings.Join(strings.Fields(clean(s)), " ")
}
