package typeset

import (
	"slices"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/bidi"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"

	"wenkaiyue.com/cv/data/export/pdf/fonts"
)

// Paragraph is a shaped text that can be broken into lines of any width.
type Paragraph struct {
	spans    []Span
	runes    []rune // as written, without characters that are not drawn
	rtl      bool   // its base direction
	clusters []Cluster
}

// Cluster is the smallest part of a text that is drawn as a unit: a letter with its
// marks, or a ligature.
type Cluster struct {
	Text    string  // as written, for programs that extract text
	Glyphs  []Glyph // none for the later letters of a right-to-left ligature
	Advance float64 // in ems of the paragraph
	Natural float64 // the advance without kerning, in ems of its own font size

	start  int // its first rune
	face   *fonts.Face
	span   int
	lang   string // see Part
	level  int8   // of UAX #9; odd levels run from right to left
	breaks bool   // a line may end before it
	space  bool   // not drawn at the end of a line
}

// letter is a character of a paragraph before it is part of a cluster.
type letter struct {
	r, drawn rune
	span     int
	level    int8
	face     *fonts.Face // nil if it is not drawn
	script   language.Script
}

// shape shapes spans. The base direction is the direction of the first letter with one, or
// else the document's. Digits and Latin letters among upright East Asian ones are upright.
func (t *Typesetter) shape(spans []Span) *Paragraph {
	spans = slices.Clone(spans)
	for i := range spans {
		if s := &spans[i]; s.Style == fonts.Italic && strings.ContainsFunc(s.Text, fonts.Eastern) {
			s.Style = fonts.Regular
		}
	}
	letters := lettersOf(spans)
	p := &Paragraph{spans: spans, rtl: t.rtl}
	if t.survey {
		t.look(letters)
		return p
	}
	p.order(letters)
	t.faces(spans, letters)
	letters = slices.DeleteFunc(letters, func(l letter) bool { return l.face == nil })
	kept := letters[:0]
	for i, l := range letters { // without the space around omitted characters
		if l.r == ' ' && (len(kept) == 0 || kept[len(kept)-1].r == ' ' || len(t.left) > 0 && i+1 < len(letters) && strings.ContainsRune(",.)", letters[i+1].r)) {
			continue
		}
		kept = append(kept, l)
	}
	letters = kept
	drawn := make([]rune, len(letters)) // runs need their context, because letters join
	for i, l := range letters {
		drawn[i], p.runes = l.drawn, append(p.runes, l.r)
	}
	for from := 0; from < len(letters); {
		a, to := letters[from], from+1
		for to < len(letters) && letters[to].span == a.span && letters[to].level == a.level && letters[to].face == a.face && letters[to].script == a.script {
			to++
		}
		p.clusters = append(p.clusters, t.run(&spans[a.span], letters, drawn, from, to)...)
		from = to
	}
	for i := range p.clusters { // spaces and signs take the language of the text before
		c := &p.clusters[i]
		if r := p.runes[c.start]; unicode.IsLetter(r) || i == 0 {
			c.lang = t.script.foreign(r)
		} else {
			c.lang = p.clusters[i-1].lang
		}
	}
	p.opportunities()
	return p
}

func lettersOf(spans []Span) []letter {
	var out []letter
	for i, s := range spans {
		text := s.Text
		if s.Apart && len(spans) > 1 {
			text = string(isolate) + text + string(endIsolate)
		}
		for _, r := range text {
			l := letter{r: r, drawn: r, span: i}
			if s.Capitals {
				l.drawn = capital(r)
			}
			out = append(out, l)
		}
	}
	return out
}

// order sets the direction of each letter (UAX #9).
func (p *Paragraph) order(letters []letter) {
	text := make([]rune, len(letters))
	for i, l := range letters {
		text[i] = l.r
	}
	if !p.rtl && !slices.ContainsFunc(text, Leftward) {
		return
	}
	base := firstStrong(text)
	if p.rtl = base == bidi.RightToLeft || base == bidi.Neutral && p.rtl; p.rtl {
		base = bidi.RightToLeft
	} else {
		base = bidi.LeftToRight
	}
	var algorithm bidi.Paragraph
	runs := algorithm.Segment(text, base)
	for i := range runs.NumRuns() {
		run := runs.Run(i)
		for j := run.Start; j < min(run.End, len(letters)); j++ {
			letters[j].level = int8(run.Level)
		}
	}
}

// opportunities sets where lines may be broken (UAX #14). Korean words stay whole.
func (p *Paragraph) opportunities() {
	var s segmenter.Segmenter
	s.Init(p.runes)
	allowed := make([]bool, len(p.runes)+1)
	for lines := s.LineIterator(); lines.Next(); {
		l := lines.Line()
		allowed[l.Offset+len(l.Text)] = true
	}
	for i := 1; i < len(p.clusters); i++ {
		c := &p.clusters[i]
		c.breaks = allowed[c.start] && !korean(p.runes[c.start-1:c.start+1]) && (c.span != p.clusters[i-1].span || !p.spans[c.span].Whole)
	}
}

// korean reports whether a text is Hangul, perhaps with other letters and digits.
func korean(text []rune) bool {
	other := func(r rune) bool { return !unicode.In(r, unicode.L, unicode.N) }
	return slices.ContainsFunc(text, hangul) && !slices.ContainsFunc(text, other)
}

func hangul(r rune) bool { return unicode.Is(unicode.Hangul, r) }
