package tui

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// charset is what the terminal can show.
type charset struct{ ascii bool }

// ornaments are the characters of our own making.
type ornaments struct {
	bullet, dot, ellipsis, marker, bar     string
	updown, leftright, dash, vertical, ret string
}

func (c charset) ornaments() ornaments {
	if c.ascii {
		return ornaments{bullet: "-", dot: "|", ellipsis: "...", marker: "-", bar: "|", updown: "jk", leftright: "hl", dash: "-", vertical: "|", ret: "enter"}
	}
	return ornaments{bullet: "•", dot: "·", ellipsis: "…", marker: "▔", bar: "▌", updown: "↑↓", leftright: "←→", dash: "–", vertical: "│", ret: "⏎"}
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
