// Package markup parses the texts of a CV, Markdown and HTML, into runs of one style each.
package markup

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/data/uri"
)

// Text is a line or a paragraph in runs of one style each; neighbours differ in style. It
// contains no markup: every medium formats the runs in its own way, and escapes their
// words.
type Text []Run

// Run is a piece of a text. Words is not empty.
type Run struct {
	Words    string
	Emphasis bool
	Strong   bool
	Code     bool   // literal text
	URL      string // of a link: http, https or mailto; or ""
}

// Plain returns s as a text without marks.
func Plain(s string) Text {
	if s == "" {
		return nil
	}
	return Text{{Words: s}}
}

// Parts returns the links of the text, each in one piece, and the pieces between them.
func (t Text) Parts() []Text {
	return Stretches(t, func(a, b Run) bool { return a.URL == b.URL })
}

// Stretches splits a list between neighbours that are not alike.
func Stretches[S ~[]E, E any](list S, alike func(a, b E) bool) (out []S) {
	from := 0
	for i := range list {
		if i+1 == len(list) || !alike(list[i], list[i+1]) {
			out = append(out, list[from:i+1])
			from = i + 1
		}
	}
	return out
}

// Words returns the words of the text without styles and links.
func (t Text) Words() string {
	var b strings.Builder
	for _, r := range t {
		b.WriteString(r.Words)
	}
	return b.String()
}

// Hidden returns the URL of a link, one of [Text.Parts], whose words do not show it (see
// [uri.Display]), or "". A medium without clickable links has to show it.
func (t Text) Hidden() string {
	if url := t[0].URL; url != "" && uri.Display(t.Words()) != uri.Display(url) {
		return url
	}
	return ""
}

// String returns the text for media without marks, with the URL of a link after it: "our
// paper (https://example.org/paper)".
func (t Text) String() string {
	var b strings.Builder
	for _, p := range t.Parts() {
		b.WriteString(p.Words())
		if url := p.Hidden(); url != "" {
			b.WriteString(" (" + strings.TrimPrefix(url, "mailto:") + ")")
		}
	}
	return b.String()
}

// Add appends a run, or its words to the last run if both have the same style.
func (t *Text) Add(r Run) {
	if r.Words == "" {
		return
	}
	if n := len(*t) - 1; n >= 0 {
		last := (*t)[n]
		if last.Words = r.Words; last == r {
			(*t)[n].Words += r.Words
			return
		}
	}
	*t = append(*t, r)
}

// Paragraph is a paragraph of a text, or a point of a list in it.
type Paragraph struct {
	Text
	Point bool
}

const (
	bullets = "•‣▪▫◦·・●○■□➢►▶→‐−✓✔*+"
	dashes  = "–—" // which may also belong to a sentence

	// Marks is an expression for the marks of list items other than the hyphen: those of
	// Markdown and of word processors, numbers and letters.
	Marks = `[o` + dashes + bullets + `]|\(?\d{1,2}[.)]|[a-z]\)`
)

// listMark matches an item after its mark. The space after a hyphen or a Japanese dot may be
// missing.
var listMark = regexp.MustCompile(`^(?:(-)([^\s\d-].*)|(-|` + Marks + `)[\s\x{a0}]+(\S.*)|(\d{1,2}、|・)\s*(\S.*))$`)

// ListMark splits a line into the mark of a list item, or "", and the rest.
func ListMark(line string) (mark, rest string) {
	m := listMark.FindStringSubmatch(line)
	if m == nil {
		return "", line
	}
	return m[1] + m[3] + m[5], m[2] + m[4] + m[6]
}

// Numbered reports whether the mark of an item is a number.
func Numbered(mark string) bool { return strings.ContainsAny(mark, "0123456789") }

// isPoint reports whether a line begins with a bullet or a dash and a space.
func isPoint(line, mark, rest string) bool {
	return mark != "" && strings.Contains("-"+bullets+dashes, mark) && (line != mark+rest || mark == "・")
}

// Paragraphs reads a text of several lines with inline Markdown (see [Parse]). As in
// Markdown, it joins lines; an empty line separates paragraphs, and a "-" or a bullet at
// the start of a line begins a point.
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
		mark, rest := ListMark(line)
		switch {
		case line == "":
			end()
			continue
		case isPoint(line, mark, rest) && (!strings.Contains(dashes, mark) || point || finished(lines)):
			end()
			line, point = rest, true
		case Numbered(mark), point && finished(lines):
			end()
		}
		lines = append(lines, line)
	}
	end()
	return out
}

// wrapped is the minimum width in cells of a line that an editor may have wrapped.
const wrapped = 40

// finished reports whether the last line ends a sentence or a phrase: it ends in
// punctuation, or is too short to have been wrapped.
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

// spaceless reports whether r is a Chinese or Japanese character or punctuation mark.
func spaceless(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xff60
}

// Point returns a text of one line as a point, without a bullet before it, and reports
// whether it is not empty.
func Point(s string) (p Paragraph, ok bool) {
	if mark, rest := ListMark(s); isPoint(s, mark, rest) {
		s = rest
	}
	t := Parse(s)
	return Paragraph{t, true}, len(t) > 0
}
