package check

import (
	"fmt"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data/export"
)

// letters looks for what the PDF would draw as boxes. A name in another script lacks
// many characters, and one warning says it as well as forty.
func (c *checker) letters() {
	missing, err := export.PDFMissing(c.CV)
	if err != nil || len(missing) == 0 {
		return
	}
	for _, v := range c.Values {
		if text(v) && strings.ContainsFunc(v.Node.Value, func(r rune) bool { return slices.Contains(missing, r) }) {
			c.warn(v.Node, v.Path, KindLetters, fmt.Sprintf("the PDF has no letters for %s, and draws boxes instead", listed(missing)), "keep it if the PDF matters less than the rest, which shows it")
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
		s = fmt.Sprintf("%d characters (%s …)", len(rs), s)
	}
	return s
}
