package pdf

import (
	"strings"
	"unicode"

	"github.com/go-text/typesetting/bidi"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"

	"wenkaiyue.com/cv/data/export/pdf/fonts"
)

// paragraph is a text that has been shaped: it can be broken into lines of any
// width. Its lengths are in ems of the text.
type paragraph struct {
	spans    []span
	runes    []rune // as written
	rtl      bool   // its base direction
	clusters []cluster
	breaks   []bool // by cluster: a line may end before it
}

// cluster is the least part of a text that is drawn together.
type cluster struct {
	text    string
	glyphs  []glyph
	advance float64
	natural float64 // the advance without kerning, in ems of its own size
	face    *fonts.Face
	span    int
	lang    string // where its script is not one of the document's language
	level   int8   // of UAX #9: odd runs from right to left
	space   bool
	lift    bool // see lift
}

// glyph is a shape of a font, at an offset in ems of its own size.
type glyph struct {
	id     uint32
	dx, dy float64
}

const (
	isolate    = '\u2068' // first strong isolate
	endIsolate = '\u2069'
)

// letter is a character of a paragraph on its way to a cluster.
type letter struct {
	r, drawn rune
	span     int
	level    int8
	face     *fonts.Face
	script   language.Script
	skip     bool
}

// shape shapes spans. The base direction is that of the first letter that has
// one, or else rtl.
func (t *typesetter) shape(spans []span, rtl bool) (*paragraph, error) {
	letters := lettersOf(spans)
	p := &paragraph{spans: spans, rtl: rtl}
	if t.survey {
		t.look(letters)
		return p, nil
	}
	p.order(letters)
	if err := t.faces(spans, letters); err != nil {
		return nil, err
	}
	kept := letters[:0]
	for _, l := range letters {
		if n := len(kept); l.r == ' ' && len(t.left) > 0 && (n == 0 || kept[n-1].r == ' ') {
			continue // what stood between is left out
		}
		if !l.skip {
			kept = append(kept, l)
			p.runes = append(p.runes, l.r)
		}
	}
	text := make([]rune, len(kept)) // a run sees what is around it, for letters that join
	for i, l := range kept {
		text[i] = l.drawn
	}
	var starts []int
	for from := 0; from < len(kept); {
		to := from + 1
		for to < len(kept) && kept[to].span == kept[from].span && kept[to].level == kept[from].level && kept[to].face == kept[from].face && kept[to].script == kept[from].script {
			to++
		}
		clusters, at, err := t.run(spans, kept, text, from, to)
		if err != nil {
			return nil, err
		}
		p.clusters, starts = append(p.clusters, clusters...), append(starts, at...)
		from = to
	}
	for i := range p.clusters { // spaces and signs are in the language of what is before
		r := p.runes[starts[i]]
		if !unicode.IsLetter(r) && i > 0 {
			p.clusters[i].lang = p.clusters[i-1].lang
		} else if lang := scriptLanguage(r); lang != "" && !writes(t.lang, lang) {
			p.clusters[i].lang = lang
		}
	}
	p.breaks = p.opportunities(starts)
	return p, nil
}

func lettersOf(spans []span) []letter {
	var out []letter
	right := false
	for i, s := range spans {
		if s.apart {
			out = append(out, letter{r: isolate, span: i})
		}
		for _, r := range s.text {
			l := letter{r: r, drawn: r, span: i}
			if s.capitals {
				l.drawn = capital(r)
			}
			right = right || r >= 0x590
			out = append(out, l)
		}
		if s.apart {
			out = append(out, letter{r: endIsolate, span: i})
		}
	}
	if !right { // nothing to be kept apart
		kept := out[:0]
		for _, l := range out {
			if l.drawn != 0 {
				kept = append(kept, l)
			}
		}
		return kept
	}
	return out
}

