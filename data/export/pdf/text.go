package pdf

import (
	"cmp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/export/pdf/fonts"
	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/uri"
)

// tint is a colour, red, green and blue.
type tint [3]int

// Three tints, each dark enough to be read off a grey printer.
var (
	ink    = tint{0, 0, 0}
	quiet  = tint{80, 80, 80}
	accent = tint{18, 63, 102}
)

// span is a piece of a text with its look, and where it leads.
type span struct {
	text     string
	style    fonts.Style
	tint     tint
	url      string
	size     float64 // in that of the text around it; 0 is 1
	capitals bool    // drawn as spaced capitals, and read as written
	whole    bool    // on one line, if a line has room for it
	apart    bool    // its direction has nothing to do with that of its neighbours
	gap      bool    // like a space: not drawn at the end of a line
}

// tracking is the space after each letter of spaced capitals, in ems.
const tracking = 0.06

// codeScale makes the letters of the font for code as large as those around it.
const codeScale = 0.82

func (s *span) scale() float64 {
	scale := cmp.Or(s.size, 1)
	if s.style == fonts.Code {
		scale *= codeScale
	}
	return scale
}

// plain makes a span of text of the CV.
func plain(s string, style fonts.Style, c tint) span {
	return span{text: tidy(s), style: style, tint: c}
}

func linked(s, url string, style fonts.Style, c tint) span {
	out := plain(s, style, c)
	out.url = uri.Link(url)
	return out
}

// styled makes the spans of a text whose plain words are in a style. Emphasis
// within italics is upright, as it is in print.
func styled(text markup.Text, style fonts.Style, c tint) []span {
	var out []span
	for _, r := range text {
		one := span{text: composed(r.Words), style: style, tint: c, url: uri.Link(r.URL)}
		switch {
		case r.Code:
			one.style = fonts.Code
		case r.Strong:
			one.style = fonts.Bold
		case r.Emphasis && style == fonts.Italic:
			one.style = fonts.Regular
		case r.Emphasis:
			one.style = fonts.Italic
		}
		if one.url != "" {
			one.tint = accent
		}
		out = append(out, one)
	}
	return out
}

// tidy is text on one line, composed, without control characters and without
// what only chooses between pictures of a character.
func tidy(s string) string { return strings.Join(strings.Fields(composed(s)), " ") }

// composed is tidy for a piece of a line: each space of it stays.
func composed(s string) string {
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

// capital is the capital of a letter, where it is one letter; Greek capitals
// lose their accents.
func capital(r rune) rune {
	up := unicode.ToUpper(r)
	if unicode.Is(unicode.Greek, up) {
		if d := []rune(norm.NFD.String(string(up))); len(d) > 1 && !strings.ContainsRune(string(d), '\u0308') {
			return d[0]
		}
	}
	return up
}

// pictorial reports emoji and what modifies them: what no font has as an outline
// is left out rather than drawn as a box.
func pictorial(r rune) bool {
	return r >= 0x1f000 && r <= 0x1faff || r >= 0x2600 && r <= 0x27bf || r >= 0x2b00 && r <= 0x2bff ||
		r >= 0xe0020 && r <= 0xe007f || r == '\u20e3' || r >= 0x2300 && r <= 0x23ff
}

// unseen reports characters that are never drawn: they join or order others.
func unseen(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r)
}
