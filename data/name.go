package data

import (
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/text/language"
)

// languageName matches a language in the name of a file: two letters, a script and a
// region if need be. Three letters would make Bashkir of cv.bak.yaml, and publish it.
var languageName = regexp.MustCompile(`^[A-Za-z]{2}([-_][A-Za-z]{4})?([-_]([A-Za-z]{2}|[0-9]{3}))?$`)

// ParseLanguage returns the canonical BCP 47 tag of a language as the names of files
// and the commands of visitors spell it, in either case: "zh", "zh-Hant", "pt_BR". It
// reports false for anything else. "cv" means this kind of document, and not Chuvash.
func ParseLanguage(name string) (language.Tag, bool) {
	if !languageName.MatchString(name) || strings.EqualFold(name, "cv") {
		return language.Und, false
	}
	tag, err := language.Parse(name)
	return tag, err == nil && tag != language.Und
}

// fileLanguage returns the language that the name of a CV file states, STEM.NAME.EXT.
func fileLanguage(path string) (language.Tag, bool) {
	stem := stemOf(filepath.Base(path))
	i := strings.LastIndexByte(stem, '.')
	if i < 1 {
		return language.Und, false
	}
	return ParseLanguage(stem[i+1:])
}

// stemOf returns the name of a file without its extension.
func stemOf(name string) string { return strings.TrimSuffix(name, filepath.Ext(name)) }
