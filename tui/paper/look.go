package paper

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/uri"
)

// Terminal is what a terminal shows.
type Terminal struct {
	Theme   Theme
	Rich    bool // 256 colours or more
	ASCII   bool // 7-bit characters alone
	Console bool // the few hundred characters of a console's font
	Bare    bool // no OSC sequences: no links, no title, no clipboard
}

// Text returns s for the terminal: as it is, or spelled in ASCII.
func (t Terminal) Text(s string) string {
	if !t.ASCII || cell.IsASCII(s) {
		return s
	}
	return clean.ASCII(s)
}

// Ornaments are the characters that are not from the CV.
type Ornaments struct {
	Bullet, Dot, Ellipsis string
	Marker, Bar           string // below and beside the current section
	UpDown, LeftRight     string // the keys that scroll and that go from section to section
}

// Look is how text looks on a terminal. It never changes.
type Look struct {
	Terminal
	Ornaments
	Words *locale.Locale // of all that is not from the CV
	sgr   [styles]ansi.Style
}

func newLook(t Terminal, words *locale.Locale) *Look {
	l := &Look{Terminal: t, Words: words, sgr: t.Theme.styles(t.Rich)}
	switch l.Ornaments = (Ornaments{"•", "·", "…", "▔", "▌", "↑↓", "←→"}); {
	case t.ASCII:
		l.Ornaments = Ornaments{"-", "|", "...", "-", "|", "jk", "hl"}
	case t.Console: // whose font may have no blocks
		l.Marker, l.Bar = "─", "│"
	}
	return l
}

// Truncate returns s, or its beginning and an ellipsis, in at most width cells.
func (l *Look) Truncate(s string, width int) string {
	if cell.Width(s) <= width {
		return s
	}
	end := l.Ellipsis
	if width <= cell.Width(end) {
		end = ""
	}
	return strings.TrimRight(cell.Prefix(s, width-cell.Width(end)), " ") + end
}

// Render returns a text with its styles, and with its links as OSC 8.
func (l *Look) Render(t Text) string {
	var b []byte
	for _, s := range t {
		if s.Text == "" {
			continue // not even its style
		}
		link := s.Link != "" && !l.Bare
		if link {
			b = append(b, ansi.SetHyperlink(uri.Encode(s.Link))...)
		}
		b = append(b, l.sgr[s.Style].Styled(s.Text)...)
		if link {
			b = append(b, ansi.ResetHyperlink()...)
		}
	}
	return string(b)
}
