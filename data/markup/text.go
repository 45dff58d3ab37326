// Package markup parses the texts of a CV, Markdown and HTML, into runs of one style each.
package markup

import (
	"strings"

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

// Part is a piece of a text: one link, or text without links.
type Part struct {
	URL  string // "" without a link
	Runs Text
}

// Parts returns the links of the text, each in one piece, and the pieces between them.
func (t Text) Parts() []Part {
	var out []Part
	for from, i := 0, 0; i < len(t); i++ {
		if i+1 == len(t) || t[i+1].URL != t[i].URL {
			out = append(out, Part{URL: t[i].URL, Runs: t[from : i+1]})
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

// Hidden returns the URL of a link whose words do not show it (see [uri.Display]), or "". A
// medium without clickable links has to show it.
func (p Part) Hidden() string {
	if p.URL == "" || uri.Display(p.Runs.Words()) == uri.Display(p.URL) {
		return ""
	}
	return p.URL
}

// String returns the text for media without marks, with the URL of a link after it: "our
// paper (https://example.org/paper)".
func (t Text) String() string {
	var b strings.Builder
	for _, p := range t.Parts() {
		b.WriteString(p.Runs.Words())
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
