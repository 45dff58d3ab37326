package typeset

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"wenkaiyue.com/cv/data/export/pdf/fonts"
)

// Parts are in the order of the text, and their X gives the order on the page: numbers
// within Hebrew run from left to right (UAX #9). A space belongs to the word before it.
func TestOrder(t *testing.T) {
	for _, tt := range []struct {
		text string
		rtl  bool
		seen string // texts of the parts from left to right, each as written
	}{
		{"a b", false, "a b"},
		{"a b", true, "a b"},
		{"one אב גד two", false, "one |אב גד| |two"},
		{"אב 12 גד", false, " גד|12|אב "},
		{"אב one", false, "one|אב "},
		{"12", true, "12"},
	} {
		lines := New(nil, "", tt.rtl).Paragraph(Span{Text: tt.text}).Lines(100)
		if len(lines) != 1 {
			t.Fatalf("%q: got %d lines, want 1", tt.text, len(lines))
		}
		parts := slices.Clone(lines[0].Parts)
		slices.SortStableFunc(parts, func(a, b Part) int {
			if a.X < b.X {
				return -1
			}
			return 1
		})
		var seen []string
		for _, p := range parts {
			seen = append(seen, (&Line{Parts: []Part{p}}).Text())
		}
		if got := strings.Join(seen, "|"); got != tt.seen || lines[0].Text() != tt.text {
			t.Errorf("%q: got %q from left to right and the text %q, want %q and the same text", tt.text, got, lines[0].Text(), tt.seen)
		}
	}
}

// Lines break between Korean words, and between any two ideographs.
func TestBreaks(t *testing.T) {
	for _, text := range []string{"운영체제를 |2022년 |Go로 |강의", "文|字 |文"} {
		runes := []rune(strings.ReplaceAll(text, "|", ""))
		p := Paragraph{runes: runes, spans: make([]Span, 1)}
		for i := range runes {
			p.clusters = append(p.clusters, Cluster{start: i})
		}
		p.opportunities()
		got := ""
		for i, c := range p.clusters {
			if c.breaks {
				got += "|"
			}
			got += string(runes[i])
		}
		if got != text {
			t.Errorf("breaks at %q, want %q", got, text)
		}
	}
}

func TestItalics(t *testing.T) {
	for text, want := range map[string]bool{"GPA 3.9": true, "平均点 3.9": false} {
		for _, part := range New(nil, "", false).Paragraph(Span{Text: text, Style: fonts.Italic}).Lines(100)[0].Parts {
			if part.Face.Italic != want && strings.Contains((&Line{Parts: []Part{part}}).Text(), "3.9") {
				t.Errorf("the digits of %q are in italics: %v", text, !want)
			}
		}
	}
}

// A survey counts what the fonts lack, and shapes nothing.
func TestSurvey(t *testing.T) {
	s := NewSurvey(nil, "", false)
	if p := s.Paragraph(Span{Text: "ab 文文 😀"}); len(p.Lines(10)) > 0 || p.Width() != 0 {
		t.Errorf("got %d lines and width %v, want none", len(p.Lines(10)), p.Width())
	}
	if c := s.Coverage(); string(c.Missing) != "文" || string(c.Left) != "😀" || c.Letters != 4 || c.Boxes != 2 {
		t.Errorf("got coverage %+v, want 文 missing, 😀 left out, 4 letters and 2 boxes", c)
	}
}

// drawn returns s without spaces and without the characters that are not drawn.
func drawn(s string, left []rune) string {
	return norm.NFKC.String(strings.Map(func(r rune) rune {
		if r == ' ' || r == '\u00a0' || r == 0xfffd || unseen(r) || slices.Contains(left, r) {
			return -1
		}
		return r
	}, s))
}

// FuzzParagraph sets any text. Its lines must stay within their width and lose nothing.
func FuzzParagraph(f *testing.F) {
	set := New(nil, "", false)
	f.Add("Wen Kaiyue", "文凯越 😀 e\u0301 ) Tj", 200, false)
	f.Add(strings.Repeat("long", 90), "a\u00a0b \U000101ff", 30, false)
	f.Add("שלום 12, (34) abc!", "نرم\u200cافزار لا", 90, true)
	f.Fuzz(func(t *testing.T, a, b string, width int, rtl bool) {
		if len(a)+len(b) > 4000 {
			return
		}
		clear(set.done)
		clear(set.left)
		set.rtl = rtl
		w := float64(2 + width&0x3f)
		spans := []Span{{Text: Tidy(a), Style: fonts.Bold}, {Text: ", "}, {Text: Tidy(b), Style: fonts.Italic, Apart: true}}
		p := set.Paragraph(spans...)
		var got strings.Builder
		for _, l := range p.Lines(w) {
			n := 0
			for i, one := range l.Parts {
				n += len(one.Clusters)
				if i < len(l.Parts)-1 && (one.X < -0.001 || one.X+one.Width > l.Width+0.001) {
					t.Errorf("%q: got a part from %.2f to %.2f, want it within 0 to %.2f", a, one.X, one.X+one.Width, l.Width)
				}
			}
			got.WriteString(l.Text())
			if l.Width > w+0.01 && n > 2 {
				t.Errorf("%q, %q: got a line of %d clusters %.2f wide, want at most %.2f", a, b, n, l.Width, w)
			}
		}
		left := set.Coverage().Left
		if got, want := drawn(got.String(), left), drawn(spans[0].Text+","+spans[2].Text, left); got != want {
			t.Errorf("got text %q, want %q", got, want)
		}
	})
}

// The last line is no single short word, unless that would break a word or add a line.
func TestLastLine(t *testing.T) {
	for _, tt := range []struct{ text, last string }{
		{"aaaa aaaa aaaa aaaa aaaa aaaa bb", "aaaa bb"},
		{"aaaa aaaa aaaa aaaa aaaa bbbbbbbb", "bbbbbbbb"},
		{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaa bb", "bb"},
		{"aaaa aaaa aaaa aaaa aaaa aaa-aa bb", "aaa-aa bb"},
	} {
		p := New(nil, "", false).Paragraph(Span{Text: tt.text})
		all := p.Width()
		lines := p.Lines(all - 0.01)
		if last := lines[len(lines)-1].Text(); len(lines) != 2 || last != tt.last {
			t.Errorf("%q: got %d lines, the last %q, want 2 and %q", tt.text, len(lines), last, tt.last)
		}
	}
}
