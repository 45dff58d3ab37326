package paper

import (
	"fmt"

	"github.com/charmbracelet/x/ansi"

	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/uri"
)

// Terminal describes what a terminal can show.
type Terminal struct {
	Theme   Theme
	Rich    bool // 256 colours or more
	ASCII   bool // only 7-bit characters
	Console bool // only the few hundred characters of a console's font
	Bare    bool // no OSC sequences: no links, no title, no clipboard
}

// Text returns s as it is, or spelled in ASCII for an ASCII terminal.
func (t Terminal) Text(s string) string {
	if t.ASCII {
		return clean.ASCII(s)
	}
	return s
}

// Look has the ornaments, words and styles for a terminal. It never changes.
type Look struct {
	Terminal
	Bullet, Dot, Ellipsis string
	Marker, Bar           string         // below and beside the current section
	UpDown, LeftRight     string         // the keys that scroll and that change the section
	Words                 *locale.Locale // for texts that are not from the CV
	sgr                   [styles]ansi.Style
}

func newLook(t Terminal, words *locale.Locale) *Look {
	sgr := t.Theme.styles(t.Rich)
	switch {
	case t.ASCII:
		return &Look{t, "-", "|", "...", "-", "|", "jk", "hl", words, sgr}
	case t.Console: // whose font may have no blocks
		return &Look{t, "•", "·", "…", "─", "│", "↑↓", "←→", words, sgr}
	}
	return &Look{t, "•", "·", "…", "▔", "▌", "↑↓", "←→", words, sgr}
}

// Truncate is [cell.Truncate] with the ellipsis of the terminal.
func (l *Look) Truncate(s string, width int) string { return cell.Truncate(s, width, l.Ellipsis) }

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

// Style is the weight and the colour of a run of text. Weight carries the meaning and
// colour only helps, so that [Mono] loses nothing.
type Style int

// The styles.
const (
	Plain Style = iota
	Strong
	Emphasis
	StrongEmphasis
	Accent     // the owner, headings, the current section
	AccentLine // the current section, if it has no marker
	Quiet      // dates, labels, notes
	Match      // of a search
	MatchAt    // the current match
	Ink        // modules of a QR code: black on white on every screen
	styles     // their number
)

// Theme is a choice of colours.
type Theme int

// The themes, in the order of the key t. Auto is for an unknown background.
const (
	Auto Theme = iota
	Light
	Dark
	Mono
	themes // their number
)

// Next returns the theme after t, or the first after the last.
func (t Theme) Next() Theme { return (t + 1) % themes }

// Name returns the name of the theme in the words of a language.
func (t Theme) Name(say *locale.Screen) string {
	return [...]string{say.Auto, say.Light, say.Dark, say.Mono}[t]
}

// colors returns an accent and a quieter shade of text as RGB, and the accent for terminals
// with 16 colours. Zero is the terminal's own colour. The RGB colours have a contrast of at
// least 4.5:1 (WCAG 2.2 AA) on the backgrounds of terminals; theme_test.go checks it.
func (t Theme) colors() (accent, quiet int, basic ansi.Attr) {
	switch t {
	case Auto:
		return 0, 0, ansi.AttrCyanForegroundColor // readable on light and dark
	case Light:
		return 0x0b4f9e, 0x565e68, ansi.AttrBlueForegroundColor
	case Dark:
		return 0x8ab4f8, 0xa8b0ba, ansi.AttrCyanForegroundColor
	}
	return 0, 0, 0
}

// styles returns the SGR of each style; rich is set for 256 colours or more.
func (t Theme) styles(rich bool) [styles]ansi.Style {
	var accent, quiet ansi.Style
	if rgb, shade, basic := t.colors(); rich && rgb != 0 {
		accent, quiet = foreground(rgb), foreground(shade)
	} else if basic != 0 {
		accent = ansi.NewStyle(basic)
	}
	return [styles]ansi.Style{
		Strong:         ansi.NewStyle(ansi.AttrBold),
		Emphasis:       ansi.NewStyle(ansi.AttrItalic),
		StrongEmphasis: ansi.NewStyle(ansi.AttrBold, ansi.AttrItalic),
		Accent:         append(ansi.NewStyle(ansi.AttrBold), accent...),
		AccentLine:     append(ansi.NewStyle(ansi.AttrBold, ansi.AttrUnderline), accent...),
		Quiet:          quiet,
		Match:          ansi.NewStyle(ansi.AttrReverse),
		MatchAt:        ansi.NewStyle(ansi.AttrBold, ansi.AttrUnderline, ansi.AttrReverse),
		Ink:            ansi.NewStyle(ansi.AttrBlackForegroundColor, ansi.AttrBrightWhiteBackgroundColor),
	}
}

func foreground(rgb int) ansi.Style {
	return ansi.Style{fmt.Sprintf("38;2;%d;%d;%d", rgb>>16, rgb>>8&0xff, rgb&0xff)}
}