// order finds the direction of each letter (UAX #9).
func (p *paragraph) order(letters []letter) {
	text := make([]rune, len(letters))
	ordinary := !p.rtl
	for i, l := range letters {
		text[i] = l.r
		ordinary = ordinary && l.r < 0x590
	}
	if ordinary {
		return
	}
	base := bidi.LeftToRight
	if d := firstStrong(text); d == bidi.RightToLeft || d == bidi.Neutral && p.rtl {
		base = bidi.RightToLeft
	}
	p.rtl = base == bidi.RightToLeft
	var algorithm bidi.Paragraph
	runs := algorithm.Segment(text, base)
	for i := range runs.NumRuns() {
		run := runs.Run(i)
		for j := run.Start; j < run.End && j < len(letters); j++ {
			letters[j].level = int8(run.Level)
		}
	}
}

// faces finds the face and the script of each letter. What joins or marks others
// is in the face of the letter before; spaces are too, if it has one.
func (t *typesetter) faces(spans []span, letters []letter) error {
	var before *letter // the last one that is drawn
	for i := range letters {
		l := &letters[i]
		if l.drawn == 0 || l.r == '\u200e' || l.r == '\u200f' {
			l.skip = true
			continue
		}
		style := spans[l.span].style
		same := before != nil && before.span == l.span && before.face != nil
		switch {
		case same && (unseen(l.r) || unicode.IsMark(l.r) && has(before.face, l.drawn) || l.r == ' ' && has(before.face, ' ')):
			l.face, l.script = before.face, before.script
		case unseen(l.r):
			l.skip = true
			continue
		}
		if l.face == nil {
			face, err := t.set.Face(l.drawn, style, t.eastern && eastern(letters, i))
			if err != nil {
				return err
			}
			if l.face = face; !t.set.Own(face) && same && has(before.face, l.drawn) {
				l.face = before.face // a stop of the script, that several fonts have
			}
			if l.face == nil {
				if l.skip = pictorial(l.r); l.skip {
					t.left[l.r] = true
					continue
				}
				t.missing[l.r]++
				if l.face, err = t.set.Box(); err != nil {
					return err
				}
				l.drawn = 0xffff // which no font has
			}
		}
		if l.script == 0 {
			l.script = language.LookupScript(l.r)
			if (l.script == language.Common || l.script == language.Inherited || l.script == language.Unknown) && same && before.face == l.face {
				l.script = before.script
			}
		}
		before = l
	}
	return nil
}

// look counts letters, and notes those that no face has.
func (t *typesetter) look(letters []letter) {
	for _, l := range letters {
		switch {
		case l.drawn == 0 || l.r == ' ' || unseen(l.r):
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

func has(f *fonts.Face, r rune) bool {
	g, ok := f.NominalGlyph(r)
	return ok && g != 0
}

// eastern reports whether a character is punctuation that Chinese, Japanese and
// Korean write as wide as their letters, and stands beside one of these.
func eastern(letters []letter, i int) bool {
	if !strings.ContainsRune("“”‘’—…·•", letters[i].r) {
		return false
	}
	return i > 0 && fonts.Eastern(letters[i-1].r) || i+1 < len(letters) && fonts.Eastern(letters[i+1].r)
}

// opportunities finds where lines may be broken (UAX #14): starts has the first
// rune of each cluster.
func (p *paragraph) opportunities(starts []int) []bool {
	var s segmenter.Segmenter
	s.Init(p.runes)
	allowed := make([]bool, len(p.runes)+1)
	for lines := s.LineIterator(); lines.Next(); {
		l := lines.Line()
		allowed[l.Offset+len(l.Text)] = true
	}
	out := make([]bool, len(p.clusters))
	for i := range out {
		out[i] = i > 0 && allowed[starts[i]]
		if out[i] && p.clusters[i].span == p.clusters[i-1].span && p.spans[p.clusters[i].span].whole {
			out[i] = false
		}
	}
	return out
}

// firstStrong is the direction of the first letter that has one (rules P2 and P3);
// of a text that stands apart as a whole it is that of its own first letter.
func firstStrong(text []rune) bidi.Direction {
	depth, isolates, inner := 0, 0, bidi.Neutral
	for _, r := range text {
		switch d := direction(r); {
		case r == isolate:
			depth++
			isolates++
		case r == endIsolate:
			depth--
		case d == bidi.Neutral:
		case depth == 0:
			return d
		case inner == bidi.Neutral:
			inner = d
		}
	}
	if isolates > 1 {
		return bidi.Neutral
	}
	return inner
}
