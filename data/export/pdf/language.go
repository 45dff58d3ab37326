package pdf

import (
	"strings"
	"unicode"
)

// script is one that tells a language, or the one that uses it most.
type script struct {
	table *unicode.RangeTable
	lang  string
	also  string // other languages that use it
}

func scripts() [16]script {
	return [16]script{
		{unicode.Han, "zh", "ja ko"},
		{unicode.Hiragana, "ja", ""},
		{unicode.Katakana, "ja", ""},
		{unicode.Hangul, "ko", ""},
		{unicode.Bopomofo, "zh", ""},
		{unicode.Cyrillic, "ru", "uk be bg sr mk kk ky mn tg"},
		{unicode.Greek, "el", ""},
		{unicode.Arabic, "ar", "fa ur ps ug ckb sd"},
		{unicode.Hebrew, "he", "yi"},
		{unicode.Devanagari, "hi", "mr ne sa kok"},
		{unicode.Bengali, "bn", "as"},
		{unicode.Tamil, "ta", ""},
		{unicode.Telugu, "te", ""},
		{unicode.Thai, "th", ""},
		{unicode.Georgian, "ka", ""},
		{unicode.Armenian, "hy", ""},
	}
}

// scriptLanguage is the language that a letter tells, or "".
func scriptLanguage(r rune) string {
	if r < 0x370 {
		return ""
	}
	for _, s := range scripts() {
		if unicode.Is(s.table, r) {
			return s.lang
		}
	}
	return ""
}

// writes reports whether text in the script of a language may be in lang.
func writes(lang, script string) bool {
	base, _, _ := strings.Cut(lang, "-")
	if base == script {
		return true
	}
	for _, s := range scripts() {
		if s.lang == script && strings.Contains(" "+s.also+" ", " "+base+" ") && base != "" {
			return true
		}
	}
	return false
}

// leading is the distance of lines in ems: letters with marks above and below
// need more, and so do those that fill their square.
func leading(lang string) float64 {
	switch base, _, _ := strings.Cut(lang, "-"); base {
	case "zh", "ja", "ko":
		return 1.45
	case "fa", "ar", "ur", "hi", "mr", "ne", "th", "bn", "ta", "te":
		return 1.5
	}
	return 1.29
}

// A paper is what the pages are printed on, in points.
type paper struct{ width, height float64 }

func a4() paper       { return paper{595.28, 841.89} }
func usLetter() paper { return paper{612, 792} }

// paperOf is the paper that the CV asks for, or that of its country (CLDR).
func paperOf(asked, country string) paper {
	switch strings.ToLower(strings.TrimSpace(asked)) {
	case "letter", "us letter", "us-letter", "usletter":
		return usLetter()
	case "a4":
		return a4()
	}
	switch strings.ToUpper(strings.TrimSpace(country)) {
	case "US", "CA", "MX", "PH", "CL", "CO", "CR", "GT", "NI", "PA", "PR", "SV", "VE", "BZ", "BO", "HN", "DO",
		"USA", "UNITED STATES", "UNITED STATES OF AMERICA", "CANADA", "MEXICO", "MÉXICO", "PHILIPPINES", "CHILE", "COLOMBIA":
		return usLetter()
	}
	return a4()
}
