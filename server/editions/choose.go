package editions

import (
	"cmp"
	"strings"

	"golang.org/x/text/language"

	"wenkaiyue.com/cv/tui"
)

// Choose returns the edition for a visitor, and the words of their command without the
// language: the edition that the command names, else that of the tag, else the best for
// the locale of their environment, else the first.
func (s *Set) Choose(words, environ []string, tag string) (*Edition, []string) {
	if len(words) > 0 {
		if l, ok := s.named(words[0]); ok {
			return l.Edition, words[1:]
		}
		if l, f, ok := s.File(words[0]); ok && len(words) == 1 {
			return l.Edition, []string{f.Name}
		}
	}
	if e := s.All[tag]; tag != "" && e != nil && e.Tag {
		return e, words
	}
	if liked, ok := localeLanguage(environ); ok {
		if e := s.Match(liked); e != nil && (isLatin(e) || tui.UTF8Locale(environ)) {
			return e, words
		}
	}
	return s.First, words
}

// isLatin reports whether an edition is written in letters that a terminal which is not
// in UTF-8 can show, as far as its language tells.
func isLatin(e *Edition) bool {
	script, _ := language.Make(e.CV.Language()).Script()
	return script == language.MustParseScript("Latn")
}

// maxLocale bounds the name of a locale, in bytes.
const maxLocale = 64

// localeLanguage returns the language of messages in a POSIX environment: that of the
// first of LC_ALL, LC_MESSAGES and LANG that is not empty, which reads
// language[_TERRITORY][.codeset][@modifier]: zh_CN.UTF-8. It reports false
// where that is C or POSIX, or names none.
func localeLanguage(environ []string) (language.Tag, bool) {
	values := map[string]string{}
	for _, kv := range environ {
		name, value, _ := strings.Cut(kv, "=")
		values[name] = value
	}
	name := cmp.Or(values["LC_ALL"], values["LC_MESSAGES"], values["LANG"])
	if i := strings.IndexAny(name, ".@"); i >= 0 {
		name = name[:i]
	}
	if len(name) > maxLocale {
		return language.Und, false
	}
	tag, err := language.Parse(name)
	return tag, err == nil && tag != language.Und
}

// Turns returns the languages that a visitor can turn to from an edition, in order,
// that one included. A visitor whose edition is a tag's finds it in the place of the
// one in its language, or before all.
func (s *Set) Turns(own *Edition) []Listed {
	if !own.Tag {
		if s.Code(own) == "" && s.Several() { // nobody knows its language
			return append([]Listed{{unknown, own}}, s.Languages...)
		}
		return s.Languages
	}
	code := own.CV.Language()
	out := []Listed{{cmp.Or(code, unknown), own}}
	for _, l := range s.Languages {
		if code == "" || !sameBase(language.Make(code), language.Make(l.Code)) {
			out = append(out, l)
		}
	}
	return out
}

// unknown stands for the code of a language that nobody knows.
const unknown = "CV"
