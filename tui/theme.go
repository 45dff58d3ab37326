package tui

import (
	"image/color"
	"strconv"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/uri"
)

// role is the purpose of a run of text; a palette has its style.
type role int

const (
	plain    role = iota
	name          // the owner's name
	heading       // title of a section
	title         // of an entry
	self          // the owner in an author list
	venue         // where a paper appeared
	emphasis      // marked in the owner's text
	strong
	strongEmphasis
	quiet    // dates, labels, notes
	here     // the current section
	hereLine // the same, with its marker in the line itself
	match    // of a search
	matchAt  // the match that n and N move
	ink      // modules of a QR code: black on white on every screen
	roles    // their number
)

// Theme is a choice of colours.
type Theme int

// The themes, in the order of the key t. Auto is Light or Dark once the background of the
// terminal is known, and until then uses colours of the terminal's own 16 that are
// readable on both.
const (
	Auto Theme = iota
	Light
	Dark
	Mono
)

// name returns the name of the theme in the CV's language.
func (t Theme) name(say *locale.Screen) string {
	return [...]string{say.Auto, say.Light, say.Dark, say.Mono}[t]
}

func (t Theme) next() Theme { return (t + 1) % (Mono + 1) }

// palette has the style of each role. Attributes carry the meaning and colour only helps,
// so that Mono loses nothing.
type palette [roles]ansi.Style

// colors are a theme's two colours: an accent, and a quieter shade of text. Both have a
// contrast of at least 4.5:1 (WCAG 2.2 AA) on the backgrounds of terminals;
// theme_test.go checks it.
type colors struct{ accent, quiet color.RGBA }

func onDark() colors  { return colors{accent: rgb(0x8ab4f8), quiet: rgb(0xa8b0ba)} }
func onLight() colors { return colors{accent: rgb(0x0b4f9e), quiet: rgb(0x565e68)} }

func rgb(v uint32) color.RGBA {
	return color.RGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

// newPalette returns the palette of a theme; rich is set for 256 colours or more. Auto is
// for an unknown background.
func newPalette(t Theme, rich bool) palette {
	var accent, faded ansi.Style
	switch {
	case t == Mono:
	case t == Dark && rich:
		accent, faded = foreground(onDark().accent), foreground(onDark().quiet)
	case t == Light && rich:
		accent, faded = foreground(onLight().accent), foreground(onLight().quiet)
	case t == Dark:
		accent = ansi.NewStyle(ansi.AttrCyanForegroundColor)
	default: // 16 colours on light or unknown: the readable blue-green of both
		accent = ansi.NewStyle(ansi.AttrBlueForegroundColor)
		if t == Auto {
			accent = ansi.NewStyle(ansi.AttrCyanForegroundColor)
		}
	}
	style := func(base ansi.Style, attrs ...ansi.Attr) ansi.Style {
		return append(ansi.NewStyle(attrs...), base...)
	}
	return palette{
		plain:          nil,
		name:           style(accent, ansi.AttrBold),
		heading:        style(accent, ansi.AttrBold),
		title:          style(nil, ansi.AttrBold),
		self:           style(accent, ansi.AttrBold),
		venue:          style(nil, ansi.AttrItalic),
		emphasis:       style(nil, ansi.AttrItalic),
		strong:         style(nil, ansi.AttrBold),
		strongEmphasis: style(nil, ansi.AttrBold, ansi.AttrItalic),
		quiet:          style(faded),
		here:           style(accent, ansi.AttrBold),
		hereLine:       style(accent, ansi.AttrBold, ansi.AttrUnderline),
		match:          style(nil, ansi.AttrReverse),
		matchAt:        style(nil, ansi.AttrBold, ansi.AttrUnderline, ansi.AttrReverse),
		ink:            ansi.NewStyle(ansi.AttrBlackForegroundColor, ansi.AttrBrightWhiteBackgroundColor),
	}
}

func foreground(c color.RGBA) ansi.Style {
	return ansi.Style{"38;2;" + strconv.Itoa(int(c.R)) + ";" + strconv.Itoa(int(c.G)) + ";" + strconv.Itoa(int(c.B))}
}

// style returns spans with their styles, and with links as OSC 8.
func (l *layout) style(spans []span) string {
	var b []byte
	for _, s := range spans {
		if l.charset.bare {
			s.link = ""
		}
		if s.link != "" {
			b = append(b, ansi.SetHyperlink(uri.Encode(s.link))...)
		}
		b = append(b, l.palette[s.role].Styled(s.text)...)
		if s.link != "" {
			b = append(b, ansi.ResetHyperlink()...)
		}
	}
	return string(b)
}

// The colour profiles up to which a terminal has no colours, and from which it
// has 256 or more.
const (
	noColor   = colorprofile.ASCII
	richColor = colorprofile.ANSI256
)
