package pdf

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/bidi"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"
	"github.com/go-text/typesetting/shaping"

	"wenkaiyue.com/cv/data/export/pdf/fonts"
)

// typesetter shapes the texts of a document with its fonts.
type typesetter struct {
	set      *fonts.Set
	script   script
	rtl      bool // the document runs from right to left
	language language.Language
	shaper   shaping.HarfbuzzShaper
	done     map[string]*paragraph
	missing  map[rune]int  // what is drawn as a box, and how often
	left     map[rune]bool // emoji that are left out
	seen     int           // letters in all
	survey   bool          // look for what is missing, and shape nothing
}

// paragraph is a text that has been shaped: it can be broken into lines of any
// width. Its lengths are in ems of the text.
type paragraph struct {
	spans    []span
	runes    []rune // as written
	rtl      bool   // its base direction
	clusters []cluster
}

// cluster is the least part of a text that is drawn together.
type cluster struct {
	text    string
	start   int // its first rune
	glyphs  []glyph
	advance float64
	natural float64 // the advance without kerning, in ems of its own size
	face    *fonts.Face
	span    int
	lang    string // where its script is not one of the document's language
	level   int8   // of UAX #9: odd runs from right to left
	breaks  bool   // a line may end before it
	space   bool   // not drawn at the end of a line
	lift    bool   // see lift
}

// letter is a character of a paragraph on its way to a cluster.
type letter struct {
	r, drawn rune
	span     int
	level    int8
	face     *fonts.Face // nil if it is not drawn
	script   language.Script
}

// paragraph shapes spans. Texts that are set again at another size are not shaped
// again.
func (t *typesetter) paragraph(spans ...span) *paragraph {
	k := fmt.Sprint(spans)
	if t.done[k] == nil {
		t.done[k] = t.shape(spans)
	}
	return t.done[k]
}

// shape shapes spans. The base direction is that of the first letter that has one,
// or else the document's.
func (t *typesetter) shape(spans []span) *paragraph {
	letters := lettersOf(spans)
	p := &paragraph{spans: spans, rtl: t.rtl}
	if t.survey {
		t.look(letters)
		return p
	}
	p.order(letters)
	t.faces(spans, letters)
	letters = slices.DeleteFunc(letters, func(l letter) bool { return l.face == nil })
	kept := letters[:0]
	for i, l := range letters { // without the space around what is left out
		if l.r == ' ' && (len(kept) == 0 || kept[len(kept)-1].r == ' ' || len(t.left) > 0 && i+1 < len(letters) && strings.ContainsRune(",.)", letters[i+1].r)) {
			continue
		}
		kept = append(kept, l)
	}
	letters = kept
	drawn := make([]rune, len(letters)) // a run sees what is around it, for letters that join
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
	for i := range p.clusters { // spaces and signs are in the language of what is before
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

func lettersOf(spans []span) []letter {
	var out []letter
	for i, s := range spans {
		text := s.text
		if s.apart && len(spans) > 1 {
			text = string(isolate) + text + string(endIsolate)
		}
		for _, r := range text {
			l := letter{r: r, drawn: r, span: i}
			if s.capitals {
				l.drawn = capital(r)
			}
			out = append(out, l)
		}
	}
	return out
}

// order finds the direction of each letter (UAX #9).
func (p *paragraph) order(letters []letter) {
	text := make([]rune, len(letters))
	for i, l := range letters {
		text[i] = l.r
	}
	if !p.rtl && !slices.ContainsFunc(text, leftward) {
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

// faces finds the face and the script of each letter. What joins or marks others
// is in the face of the letter before; spaces are too, if it has one.
func (t *typesetter) faces(spans []span, letters []letter) {
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
			l.face = t.set.Face(l.drawn, spans[l.span].style, t.script.eastern() && eastern(letters, i))
			if same && l.face != nil && !t.set.Own(l.face) && before.face.Has(l.drawn) {
				l.face = before.face // a stop of the script, that several fonts have
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

// look counts letters, and notes those that no face has.
func (t *typesetter) look(letters []letter) {
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

// eastern reports whether a character is punctuation that Chinese, Japanese and
// Korean write as wide as their letters, and stands beside one of these.
func eastern(letters []letter, i int) bool {
	if !strings.ContainsRune("“”‘’—…·•", letters[i].r) {
		return false
	}
	return i > 0 && fonts.Eastern(letters[i-1].r) || i+1 < len(letters) && fonts.Eastern(letters[i+1].r)
}

// opportunities finds where lines may be broken (UAX #14).
func (p *paragraph) opportunities() {
	var s segmenter.Segmenter
	s.Init(p.runes)
	allowed := make([]bool, len(p.runes)+1)
	for lines := s.LineIterator(); lines.Next(); {
		l := lines.Line()
		allowed[l.Offset+len(l.Text)] = true
	}
	for i := 1; i < len(p.clusters); i++ {
		c := &p.clusters[i]
		c.breaks = allowed[c.start] && (c.span != p.clusters[i-1].span || !p.spans[c.span].whole)
	}
}
