// Package typeset sets text: it turns spans of text into lines of positioned glyphs,
// with the font of each. It chooses fonts for every script, orders text of both
// directions (UAX #9), shapes it (OpenType) and breaks it into lines (UAX #14).
//
// Lengths are in ems: of the paragraph, whose size is the caller's, or, where noted, of
// a span's own font size. Horizontal positions count from the left.
//
// A font that breaks in use causes a panic with a [*fonts.Broken].
package typeset

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"

	"wenkaiyue.com/cv/data/export/pdf/fonts"
)

// Typesetter shapes the texts of one document. It is not safe for concurrent use.
type Typesetter struct {
	set      *fonts.Set
	script   script
	rtl      bool
	language language.Language
	shaper   shaping.HarfbuzzShaper
	done     map[string]*Paragraph
	missing  map[rune]int  // the number of boxes for each character
	left     map[rune]bool // emoji that are left out
	seen     int           // letters that a survey has counted
	survey   bool
}

// New returns a typesetter for a document in the given language (BCP 47, or ""), with
// the embedded fonts and those of lib, which may be nil. A paragraph whose letters have no
// direction takes the direction of the document: from right to left if rtl is set.
func New(lib *fonts.Library, lang string, rtl bool) *Typesetter {
	return &Typesetter{
		set: fonts.NewSet(lib, lang), script: scriptOf(lang), rtl: rtl, language: language.NewLanguage(cmp.Or(lang, "en")),
		done: map[string]*Paragraph{}, missing: map[rune]int{}, left: map[rune]bool{},
	}
}

// NewSurvey returns a typesetter that loads and shapes nothing. Its paragraphs are empty, but
// [Typesetter.Coverage] counts their texts.
func NewSurvey(lib *fonts.Library, lang string, rtl bool) *Typesetter {
	t := New(lib, lang, rtl)
	t.survey = true
	return t
}

// RightToLeft reports whether the document runs from right to left.
func (t *Typesetter) RightToLeft() bool { return t.rtl }

// Has reports whether a font has the character.
func (t *Typesetter) Has(r rune) bool { return t.set.Has(r) }

// Leading returns the distance of the document's lines in ems.
func (t *Typesetter) Leading() float64 { return t.script.leading() }

// Coverage describes how the fonts cover the texts set so far.
type Coverage struct {
	Missing []rune // characters drawn as boxes: each once, in the order of Unicode
	Left    []rune // emoji that are left out: likewise
	Letters int    // characters that a survey has counted, without those left out
	Boxes   int    // how many of these would be boxes
}

// Coverage returns how the fonts cover the texts set so far.
func (t *Typesetter) Coverage() Coverage {
	c := Coverage{Missing: slices.Sorted(maps.Keys(t.missing)), Left: slices.Sorted(maps.Keys(t.left)), Letters: t.seen}
	for _, n := range t.missing {
		c.Boxes += n
	}
	return c
}

// Paragraph shapes a text. For a text that it has set before, it returns the same paragraph.
func (t *Typesetter) Paragraph(spans ...Span) *Paragraph {
	k := fmt.Sprint(spans)
	if t.done[k] == nil {
		t.done[k] = t.shape(spans)
	}
	return t.done[k]
}

// faces sets the face and the script of each letter. Joiners and marks take the face of
// the letter before, and so do spaces, if that face has one.
func (t *Typesetter) faces(spans []Span, letters []letter) {
	before := &letter{span: -1} // the last one that is drawn
	for i := range letters {
		l := &letters[i]
		same := before.span == l.span
		joins := unseen(l.r) && same && before == &letters[i-1]
		switch {
		case l.r == isolate || l.r == endIsolate || l.r == '\u200e' || l.r == '\u200f' || unseen(l.r) && !joins:
			continue
		case same && (joins || (unicode.IsMark(l.r) || l.r == ' ') && before.face.Has(l.drawn)):
			l.face = before.face
		default:
			l.face = t.set.Face(l.drawn, spans[l.span].Style, t.script.eastern() && eastern(letters, i))
			if same && l.face != nil && !t.set.Own(l.face) && before.face.Has(l.drawn) {
				l.face = before.face // such as a stop, which several fonts have
			}
		}
		if l.face == nil && pictorial(l.r) {
			t.left[l.r] = true
			continue
		}
		if l.face == nil {
			t.missing[l.r]++
			l.face, l.drawn = t.set.Box(), 0xffff // which no font has
		}
		if l.script = language.LookupScript(l.r); !l.script.Strong() && same && before.face == l.face {
			l.script = before.script
		}
		before = l
	}
}

// look counts letters and records those that no face has.
func (t *Typesetter) look(letters []letter) {
	for _, l := range letters {
		switch {
		case l.r == ' ' || unseen(l.r):
			continue
		case t.set.Has(l.drawn):
		case pictorial(l.r):
			t.left[l.r] = true
			continue
		default:
			t.missing[l.r]++
		}
		t.seen++
	}
}

// eastern reports whether a character is punctuation that Chinese, Japanese and Korean
// write full width, and is next to one of their letters.
func eastern(letters []letter, i int) bool {
	if !strings.ContainsRune("“”‘’—…·•", letters[i].r) {
		return false
	}
	return i > 0 && fonts.Eastern(letters[i-1].r) || i+1 < len(letters) && fonts.Eastern(letters[i+1].r)
}
