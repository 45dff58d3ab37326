package locale

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"
)

// texts calls each with every text in v and the path of its field.
func texts(v reflect.Value, at string, each func(at, text string)) {
	switch v.Kind() {
	case reflect.String:
		each(at, v.String())
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[language.Tag]() {
			return
		}
		for i := range v.NumField() {
			texts(v.Field(i), strings.TrimPrefix(at+"."+v.Type().Field(i).Name, "."), each)
		}
	case reflect.Array:
		for i := range v.Len() {
			texts(v.Index(i), at, each)
		}
	}
}

var part = regexp.MustCompile(`\{\w+\}`)

// same reports whether a language may have the same word as English in the field at.
func same(tag, at, text string) bool {
	switch at {
	case "Lists.Comma", "Lists.Parts", "Lists.Pair":
		return true
	case "Dates.Month":
		return !slices.Contains([]string{"ja", "ko", "zh-Hans", "zh-Hant"}, tag)
	case "Labels.GPA":
		return slices.Contains([]string{"ja", "zh-Hans", "zh-Hant"}, tag)
	case "Labels.Publications", "Screen.Section", "Screen.Contact":
		return tag == "fr"
	case "Labels.Software", "Papers.Code", "Papers.Slides", "Papers.Poster", "Papers.Video", "Papers.Website", "Papers.Blog":
		return slices.Contains([]string{"de", "es", "fr", "it", "pt"}, tag)
	case "Dates.FullMonth":
		return same(tag, "Dates.Month", text)
	case "Dates.Full":
		return tag == "de" && slices.Contains([]string{"April", "August", "September", "November"}, text)
	}
	return at == "Dates.Months" && strings.Contains("mar nov", text)
}

// Every language has all words, none of them English by mistake, and all parts of each
// template.
func TestWhole(t *testing.T) {
	english := map[string]string{}
	texts(reflect.ValueOf(*English()), "", func(at, text string) { english[at] += "|" + text })
	for _, tag := range Tags() {
		l := For(tag.String())
		if l.Tag != tag {
			t.Fatalf("For(%s): got the words of %s", tag, l.Tag)
		}
		if len(l.Dates.Now) < 3 || l.Dates.Now[0] != strings.ToLower(l.Labels.Present) {
			t.Errorf("%s: got the words for now %q, want at least 3, first %q", tag, l.Dates.Now, strings.ToLower(l.Labels.Present))
		}
		got := map[string]string{}
		texts(reflect.ValueOf(*l), "", func(at, text string) {
			got[at] += "|" + text
			switch {
			case text == "" || strings.TrimSpace(text) != text && at != "Lists.Comma" && at != "Lists.Parts":
				t.Errorf("%s: %s: got %q, want words without spaces around them", tag, at, text)
			case tag != language.English && !same(tag.String(), at, text) && slices.Contains(strings.Split(english[at], "|"), text):
				t.Errorf("%s: %s: got the English %q, want a translation", tag, at, text)
			}
		})
		for at, text := range english {
			parts, want := part.FindAllString(got[at], -1), part.FindAllString(text, -1)
			slices.Sort(parts)
			slices.Sort(want)
			if !slices.Equal(parts, want) {
				t.Errorf("%s: %s: got the parts %q, want %q", tag, at, parts, want)
			}
		}
	}
	if n := len(Tags()); n < 14 {
		t.Errorf("got %d languages, want at least 14", n)
	}
}

func TestFor(t *testing.T) {
	for name, want := range map[string]string{
		"": "en", "C": "en", "en-GB": "en", "de_AT": "de", "zh": "zh-Hans", "zh-CN": "zh-Hans", "zh_TW": "zh-Hant", "zh-HK": "zh-Hant", "zh-Hant-HK": "zh-Hant",
		"pt-BR": "pt", "pt-PT": "pt", "fr-CA": "fr", "es-419": "es", "nl": "en", "uk": "en", "sr": "en", "iw": "he", "fa-AF": "fa", "xx-yy-zz": "en", "no such": "en",
	} {
		if got := For(name).Tag.String(); got != want {
			t.Errorf("For(%q) = %s, want %s", name, got, want)
		}
	}
}

func TestIsNow(t *testing.T) {
	for _, tag := range Tags() {
		for _, s := range For(tag.String()).Dates.Now {
			if s != strings.ToLower(s) || !IsNow(strings.ToUpper(s)) {
				t.Errorf("%s: IsNow(%q) = false, or it is not in lower case", tag, strings.ToUpper(s))
			}
		}
	}
	for _, s := range []string{"", "2019", "until 2019", "soon", "presently unknown"} {
		if IsNow(s) {
			t.Errorf("IsNow(%q) = true, want false", s)
		}
	}
}

func TestAnd(t *testing.T) {
	for _, tt := range []struct {
		tag   string
		names []string
		want  string
	}{
		{"en", nil, ""}, {"en", []string{"A"}, "A"}, {"en", []string{"A", "B"}, "A and B"}, {"en", []string{"A", "B", "C"}, "A, B and C"},
		{"zh", []string{"A", "B", "C"}, "A、B和C"}, {"de", []string{"{last}", "B"}, "{last} und B"},
	} {
		if got := For(tt.tag).And(tt.names); got != tt.want {
			t.Errorf("%s: And(%q) = %q, want %q", tt.tag, tt.names, got, tt.want)
		}
	}
}

func TestParts(t *testing.T) {
	for _, tt := range []struct {
		tag   string
		parts []string
		want  string
	}{
		{"en", nil, ""}, {"en", []string{"Berlin", "Germany"}, "Berlin, Germany"}, {"en", []string{"北京", "中国"}, "北京, 中国"},
		{"zh", []string{"北京", "中国"}, "北京，中国"}, {"zh", []string{"Berlin", "Germany"}, "Berlin, Germany"}, {"zh", []string{"München", "德国"}, "München, 德国"},
		{"zh", []string{"北京", "100084"}, "北京，100084"}, {"ja", []string{"東京", "日本"}, "東京、日本"}, {"ar", []string{"القاهرة", "مصر"}, "القاهرة، مصر"}, {"he", []string{"חיפה", "ישראל"}, "חיפה, ישראל"},
	} {
		if got := For(tt.tag).Parts(tt.parts); got != tt.want {
			t.Errorf("%s: Parts(%q) = %q, want %q", tt.tag, tt.parts, got, tt.want)
		}
	}
}

func TestScriptsOfChineseDiffer(t *testing.T) {
	if i := strings.IndexAny(simplifiedOnly, traditionalOnly); i >= 0 {
		t.Errorf("%q is in both simplifiedOnly and traditionalOnly", simplifiedOnly[i:i+3])
	}
}
