package typeset

import (
	"slices"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"

	"wenkaiyue.com/cv/data/export/pdf/fonts"
)

// Glyph is a glyph of a font, at an offset in ems of its font size.
type Glyph struct {
	ID     font.GID
	DX, DY float64
}

// shapedSize is the font size for shaping: one unit is a thousandth of an em.
const shapedSize = 1000

// run shapes letters of one span, direction, face and script. It returns the clusters in
// the order of the text.
func (t *Typesetter) run(s *Span, letters []letter, drawn []rune, from, to int) (out []Cluster) {
	first := letters[from]
	defer first.face.Guard()
	rtl := first.level%2 == 1
	in := shaping.Input{
		Text: drawn, RunStart: from, RunEnd: to, Face: first.face.Face, Size: fixed.I(shapedSize),
		Script: first.script, Language: t.language, Direction: di.DirectionLTR,
	}
	if rtl {
		in.Direction = di.DirectionRTL
	}
	if s.Capitals || s.Style == fonts.Code {
		in.FontFeatures = []shaping.FontFeature{{Tag: ot.MustNewTag("liga")}, {Tag: ot.MustNewTag("clig")}}
	}
	for glyphs := t.shaper.ShapeNoExtents(in).Glyphs; len(glyphs) > 0; {
		n := glyphs[0].GlyphsCount()
		group := glyphs[:n]
		if rtl { // glyphs are in the order from left to right
			n = len(glyphs) - glyphs[len(glyphs)-1].GlyphsCount()
			group, glyphs = glyphs[n:], glyphs[:n]
		} else {
			glyphs = glyphs[n:]
		}
		c := newCluster(s, group, &first)
		of := letters[c.start:min(c.start+group[0].RunesCount(), to)]
		if !rtl {
			for _, l := range of {
				c.Text += string(l.r)
			}
			c.space = s.Gap || c.Text == " "
			out = append(out, c)
			continue
		}
		for _, l := range of { // one cluster a letter
			c.Text, c.space = string(l.r), s.Gap || l.r == ' '
			out = append(out, c)
			c = Cluster{face: c.face, span: c.span, level: c.level, start: c.start + 1}
		}
	}
	if rtl {
		share(out)
	}
	return out
}

// share gives clusters without a width, such as the second letter of a ligature or a
// joiner, a part of the width of the cluster before. Otherwise, programs that order the
// letters of right-to-left text by position cannot tell which comes first.
func share(clusters []Cluster) {
	for from := 0; from < len(clusters); {
		to := from + 1
		for to < len(clusters) && clusters[to].Advance == 0 {
			to++
		}
		n := float64(to - from)
		advance, natural := clusters[from].Advance/n, clusters[from].Natural/n
		for i := from; i < to && n > 1; i++ {
			c := &clusters[i]
			c.Advance, c.Natural = advance, natural
			for j := range c.Glyphs { // which stay in place
				c.Glyphs[j].DX -= float64(to-1-i) * natural
			}
		}
		from = to
	}
}

func newCluster(s *Span, glyphs []shaping.Glyph, l *letter) Cluster {
	c := Cluster{face: l.face, span: l.span, level: l.level, start: glyphs[0].TextIndex()}
	ems := func(n fixed.Int26_6) float64 { return float64(n) / 64 / shapedSize }
	for _, g := range glyphs {
		c.Glyphs = append(c.Glyphs, Glyph{ID: g.GlyphID, DX: c.Natural + ems(g.XOffset), DY: ems(g.YOffset)})
		c.Natural += ems(g.Advance)
	}
	c.Advance = c.Natural * s.Scale()
	if len(glyphs) == 1 {
		c.Natural = float64(l.face.HorizontalAdvance(glyphs[0].GlyphID)) / float64(l.face.Upem())
	}
	if s.Capitals && slices.Contains([]language.Script{language.Latin, language.Greek, language.Cyrillic, language.Common}, l.script) {
		c.Advance += tracking // letters of other scripts join, or have no capitals
	}
	return c
}
