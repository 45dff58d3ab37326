package yamltext

import "regexp"

// bullets are what people write before the items of a list and YAML takes for
// text: a dash without a space, marks of word processors, numbers and letters.
var bullets = regexp.MustCompile(`^(?:(-)([^\s\d-].*)|([–—•‣▪▫◦·●○■□➢►▶✓✔*+o-]|\d{1,2}[.)]|[a-z]\))[ \t\x{a0}]+(\S.*))$`)

// Bullet parts a text from the mark of an item at its beginning; the mark is empty
// where there is none.
func Bullet(text string) (mark, rest string) {
	m := bullets.FindStringSubmatch(text)
	if m == nil {
		return "", text
	}
	return m[1] + m[3], m[2] + m[4]
}
