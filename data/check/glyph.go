package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data/decode"
	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/data/export/pdf/fonts"
)

// letters looks for what the PDF would draw as boxes or leave out: once a script,
// as a name lacks many characters, and one warning says it as well as forty.
func (c *checker) letters(lib *fonts.Library) {
	if !slices.ContainsFunc(c.Values, func(v decode.Value) bool { return text(v) && strings.ContainsFunc(v.Node.Value, unusual) }) {
		return // as in most files, and to lay out a PDF takes time
	}
	survey := export.SurveyPDF(c.CV, lib)
	what := "the PDF draws boxes instead"
	if survey.Unreadable {
		what = "no PDF is offered"
	}
	for _, l := range export.Lacks(survey.Missing) {
		message := fmt.Sprintf("no font here has %s characters: %s; %s", cmp.Or(l.Script, "these"), listed(l.Runes), what)
		c.lacks(l.Runes, message, "install a font (Debian: "+l.Package+"), or name one: --fonts DIR")
	}
	c.lacks(survey.Left, "the PDF leaves out "+listed(survey.Left)+": no font here has an outline for it",
		"keep it if the PDF can do without; the other formats show it")
}

// unusual reports characters beside those that the fonts in the program have for sure:
// Latin letters and the punctuation of texts in them.
func unusual(r rune) bool {
	return r == 'ŉ' || r > 0x17f && (r < 0x2010 || r > 0x2026) && r != '€' && r != '™'
}

// lacks warns of characters at the first text that has one of them.
func (c *checker) lacks(rs []rune, message, fix string) {
	for _, v := range c.Values {
		if text(v) && strings.ContainsAny(v.Node.Value, string(rs)) {
			c.Warn(v.Node, v.Path, KindLetters, message, fix)
			return
		}
	}
}

// listed shows some characters for people: `温 凯 越`.
func listed(rs []rune) string {
	const most = 8
	var words []string
	for _, r := range rs[:min(len(rs), most)] {
		words = append(words, string(r))
	}
	s := "`" + strings.Join(words, " ") + "`"
	if len(rs) > most {
		s = fmt.Sprintf("%s and %d more", s, len(rs)-most)
	}
	return s
}
