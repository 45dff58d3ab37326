package export

import (
	"strings"
	"unicode"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
)

// face is a font of the PDF; its value is fpdf's word for its style.
type face string

const (
	regular face = ""
	bold    face = "B"
	italic  face = "I"
	code    face = "code" // not fpdf's word: it is a family with one style
)

// families of fonts, by fpdf's name.
const (
	textFamily  = "gentium"
	otherFamily = "go"     // for what the first lacks
	codeFamily  = "gomono" // for code
)

// codeScale makes the letters of the font for code as large as those around it.
const codeScale = 0.82

// scale is the size of a face in that of the text that it stands in.
func (f face) scale() float64 {
	if f == code {
		return codeScale
	}
	return 1
}

// run is text to be set, with its looks and where it leads.
type run struct {
	text     string
	face     face
	tint     tint
	url      string
	tracking float64 // space added after each character, in points
}

// span is a piece of a line, set at x points from the left margin.
type span struct {
	run
	family   string
	x, width float64
	size     float64
}

// typesetter measures text and breaks it into lines, before any page is there.
type typesetter struct {
	pdf     *fpdf.Fpdf
	covers  map[face]*sfnt.Font
	other   *sfnt.Font
	buffer  sfnt.Buffer
	missing map[rune]bool   // what no font has
	added   map[string]bool // families beside the first that are part of the PDF
	glyphs  map[glyphKey]glyph
}

func newTypesetter(pdf *fpdf.Fpdf) (*typesetter, error) {
	t := &typesetter{pdf: pdf, covers: map[face]*sfnt.Font{}, missing: map[rune]bool{}, added: map[string]bool{}, glyphs: map[glyphKey]glyph{}}
	for _, f := range []face{regular, bold, italic} {
		src, err := gentium(f)
		if err != nil {
			return nil, err
		}
		if t.covers[f], err = sfnt.Parse(src); err != nil {
			return nil, err
		}
		pdf.AddUTF8FontFromBytes(textFamily, string(f), src)
	}
	var err error
	if t.covers[code], err = sfnt.Parse(gomono.TTF); err != nil {
		return nil, err
	}
	if t.other, err = sfnt.Parse(goregular.TTF); err != nil {
		return nil, err
	}
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

// settableRun is settable for a piece of a line: a space at its ends stays.
func settableRun(s string) string {
	out := settable(s)
	if strings.HasPrefix(s, " ") {
		out = " " + out
	}
	if strings.HasSuffix(s, " ") && out != " " {
		out += " "
	}
	return out
}

// glyph is how a character of a face is drawn.
type glyph struct {
	family string
	char   rune    // the character itself, or what stands for it
	width  float64 // in ems
}

type glyphKey struct {
	char rune
	face face
}

// glyph finds the font that has a character. What none has is noted, and drawn as
// a box by the first; above U+FFFF, which fpdf cannot write, as U+FFFD.
func (t *typesetter) glyph(r rune, f face) glyph {
	key := glyphKey{r, f}
	if g, ok := t.glyphs[key]; ok {
		return g
	}
	has := func(font *sfnt.Font) bool {
		i, err := font.GlyphIndex(&t.buffer, r)
		return err == nil && i != 0
	}
	g := glyph{family: textFamily, char: r}
	switch {
	case r > 0xffff:
		t.missing[r] = true
		g = glyph{family: t.with(otherFamily, goregular.TTF), char: unicode.ReplacementChar}
	case has(t.covers[f]) && f == code:
		g.family = t.with(codeFamily, gomono.TTF)
	case r == noBreak || has(t.covers[f]) || f == code && has(t.covers[regular]):
	case has(t.other):
		g.family = t.with(otherFamily, goregular.TTF)
	default:
		t.missing[r] = true
	}
	s := span{run: run{text: string(g.char), face: f}, family: g.family}
	t.pdf.SetFont(s.family, s.style(), 1000)
	g.width = t.pdf.GetStringWidth(s.drawn()) / 1000
	t.glyphs[key] = g
	return g
}

// with adds a font when it is first needed: one that is not used would still be
// in the file.
func (t *typesetter) with(family string, ttf []byte) string {
	if !t.added[family] {
		t.pdf.AddUTF8FontFromBytes(family, "", ttf)
		t.added[family] = true
	}
	return family
}

// spans sets a run on one line from x on, a span for each font that it takes.
func (t *typesetter) spans(r run, size, x float64) ([]span, float64) {
	var out []span
	size *= r.face.scale()
	family, text, from := textFamily, new(strings.Builder), x
	end := func() {
		if text.Len() == 0 {
			return
		}
		s := span{run: r, family: family, x: from, width: x - from, size: size}
		s.text = text.String()
		out, from = append(out, s), x
		text.Reset()
	}
	for _, c := range r.text {
		g := t.glyph(c, r.face)
		if g.family != family && c != ' ' {
			end()
			family = g.family
		}
		text.WriteRune(g.char)
		x += g.width*size + r.tracking
	}
	end()
	return out, x
}

// noBreak stands for a space that no line may break at, until it is drawn.
const noBreak = '\u00a0'

// drawn is the text as it is drawn.
func (s span) drawn() string { return strings.ReplaceAll(s.text, string(noBreak), " ") }

func (s span) style() string {
	if s.family != textFamily || s.face == code {
		return ""
	}
	return string(s.face)
}

// width is that of a run on one line.
func (t *typesetter) width(r run, size float64) (w float64) {
	for _, c := range r.text {
		w += t.glyph(c, r.face).width*size*r.face.scale() + r.tracking
	}
	return w
}
