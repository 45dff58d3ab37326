package fonts

import (
	"slices"
	"strings"
	"unicode"
)

// rank orders the fonts that have a character; lower is better. It prefers serif faces, to
// match the embedded ones.
func (e *entry) rank(lang string) int {
	name := strings.ToLower(e.family)
	n := 30
	switch {
	case containsAny(name, "noto serif", "noto naskh"):
		n = 0
	case containsAny(name, "serif", "mincho", "song", "sung", "ming", "batang", "myungjo", "naskh") && !strings.Contains(name, "sans"):
		n = 10
	case containsAny(name, "noto sans"):
		n = 20
	}
	if containsAny(name, "mono", " ui", "display", "condensed", "nastaliq", "kufi", "rashi", "looped", "symbol", "emoji", "icon", "awesome", "fallback", "math") {
		n += 100
	}
	if e.italic {
		n += 200
	}
	return n + region(e.family, lang) + max(e.weight-400, 400-e.weight)/100
}

// useless reports whether a font has only placeholders.
func (e *entry) useless() bool {
	return containsAny(strings.ToLower(e.family), "last resort", "lastresort", "adobe blank", "notdef")
}

func containsAny(s string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(s, p) })
}

// region returns 0 for a face whose Chinese characters have the forms of the language, and
// more for other faces.
func region(family, lang string) int {
	var want []string
	switch {
	case strings.HasPrefix(lang, "ja"):
		want = []string{"JP", "J"}
	case strings.HasPrefix(lang, "ko"):
		want = []string{"KR", "K"}
	case lang == "zh-HK" || lang == "zh-MO":
		want = []string{"HK", "TC"}
	case lang == "zh-TW" || strings.HasPrefix(lang, "zh-Hant"):
		want = []string{"TC", "TW", "HK"}
	default:
		want = []string{"SC", "CN", "GB"}
	}
	all := []string{"JP", "J", "KR", "K", "HK", "TC", "TW", "SC", "CN", "GB"}
	n := 4
	for _, word := range strings.FieldsFunc(family, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if i := slices.Index(want, word); i >= 0 {
			return i
		}
		if slices.Contains(all, word) {
			n = 8
		}
	}
	return n
}

// Advice returns the script of a character and the Debian package that has a font for
// it: "Han" and "fonts-noto-cjk".
func Advice(r rune) (script, pkg string) {
	for name, table := range unicode.Scripts {
		if name != "Common" && name != "Inherited" && unicode.Is(table, r) {
			script = strings.ReplaceAll(name, "_", " ")
		}
	}
	if Eastern(r) {
		return script, "fonts-noto-cjk"
	}
	return script, "fonts-noto-core"
}

// Eastern reports whether a character belongs to Chinese, Japanese or Korean text.
func Eastern(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo) ||
		r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef
}
