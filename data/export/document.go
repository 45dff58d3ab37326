package export

import (
	"slices"
	"strings"
	"unicode"

	"wenkaiyue.com/cv/data"
)

// documentTitle is what a window or a list of files calls the CV.
func documentTitle(cv *data.CV) string {
	if name := printable(cv.Basics.Name); name != "" {
		return name + " – CV"
	}
	return "CV"
}

// plainText is Markdown from the CV for a format without any, a paragraph to a
// line.
func plainText(s string) string {
	var lines []string
	for _, p := range data.Paragraphs(s) {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}

// language is the CV's language as a BCP 47 tag, for speech and hyphenation, as
// far as its script tells: JSON Resume has no word for it. Of what is written in
// Latin letters only English is known, the language of our own words; "" means
// that it is better not to say.
func language(cv *data.CV) string {
	counts := map[string]int{}
	var words, english int
	count := func(s string) {
		for w := range strings.FieldsSeq(s) {
			words++
			if isEnglish(w) {
				english++
			}
		}
		for _, r := range s {
			switch {
			case unicode.Is(unicode.Latin, r):
				counts["en"]++
			case unicode.In(r, unicode.Hiragana, unicode.Katakana):
				counts["ja"] += 3 // beside Chinese characters, of which one says more
			case unicode.Is(unicode.Hangul, r):
				counts["ko"]++
			case unicode.Is(unicode.Han, r):
				counts["zh"]++
			case unicode.IsLetter(r):
				counts[""]++
			}
		}
	}
	count(cv.Basics.Summary)
	for _, s := range cv.Sections() {
		for _, it := range s.Items {
			count(it.Title)
			for _, p := range slices.Concat(it.Summary, it.Points) {
				count(p.String())
			}
		}
	}
	best := "en"
	for _, tag := range []string{"zh", "ja", "ko", ""} {
		if counts[tag] > counts[best] {
			best = tag
		}
	}
	if best == "en" && english*oftenEnglish < words || words == 0 {
		return ""
	}
	return best
}

// oftenEnglish is the number of words of which one at least is of [isEnglish] in an
// English text.
const oftenEnglish = 30

// isEnglish knows words that an English text has, and others hardly.
func isEnglish(word string) bool {
	switch strings.ToLower(strings.Trim(word, ".,;:()")) {
	case "the", "and", "of", "with", "for", "by", "from", "to", "at", "my", "is":
		return true
	}
	return false
}
