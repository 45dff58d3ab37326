package pdf

import (
	"fmt"
	"slices"
	"unicode"

	"github.com/go-text/typesetting/bidi"
	"github.com/go-text/typesetting/di"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
	xbidi "golang.org/x/text/unicode/bidi"

	"wenkaiyue.com/cv/data/export/pdf/fonts"
)

// typesetter shapes the texts of a document with its fonts.
type typesetter struct {
	set      *fonts.Set
	lang     string // of the document, as BCP 47
	language language.Language
	eastern  bool // the document is in Chinese, Japanese or Korean
	rtl      bool // it runs from right to left
	shaper   shaping.HarfbuzzShaper
	done     map[string]*paragraph
	missing  map[rune]int  // what is drawn as a box, and how often
	left     map[rune]bool // emoji that are left out
	seen     int           // letters in all
	survey   bool          // look for what is missing, and shape nothing
}

// brokenFont is the failure of a font of the machine: the document is to be made
// without it.
type brokenFont struct {
	face   *fonts.Face
	reason any
}

func (b *brokenFont) Error() string {
	return fmt.Sprintf("the font %s is broken: %v", b.face.Name, b.reason)
}

// shapedSize is the size at which text is shaped: a thousandth of the em is one.
const shapedSize = 1000

// run shapes letters of one span, direction, face and script, and returns the
// clusters in the order of the text, with the first letter of each.
func (t *typesetter) run(spans []span, letters []letter, text []rune, from, to int) (out []cluster, starts []int, err error) {
	first := letters[from]
	defer func() {
		if r := recover(); r != nil {
			err = &brokenFont{first.face, r}
		}
	}()
	s := &spans[first.span]
	in := shaping.Input{
		Text: text, RunStart: from, RunEnd: to, Face: first.face.Face, Size: fixed.I(shapedSize),
		Script: first.script, Language: t.language, Direction: di.DirectionLTR,
	}
	if first.level%2 == 1 {
		in.Direction = di.DirectionRTL
	}
	if s.tracking > 0 || s.style == fonts.Code {
		in.FontFeatures = []shaping.FontFeature{{Tag: ot.MustNewTag("liga")}, {Tag: ot.MustNewTag("clig")}}
	}
	glyphs := t.shaper.ShapeNoExtents(in).Glyphs
	for i := 0; i < len(glyphs); {
		n := i + 1
		for n < len(glyphs) && glyphs[n].TextIndex() == glyphs[i].TextIndex() {
			n++
		}
		c := t.cluster(s, glyphs[i:n], &first)
		at := glyphs[i].TextIndex()
		of := letters[at:min(at+glyphs[i].RunesCount(), to)]
		if first.level%2 == 1 { // a cluster a letter, the last first as the glyphs are
			for j, l := range slices.Backward(of[min(1, len(of)):]) {
				blank := c
				blank.text, blank.glyphs, blank.advance, blank.natural = string(l.r), nil, 0, 0
				out, starts = append(out, blank), append(starts, at+1+j)
			}
			of = of[:min(1, len(of))]
		}
		for _, l := range of {
			c.text += string(l.r)
		}
		c.space = c.text == " "
		out, starts = append(out, c), append(starts, at)
		i = n
	}
	if first.level%2 == 1 {
		slices.Reverse(out)
		slices.Reverse(starts)
		share(out)
	}
	return out, starts, nil
}

// share gives clusters without a width, such as the second letter of a ligature or
// a joiner, a part of the width of the one before. They run from right to left, and
// programs that order letters by their places otherwise cannot tell which is first.
func share(clusters []cluster) {
	for from := 0; from < len(clusters); {
		to := from + 1
		for to < len(clusters) && clusters[to].advance == 0 {
			to++
		}
		n := float64(to - from)
		advance, natural := clusters[from].advance/n, clusters[from].natural/n
		for i := from; i < to && n > 1; i++ {
			c := &clusters[i]
			c.advance, c.natural = advance, natural
			for j := range c.glyphs { // that stay where they are
				c.glyphs[j].dx -= float64(to-1-i) * natural
			}
		}
		from = to
	}
}

func (t *typesetter) cluster(s *span, glyphs []shaping.Glyph, l *letter) cluster {
	c := cluster{face: l.face, span: l.span, level: l.level}
	ems := func(n fixed.Int26_6) float64 { return float64(n) / 64 / shapedSize }
	x := 0.0
	for _, g := range glyphs {
		c.glyphs = append(c.glyphs, glyph{id: uint32(g.GlyphID), dx: x + ems(g.XOffset), dy: ems(g.YOffset)})
		x += ems(g.Advance)
	}
	c.natural = x
	if len(glyphs) == 1 {
		c.natural = float64(l.face.HorizontalAdvance(glyphs[0].GlyphID)) / float64(l.face.Upem())
	}
	c.advance = x * s.scale()
	if s.tracking > 0 && spaced(l.script) {
		c.advance += s.tracking
	}
	return c
}

// spaced reports scripts whose letters may stand apart.
func spaced(s language.Script) bool {
	return s == language.Latin || s == language.Greek || s == language.Cyrillic || s == language.Common
}

// direction is that of a letter, or none.
func direction(r rune) bidi.Direction {
	switch p, _ := xbidi.LookupRune(r); p.Class() {
	case xbidi.L:
		return bidi.LeftToRight
	case xbidi.R, xbidi.AL:
		return bidi.RightToLeft
	}
	return bidi.Neutral
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
