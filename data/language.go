package data

import (
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"

	script "github.com/go-text/typesetting/language"
	"golang.org/x/text/language"

	"wenkaiyue.com/cv/data/locale"
)

// Language returns the CV's language as a BCP 47 tag: that of the file's name
// (cv.zh.yaml), else that of meta.language, else what the script of its texts tells.
// It is "" where none does; of what is written in Latin letters only English is
// recognised.
func (cv *CV) Language() string { return cv.language }

// Words returns what we say beside the CV's own text, in its language: English
// where that is not known, with the CV's own meta.labels before ours.
func (cv *CV) Words() *locale.Locale {
	if cv.words == nil {
		return locale.English()
	}
	return cv.words
}

// In returns the CV with the words of l beside its own text, for a medium that cannot
// show those of its language.
func (cv *CV) In(l *locale.Locale) *CV {
	c := *cv
	c.words, c.sections = l, nil
	c.sections = c.arrange()
	return &c
}

// IgnoreFileName settles the language anew, without the name of the file: that of an
// edition for a tag may look like a language. It is part of loading.
func (cv *CV) IgnoreFileName() { cv.settle("") }

// settle settles the language and words of the CV in the named file, and makes its
// sections; it is the last step of loading.
func (cv *CV) settle(file string) {
	if tag, ok := fileLanguage(file); ok {
		cv.language = tag.String()
	} else if tag, err := language.Parse(cv.Meta.Language); err == nil && tag != language.Und {
		cv.language = tag.String()
	} else {
		cv.language = guessLanguage(cv)
	}
	cv.words = locale.For(cv.language).WithLabels(cv.Meta.Labels)
	cv.sections = cv.arrange()
}

// guessLanguage tells the language by its script. Chinese characters, kana and
// Hangul count more than letters do, of which it takes several to say as much; and
// Latin ones stand in every CV. Papers are in the language of their readers, so they
// count only in a CV of little else.
func guessLanguage(cv *CV) string {
	var b strings.Builder
	rest := *cv
	rest.Publications = nil
	collect(&b, reflect.ValueOf(rest))
	if b.Len() < 400 {
		collect(&b, reflect.ValueOf(cv.Publications[:min(len(cv.Publications), 50)]))
	}
	text := b.String()
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
		return eastern(text, han, kana)
	case best == script.Cyrillic && count(text, "іїєґўјљњћђџѓќѕІЇЄҐЎЈЉЊЋЂЏЃЌЅәөүұқғңһӘӨҮҰҚҒҢҺ") > 0, best == script.Arabic && count(text, "ٹڈڑںےھۆێڕڵ") > 0:
		return "" // letters that Russian does not have, and neither Arabic nor Persian
	case best == script.Arabic && 20*count(text, "پچژگیک") > most:
		return "fa"
	case best == script.Latin && isEnglish(text):
		return "en"
	}
	return map[script.Script]string{script.Hangul: "ko", script.Cyrillic: "ru", script.Arabic: "ar", script.Hebrew: "he", script.Greek: "el",
		script.Devanagari: "hi", script.Thai: "th"}[best]
}

// eastern tells apart the languages that are written with Chinese characters.
// Japanese has one kana in ten characters at the least.
func eastern(text string, han, kana int) string {
	switch {
	case kana*10 > han:
		return "ja"
	case count(text, traditionalOnly) > count(text, simplifiedOnly):
		return "zh-Hant"
	}
	return "zh-Hans"
}

// count returns the number of characters of a set in a text.
func count(text, set string) (n int) {
	for _, r := range text {
		if r >= utf8.RuneSelf && strings.ContainsRune(set, r) {
			n++
		}
	}
	return n
}

// collect writes all texts of v that are for people, but for addresses in them.
func collect(b *strings.Builder, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[Meta]() || v.Type() == dateType {
			return
		}
		for _, f := range Fields(v.Type()) {
			if !f.One {
				collect(b, v.Field(f.Index))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			collect(b, v.Index(i))
		}
	case reflect.String:
		for w := range strings.FieldsSeq(v.String()) {
			if !strings.Contains(w, "://") {
				b.WriteString(w + " ")
			}
		}
	}
}

// Characters that are frequent in CVs and belong to one of the scripts alone, in
// pairs.
const (
	simplifiedOnly  = "这们个为说时国学来对发会员经过还进开关与业务专责电网设计软实现术团队参东华长师优历获奖级语项产销达构统数据类验负区单"
	traditionalOnly = "這們個為說時國學來對發會員經過還進開關與業務專責電網設計軟實現術團隊參東華長師優歷獲獎級語項產銷達構統數據類驗負區單"
)

// oftenEnglish is the number of words of which at least one is of those below in an
// English text.
const oftenEnglish = 30

// isEnglish looks for words that an English text has, and others hardly.
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
