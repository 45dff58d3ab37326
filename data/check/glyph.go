package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export"
)

// glyphs looks for what the PDF would draw as boxes. A name in another script
// lacks many characters, and one warning says it as well as forty.
func (c *checker) glyphs(cv *data.CV) error {
	missing, err := export.PDFMissing(cv)
	if err != nil {
		return err
	}
	groups := map[int][]rune{} // by the text that has them first
	first := c.firsts()
	for _, r := range missing {
		if at, ok := first[r]; ok {
			groups[at] = append(groups[at], r)
		}
	}
	where := ""
	if len(groups) > 3 {
		groups = map[int][]rune{slices.Min(slices.Collect(maps.Keys(groups))): missing}
		where = ", of which the first are here"
	}
	for at, rs := range groups {
		c.warn(c.texts[at].node, c.texts[at].path, "glyph", fmt.Sprintf("the PDF has no letters for %s%s, and draws boxes instead", listed(rs), where),
			"keep it if the PDF matters less than the rest, which shows it; or write it in Latin, Greek or Cyrillic letters")
	}
	return nil
}

// firsts tells for each character of the texts which of them has it first.
func (c *checker) firsts() map[rune]int {
	first := map[rune]int{}
	for i, t := range c.texts {
		for _, r := range t.node.Value {
			if _, ok := first[r]; !ok {
				first[r] = i
			}
		}
	}
	return first
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
