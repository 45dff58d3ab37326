package paper

import (
	"fmt"

	"github.com/charmbracelet/x/ansi"

	"wenkaiyue.com/cv/data/locale"
)

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
	AccentLine // the current section, where no marker stands beside it
	Quiet      // dates, labels, notes
	Match      // of a search
	MatchAt    // the match that n and N move
	Ink        // modules of a QR code: black on white on every screen
	styles     // their number
)

// Theme is a choice of colours.
type Theme int

// The themes, in the order of the key t. Auto is for a background that is not known.
const (
	Auto Theme = iota
	Light
	Dark
	Mono
	themes // their number
)

// Next returns the theme after t, and after the last one the first.
func (t Theme) Next() Theme { return (t + 1) % themes }

// Name returns the name of the theme in the words of a language.
func (t Theme) Name(say *locale.Screen) string {
	return [...]string{say.Auto, say.Light, say.Dark, say.Mono}[t]
}

// colors are the two colours of a theme, an accent and a quieter shade of text, as RGB,
// and the accent where there are 16 colours. A zero is the terminal's own colour. Both
// have a contrast of at least 4.5:1 (WCAG 2.2 AA) on the backgrounds of terminals;
// theme_test.go checks it.
type colors struct {
	accent, quiet int
	basic         ansi.Attr
}

func (t Theme) colors() colors {
	return [...]colors{
		Auto:  {basic: ansi.AttrCyanForegroundColor}, // can be read on both
		Light: {0x0b4f9e, 0x565e68, ansi.AttrBlueForegroundColor},
		Dark:  {0x8ab4f8, 0xa8b0ba, ansi.AttrCyanForegroundColor},
		Mono:  {},
	}[t]
}

// styles returns the SGR of each style; rich is set for 256 colours or more.
func (t Theme) styles(rich bool) [styles]ansi.Style {
	c := t.colors()
	var accent, quiet ansi.Style
	if rich && c.accent != 0 {
		accent, quiet = foreground(c.accent), foreground(c.quiet)
	} else if c.basic != 0 {
		accent = ansi.NewStyle(c.basic)
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
