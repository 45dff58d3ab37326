package markup

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"wenkaiyue.com/cv/data/cell"
)

// Paragraph is a paragraph of a text, or a point of a list in it.
type Paragraph struct {
	Text
	Point bool
}

var (
	// bullet matches a point behind a bullet. A dash may belong to a sentence in which a
	// line breaks before it.
	bullet = regexp.MustCompile(`^(?:([•‣▪▫◦·●○■□➢►▶✓✔*+-])|([–—]))\s+(\S.*)$`)
	// number matches a point of a numbered list.
	number = regexp.MustCompile(`^\(?\d{1,2}[.)]\s+\S`)
)

// Paragraphs reads a text of several lines, with inline Markdown in it (see
// [Parse]). Single line breaks join, as in Markdown; an empty line parts two
// paragraphs, and a "-" or a bullet at the start of a line begins a point.
func Paragraphs(s string) []Paragraph {
	var out []Paragraph
	var lines []string
	point := false
	end := func() {
		if t := Parse(joined(lines)); len(t) > 0 {
			out = append(out, Paragraph{t, point})
		}
		lines, point = nil, false
	}
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimSpace(line)
		m := bullet.FindStringSubmatch(line)
		switch {
		case line == "":
			end()
			continue
		case m != nil && (m[1] != "" || len(lines) == 0 || point || finished(lines)):
			end()
			line, point = m[3], true
		case number.MatchString(line), point && finished(lines):
			end()
		}
		lines = append(lines, line)
	}
	end()
	return out
}

// wrapped is the width in cells from which an editor may have broken a line.
const wrapped = 40

// finished reports whether the sentence or the phrase in the last line ends there: with a
// mark of punctuation, or far from where editors wrap.
func finished(lines []string) bool {
	if len(lines) == 0 {
		return true
	}
	last := lines[len(lines)-1]
	r, _ := utf8.DecodeLastRuneInString(last)
	return strings.ContainsRune(".!?:;。！？：；", r) || cell.Width(last) < wrapped
}

// joined returns the lines as one, with a space between two unless their script has none.
func joined(lines []string) string {
	var b strings.Builder
	for i, line := range lines {
		if i > 0 {
			last, _ := utf8.DecodeLastRuneInString(lines[i-1])
			first, _ := utf8.DecodeRuneInString(line)
			if !spaceless(last) || !spaceless(first) {
				b.WriteByte(' ')
			}
		}
		b.WriteString(line)
	}
	return b.String()
}

// spaceless reports whether r is a character of Chinese or Japanese, or their punctuation.
func spaceless(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xff60
}

// Point returns a text of one line as a point, without the bullet that people write
// before it, and reports whether it says anything.
func Point(s string) (p Paragraph, ok bool) {
	if m := bullet.FindStringSubmatch(s); m != nil {
		s = m[3]
	}
	t := Parse(s)
	return Paragraph{t, true}, len(t) > 0
}
