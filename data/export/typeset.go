package export

import (
	_ "embed"
	"strings"
	"unicode"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
)

//go:embed fonts/GenBkBasR.ttf
var gentiumRegular []byte

//go:embed fonts/GenBkBasB.ttf
var gentiumBold []byte

//go:embed fonts/GenBkBasI.ttf
var gentiumItalic []byte

// face is a font of the PDF; its value is fpdf's word for its style.
type face string

const (
	regular face = ""
	bold    face = "B"
	italic  face = "I"
)

// families of fonts, by fpdf's name.
const (
	textFamily  = "gentium"
	otherFamily = "go" // for what the first lacks
)

// run is text to be set, with its looks and where it leads.
type run struct {
	text string
	face face
	tint tint
	url  string
}

// span is a piece of a line, set at x points from the left margin.
type span struct {
	run
	family   string
	x, width float64
	size     float64
	tracking float64 // space added after each character, in points
}

// typesetter measures text and breaks it into lines, before any page is there.
type typesetter struct {
	pdf     *fpdf.Fpdf
	covers  map[face]*sfnt.Font
	other   *sfnt.Font
	buffer  sfnt.Buffer
	missing map[rune]bool // what no font has
	added   bool          // the other font is part of the PDF
}

func newTypesetter(pdf *fpdf.Fpdf) (*typesetter, error) {
	t := &typesetter{pdf: pdf, covers: map[face]*sfnt.Font{}, missing: map[rune]bool{}}
	for f, src := range map[face][]byte{regular: gentiumRegular, bold: gentiumBold, italic: gentiumItalic} {
		font, err := sfnt.Parse(src)
		if err != nil {
			return nil, err
		}
		t.covers[f] = font
	}
	var err error
	if t.other, err = sfnt.Parse(goregular.TTF); err != nil {
		return nil, err
	}
	pdf.AddUTF8FontFromBytes(textFamily, string(regular), gentiumRegular)
	pdf.AddUTF8FontFromBytes(textFamily, string(bold), gentiumBold)
	pdf.AddUTF8FontFromBytes(textFamily, string(italic), gentiumItalic)
	return t, pdf.Error()
}

// settable is text as the fonts want it: composed, as they place no accents, and
// without the characters that only say how others join.
func settable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) {
			return -1
		}
		return r
	}, norm.NFC.String(printable(s)))
}

// family says which fonts have r in that face. What none has is noted, and drawn
// as a box by the first; above U+FFFF, which fpdf cannot write, as U+FFFD.
func (t *typesetter) family(r rune, f face) (string, rune) {
	has := func(font *sfnt.Font) bool {
		i, err := font.GlyphIndex(&t.buffer, r)
		return err == nil && i != 0
	}
	switch {
	case r > 0xffff:
		t.missing[r] = true
		return t.otherFamily(), unicode.ReplacementChar
	case has(t.covers[f]) || r == noBreak:
		return textFamily, r
	case has(t.other):
		return t.otherFamily(), r
	}
	t.missing[r] = true
	return textFamily, r
}

// otherFamily adds the other font when it is first needed: a font that is not
// used would still be in the file.
func (t *typesetter) otherFamily() string {
	if !t.added {
		t.pdf.AddUTF8FontFromBytes(otherFamily, "", goregular.TTF)
		t.added = true
	}
	return otherFamily
}

// spans sets a run on one line from x on, a span for each font that it takes.
func (t *typesetter) spans(r run, size, tracking, x float64) ([]span, float64) {
	var out []span
	family, text := textFamily, new(strings.Builder)
	end := func() {
		if text.Len() == 0 {
			return
		}
		s := span{run: r, family: family, x: x, size: size, tracking: tracking}
		s.text = text.String()
		s.width = t.measure(s)
		x += s.width
		out = append(out, s)
		text.Reset()
	}
	for _, c := range r.text {
		f, c := t.family(c, r.face)
		if f != family && c != ' ' {
			end()
			family = f
		}
		text.WriteRune(c)
	}
	end()
	return out, x
}

func (t *typesetter) measure(s span) float64 {
	t.pdf.SetFont(s.family, s.style(), s.size)
	return t.pdf.GetStringWidth(s.drawn()) + s.tracking*float64(len([]rune(s.text)))
}

// noBreak stands for a space that no line may break at, until it is drawn.
const noBreak = '\u00a0'

// drawn is the text as it is drawn.
func (s span) drawn() string { return strings.ReplaceAll(s.text, string(noBreak), " ") }

func (s span) style() string {
	if s.family == otherFamily {
		return ""
	}
	return string(s.face)
}

// width is that of a run on one line.
func (t *typesetter) width(r run, size float64) float64 {
	_, w := t.spans(r, size, 0, 0)
	return w
}
