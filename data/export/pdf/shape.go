package pdf

import (
	"fmt"
	"slices"

	"github.com/go-text/typesetting/di"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"

	"wenkaiyue.com/cv/data/export/pdf/fonts"
)

// glyph is a shape of a font, at an offset in ems of its own size.
type glyph struct {
	id     uint32
	dx, dy float64
}

// brokenFont is the failure of a font of the machine: the document is to be made
// without it. It travels as a panic, as does what a parser of fonts fails with; see
// [Write].
type brokenFont struct {
	face   *fonts.Face
	reason any
}

func (b *brokenFont) Error() string {
	return fmt.Sprintf("the font %s is broken: %v", b.face.Name, b.reason)
}

// guard is deferred around the use of a face.
func guard(face *fonts.Face) {
	if r := recover(); r != nil {
		panic(&brokenFont{face, r})
	}
}

// shapedSize is the size at which text is shaped: a thousandth of the em is one.
const shapedSize = 1000

// run shapes letters of one span, direction, face and script, and returns the
// clusters in the order of the text.
func (t *typesetter) run(s *span, letters []letter, drawn []rune, from, to int) (out []cluster) {
	first := letters[from]
	defer guard(first.face)
	rtl := first.level%2 == 1
	in := shaping.Input{
		Text: drawn, RunStart: from, RunEnd: to, Face: first.face.Face, Size: fixed.I(shapedSize),
		Script: first.script, Language: t.language, Direction: di.DirectionLTR,
	}
	if rtl {
		in.Direction = di.DirectionRTL
	}
	if s.capitals || s.style == fonts.Code {
		in.FontFeatures = []shaping.FontFeature{{Tag: ot.MustNewTag("liga")}, {Tag: ot.MustNewTag("clig")}}
	}
	for glyphs := t.shaper.ShapeNoExtents(in).Glyphs; len(glyphs) > 0; {
		n := glyphs[0].GlyphsCount()
		group := glyphs[:n]
		if rtl { // they are in the order from left to right
			n = len(glyphs) - glyphs[len(glyphs)-1].GlyphsCount()
			group, glyphs = glyphs[n:], glyphs[:n]
		} else {
			glyphs = glyphs[n:]
		}
		c := newCluster(s, group, &first)
		of := letters[c.start:min(c.start+group[0].RunesCount(), to)]
		if !rtl {
			for _, l := range of {
				c.text += string(l.r)
			}
			c.space = s.gap || c.text == " "
			out = append(out, c)
			continue
		}
		for _, l := range of { // a cluster a letter
			c.text, c.space = string(l.r), s.gap || l.r == ' '
			out = append(out, c)
			c = cluster{face: c.face, span: c.span, level: c.level, start: c.start + 1}
		}
	}
	if rtl {
		share(out)
	}
	return out
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

func newCluster(s *span, glyphs []shaping.Glyph, l *letter) cluster {
	c := cluster{face: l.face, span: l.span, level: l.level, start: glyphs[0].TextIndex()}
	ems := func(n fixed.Int26_6) float64 { return float64(n) / 64 / shapedSize }
	for _, g := range glyphs {
		c.glyphs = append(c.glyphs, glyph{id: uint32(g.GlyphID), dx: c.natural + ems(g.XOffset), dy: ems(g.YOffset)})
		c.natural += ems(g.Advance)
	}
	c.advance = c.natural * s.scale()
	if len(glyphs) == 1 {
		c.natural = float64(l.face.HorizontalAdvance(glyphs[0].GlyphID)) / float64(l.face.Upem())
	}
	if s.capitals && slices.Contains([]language.Script{language.Latin, language.Greek, language.Cyrillic, language.Common}, l.script) {
		c.advance += tracking // letters of others join, or have no capitals
	}
	return c
}
