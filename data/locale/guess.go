package locale

import (
	"strings"
	"unicode"
	"unicode/utf8"

	script "github.com/go-text/typesetting/language"
)

// Guess returns the language of a CV's text as a BCP 47 tag, judging by its script, or ""
// if that is ambiguous. Chinese characters, kana and Hangul count three times, because each
// says as much as several letters and every CV has Latin letters. English is the only
// language in Latin letters that Guess recognises.
func Guess(text string) string {
	letters := map[script.Script]int{}
	for _, r := range text {
		if r < utf8.RuneSelf && unicode.IsLetter(r) {
			letters[script.Latin]++
		} else if unicode.IsLetter(r) {
			letters[script.LookupScript(r)]++
		}
	}
	han, kana := letters[script.Han], letters[script.Hiragana]+letters[script.Katakana]
	letters[script.Han], letters[script.Hangul] = 3*han, 3*letters[script.Hangul]
	best, most := script.Latin, letters[script.Latin]
	for s, n := range letters {
		if n > most {
			best, most = s, n
		}
	}
	switch {
	case best == script.Han || kana > 0 && 3*(han+kana) > most:
		if kana*10 > han { // Japanese has one kana in ten characters at the least
			return "ja"
		} else if count(text, traditionalOnly) > count(text, simplifiedOnly) {
			return "zh-Hant"
		}
		return "zh-Hans"
	case best == script.Cyrillic && count(text, notRussian) > 0, best == script.Arabic && count(text, notPersian) > 0:
		return ""
	case best == script.Arabic && 20*count(text, persian) > most:
		return "fa"
	case best == script.Latin && isEnglish(text):
		return "en"
	}
	return map[script.Script]string{script.Hangul: "ko", script.Cyrillic: "ru", script.Arabic: "ar", script.Hebrew: "he", script.Greek: "el",
		script.Devanagari: "hi", script.Thai: "th"}[best]
}

// Characters that distinguish languages of one script. simplifiedOnly and traditionalOnly
// are pairs that are frequent in CVs.
const (
	simplifiedOnly  = "这们个为说时国学来对发会员经过还进开关与业务专责电网设计软实现术团队参东华长师优历获奖级语项产销达构统数据类验负区单"
	traditionalOnly = "這們個為說時國學來對發會員經過還進開關與業務專責電網設計軟實現術團隊參東華長師優歷獲獎級語項產銷達構統數據類驗負區單"
	notRussian      = "іїєґўјљњћђџѓќѕІЇЄҐЎЈЉЊЋЂЏЃЌЅәөүұқғңһӘӨҮҰҚҒҢҺ"
	notPersian      = "ٹڈڑںےھۆێڕڵ" // nor Arabic
	persian         = "پچژگیک"
)

// count returns the number of characters of text that are in set.
func count(text, set string) (n int) {
	for _, r := range text {
		if r >= utf8.RuneSelf && strings.ContainsRune(set, r) {
			n++
		}
	}
	return n
}

// oftenEnglish is the number of words of an English text that include at least one of those
// below.
const oftenEnglish = 30

// isEnglish looks for words that are frequent in English and rare in other languages.
func isEnglish(text string) bool {
	words, english := 0, 0
	for w := range strings.FieldsSeq(text) {
		if strings.ContainsFunc(w, unicode.IsLetter) {
			words++
		}
		switch strings.ToLower(strings.Trim(w, ".,;:()")) {
		case "the", "and", "of", "with", "for", "by", "from", "to", "at", "my", "is":
			english++
		}
	}
	return words > 0 && english*oftenEnglish >= words
}
