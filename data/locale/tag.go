package locale

import (
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/bidi"
)

// tagName matches a language in the name of a file: two letters, and optionally a script
// and a region. With three letters, cv.bak.yaml would be published as Bashkir.
var tagName = regexp.MustCompile(`^[A-Za-z]{2}([-_][A-Za-z]{4})?([-_]([A-Za-z]{2}|[0-9]{3}))?$`)

// ParseTag returns the canonical BCP 47 tag of a language in the name of a file or a
// command of a visitor, in either case: "zh", "zh-Hant", "pt_BR". It reports false for
// anything else. "cv" means this kind of document, and not Chuvash.
func ParseTag(name string) (language.Tag, bool) {
	if !tagName.MatchString(name) || strings.EqualFold(name, "cv") {
		return language.Und, false
	}
	tag, err := language.Parse(name)
	return tag, err == nil && tag != language.Und
}

// TagOfFile returns the language in the name of a CV file, STEM.TAG.EXT.
func TagOfFile(path string) (language.Tag, bool) {
	stem := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	if i := strings.LastIndexByte(stem, '.'); i > 0 {
		return ParseTag(stem[i+1:])
	}
	return language.Und, false
}

// RightToLeft reports whether a language, a BCP 47 tag, is written from right to left. If
// tag is "", the first letter of text with a direction decides (rule P2 of UAX #9).
func RightToLeft(tag, text string) bool {
	if tag != "" {
		script, _ := language.Make(tag).Script()
		switch script.String() {
		case "Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg":
			return true
		}
		return false
	}
	for _, r := range text {
		switch p, _ := bidi.LookupRune(r); p.Class() {
		case bidi.L:
			return false
		case bidi.R, bidi.AL:
			return true
		}
	}
	return false
}
