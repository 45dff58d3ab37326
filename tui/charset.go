package tui

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// charset is what the terminal can show.
type charset struct {
	ascii   bool
	console bool // the few hundred characters of a console's font
	bare    bool // no OSC sequences: no links, no title, no clipboard
}

// ornaments are the characters of our own making.
type ornaments struct {
	bullet, dot, ellipsis, marker, bar string
	updown, leftright                  string
}

func (c charset) ornaments() ornaments {
	if c.ascii {
		return ornaments{bullet: "-", dot: "|", ellipsis: "...", marker: "-", bar: "|", updown: "jk", leftright: "hl"}
	}
	o := ornaments{bullet: "•", dot: "·", ellipsis: "…", marker: "▔", bar: "▌", updown: "↑↓", leftright: "←→"}
	if c.console {
		o.marker, o.bar = "─", "│" // of the blocks, its font may have none
	}
	return o
}

// text makes s fit for the terminal: as it is, or spelled in ASCII.
func (c charset) text(s string) string {
	if !c.ascii || isASCII(s) {
		return s
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		switch {
		case r < 0x80:
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r): // accents, joiners
		default:
			b.WriteString(spelled(r))
		}
	}
	return b.String()
}

// spelled is what a typewriter has for r.
func spelled(r rune) string {
	switch r {
	case '–', '‐', '‑', '‒', '−':
		return "-"
	case '—', '―':
		return "--"
	case '‘', '’', '‚', '′':
		return "'"
	case '“', '”', '„', '″', '«', '»':
		return `"`
	case '•', '·', '●', '▪':
		return "*"
	case '×':
		return "x"
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'Æ':
		return "AE"
	case 'ø':
		return "o"
	case 'Ø':
		return "O"
	case 'ł':
		return "l"
	case 'Ł':
		return "L"
	case 'đ':
		return "d"
	case '→':
		return "->"
	case '←':
		return "<-"
	case '≤':
		return "<="
	case '≥':
		return ">="
	}
	return "?"
}

// UTF8Locale reports whether the locale of an environment is in UTF-8, as POSIX
// decides it: by the first of LC_ALL, LC_CTYPE and LANG that is set. An
// environment with none of them is taken to be, as is one whose locale names no
// charset and is not C or POSIX.
func UTF8Locale(environ []string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		for _, kv := range environ {
			k, v, _ := strings.Cut(kv, "=")
			if k != name || v == "" {
				continue
			}
			_, charset, given := strings.Cut(strings.ToLower(v), ".")
			charset, _, _ = strings.Cut(charset, "@")
			if !given {
				return v != "C" && v != "POSIX"
			}
			return charset == "utf-8" || charset == "utf8"
		}
	}
	return true
}
