package check

import (
	"cmp"
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/decode"
	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/data/export/pdf"
	"wenkaiyue.com/cv/data/export/pdf/fonts"
	"wenkaiyue.com/cv/data/problem"
)

// hidden reports an invisible character that is left out.
func hidden(_ *checker, v decode.Value) (message, fix string) {
	value := v.Node.Value
	i := strings.IndexFunc(value, clean.Dropped)
	if i < 0 {
		return "", ""
	}
	r := []rune(value[i:])[0]
	where := "at its beginning"
	if near := strings.Fields(value[max(0, i-20):i]); len(near) > 0 {
		where = "after " + problem.Quote(near[len(near)-1])
	}
	return fmt.Sprintf("%s (U+%04X) stands %s and is left out", clean.Describe(r), r, where), "type the text anew instead of pasting it"
}

// escapedPath matches the path of a file, such as C:\new, in which a backslash and a letter
// have become another character. Lines rarely begin with a small letter.
var escapedPath = regexp.MustCompile(`\b[A-Za-z]:(\n[a-z]|[\x00-\x09\x0b-\x1f\x{85}\x{a0}\x{2028}\x{2029}]\w)`)

// escaped reports backslashes in double quotes that stand for other characters.
func escaped(c *checker, v decode.Value) (message, fix string) {
	if !c.JSON && v.Node.Style&yaml.DoubleQuotedStyle == 0 || !escapedPath.MatchString(v.Node.Value) {
		return "", ""
	}
	return `a backslash in "double quotes" has a meaning of its own, so that the letter behind it is not shown`, `write it twice: \\`
}

// samples are the texts in samples of CV programs, one a line, in lower case.
//
//go:embed samples.txt
var samples string

// sample reports a text that is left over from a sample.
func sample(_ *checker, v decode.Value) (message, fix string) {
	line := "\n" + strings.ToLower(strings.Join(strings.Fields(v.Node.Value), " ")) + "\n"
	if len(line) == 2 || !strings.Contains(samples, line) {
		return "", ""
	}
	return problem.Quote(v.Node.Value) + " is text of a sample", "write your own, or remove the entry"
}

// letters reports characters that the PDF would draw as boxes or leave out, once for each
// script, because a name has many of them.
func (c *checker) letters(lib *fonts.Library) {
	if !slices.ContainsFunc(c.Values, func(v decode.Value) bool { return text(v) && strings.ContainsFunc(v.Node.Value, unusual) }) {
		return // as in most files; a survey of the PDF takes time
	}
	survey := pdf.Look(c.CV, lib)
	what := "the PDF draws boxes instead"
	if survey.Unreadable {
		what = "no PDF is offered"
	}
	for _, l := range export.Lacks(survey.Missing) {
		message := fmt.Sprintf("no font here has %s characters: %s; %s", cmp.Or(l.Script, "these"), listed(l.Runes), what)
		c.lacks(l.Runes, message, "install a font (Debian: "+l.Package+"), or name the folder of one (see --help)")
	}
	c.lacks(survey.Left, "the PDF leaves out "+listed(survey.Left)+": no font here has an outline for it",
		"keep it if the PDF can do without; the other formats show it")
}

// unusual reports whether r is beyond the characters that the embedded fonts certainly
// have: Latin letters and their punctuation.
func unusual(r rune) bool {
	return r == 'ŉ' || r > 0x17f && (r < 0x2010 || r > 0x2026) && r != '€' && r != '™'
}

// lacks warns about characters at the first text that has any of them.
func (c *checker) lacks(rs []rune, message, fix string) {
	for _, v := range c.Values {
		if text(v) && strings.ContainsAny(v.Node.Value, string(rs)) {
			c.Warn(v.Node, v.Path, "glyph", message, fix)
			return
		}
	}
}

// listed formats some characters for a message: `温 凯 越`.
func listed(rs []rune) string {
	const most = 8
	s := "`" + strings.Join(strings.Split(string(rs[:min(len(rs), most)]), ""), " ") + "`"
	if len(rs) > most {
		s = fmt.Sprintf("%s and %d more", s, len(rs)-most)
	}
	return s
}
