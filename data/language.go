package data

import (
	"reflect"
	"strings"
	"unicode"

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
// Latin ones stand in every CV.
func guessLanguage(cv *CV) string {
	var c census
	c.walk(reflect.ValueOf(*cv))
	best, most := "", c.latin
	for tag, n := range map[string]int{"zh": 3 * c.han, "ko": 3 * c.hangul, "ru": c.cyrillic, "ar": c.arabic, "he": c.hebrew, "el": c.greek, "hi": c.devanagari, "th": c.thai, "und": c.other} {
		if n > most {
			best, most = tag, n
		}
	}
	switch {
	case best == "zh" || c.kana > 0 && 3*(c.han+c.kana) > most:
		return c.eastern()
	case best == "ru" && c.notRussian > 0, best == "ar" && c.notPersian > 0, best == "und":
		return ""
	case best == "ar" && c.persian*20 > c.arabic:
		return "fa"
	case best == "" && c.english*oftenEnglish >= c.words && c.words > 0:
		return "en"
	}
	return best
}

// oftenEnglish is the number of words of which at least one is of [isEnglish] in an
// English text.
const oftenEnglish = 30

// census counts letters by script.
type census struct {
	latin, han, kana, hangul, cyrillic, arabic, hebrew, greek, devanagari, thai, other int

	words, english          int // in Latin letters
	simplified, traditional int // Chinese characters that only one script has
	notRussian              int // Cyrillic letters that Russian does not have
	persian                 int // Arabic letters that Persian has and Arabic does not
	notPersian              int // and those that neither has
}

// eastern tells apart the languages that are written with Chinese characters.
// Japanese has one kana in ten characters at the least.
func (c *census) eastern() string {
	switch {
	case c.kana*10 > c.han:
		return "ja"
	case c.traditional > c.simplified:
		return "zh-Hant"
	}
	return "zh-Hans"
}

// walk counts all texts of v that are for people.
func (c *census) walk(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[Meta]() || v.Type() == reflect.TypeFor[Date]() {
			return
		}
		for _, f := range Fields(v.Type()) {
			if !f.One {
				c.walk(v.Field(f.Index))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			c.walk(v.Index(i))
		}
	case reflect.String:
		c.text(v.String())
	}
}

func (c *census) text(s string) {
	for w := range strings.FieldsSeq(s) {
		if latin := c.latin; c.word(w) && c.latin > latin {
			c.words++
			if isEnglish(w) {
				c.english++
			}
		}
	}
}

// word counts the letters of a word and reports whether it is no address.
func (c *census) word(w string) bool {
	if strings.Contains(w, "://") {
		return false
	}
	for _, r := range w {
		switch {
		case r < 'A':
		case r < 0x80:
			c.latin++
		case unicode.Is(unicode.Latin, r):
			c.latin++
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			c.kana++
		case unicode.Is(unicode.Hangul, r):
			c.hangul++
		case unicode.Is(unicode.Han, r):
			c.han++
			if strings.ContainsRune(simplifiedOnly, r) {
				c.simplified++
			} else if strings.ContainsRune(traditionalOnly, r) {
				c.traditional++
			}
		case unicode.Is(unicode.Cyrillic, r):
			c.cyrillic++
			if strings.ContainsRune("іїєґўјљњћђџѓќѕІЇЄҐЎЈЉЊЋЂЏЃЌЅәөүұқғңһӘӨҮҰҚҒҢҺ", r) {
				c.notRussian++
			}
		case unicode.Is(unicode.Arabic, r):
			c.arabic++
			if strings.ContainsRune("پچژگیک", r) {
				c.persian++
			} else if strings.ContainsRune("ٹڈڑںےھۆێڕڵ", r) {
				c.notPersian++
			}
		case unicode.Is(unicode.Hebrew, r):
			c.hebrew++
		case unicode.Is(unicode.Greek, r):
			c.greek++
		case unicode.Is(unicode.Devanagari, r):
			c.devanagari++
		case unicode.Is(unicode.Thai, r):
			c.thai++
		case unicode.IsLetter(r):
			c.other++
		}
	}
	return true
}

// Characters that are frequent in CVs and belong to one of the scripts alone, in
// pairs.
const (
	simplifiedOnly  = "这们个为说时国学来对发会员经过还进开关与业务专责电网设计软实现术团队参东华长师优历获奖级语项产销达构统数据类验负区单"
	traditionalOnly = "這們個為說時國學來對發會員經過還進開關與業務專責電網設計軟實現術團隊參東華長師優歷獲獎級語項產銷達構統數據類驗負區單"
)

// isEnglish knows words that an English text has, and others hardly.
func isEnglish(word string) bool {
	switch strings.ToLower(strings.Trim(word, ".,;:()")) {
	case "the", "and", "of", "with", "for", "by", "from", "to", "at", "my", "is":
		return true
	}
	return false
}
