package editions

import (
	"cmp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/text/language"

	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/tui"
)

// Choose returns the edition for a visitor, and the words of the command without the
// language. It prefers the edition that the command names, then that of the tag, then the
// best for the locale of the environment, then the first.
func (s *Set) Choose(words, environ []string, tag string) (*Edition, []string) {
	if len(words) > 0 {
		if tag, ok := locale.ParseTag(words[0]); ok {
			if e := s.Match(tag); e != nil && sameBase(tag, e.language()) {
				return e, words[1:]
			}
		}
		for _, e := range s.Languages {
			rest, ok := strings.CutPrefix(strings.ToLower(words[0]), strings.ToLower(FolderName+"."+e.Code+"."))
			if f, known := export.Lookup(FolderName + "." + rest); ok && known && e.Code != "" && len(words) == 1 {
				return e, []string{f.Name} // cv.zh.pdf
			}
		}
	}
	if e := s.All[tag]; tag != "" && e != nil && e.Tag {
		return e, words
	}
	if liked, ok := localeLanguage(environ); ok {
		// A terminal without UTF-8 can show Latin letters only.
		if e := s.Match(liked); e != nil && (e.script() == "Latn" || tui.UTF8Locale(environ)) {
			return e, words
		}
	}
	return s.First, words
}

// localeLanguage returns the language of messages in a POSIX environment, from the first of
// LC_ALL, LC_MESSAGES and LANG that is not empty. Its form is
// language[_TERRITORY][.codeset][@modifier]: zh_CN.UTF-8, sr_RS@latin. It reports false if
// that is C or POSIX, or names no language.
func localeLanguage(environ []string) (language.Tag, bool) {
	env := tea.EnvMsg(environ)
	name, modifier, _ := strings.Cut(cmp.Or(env.Getenv("LC_ALL"), env.Getenv("LC_MESSAGES"), env.Getenv("LANG")), "@")
	name, _, _ = strings.Cut(name, ".")
	tag, err := language.Parse(name)
	if err != nil || tag == language.Und {
		return tag, false
	}
	if script := map[string]string{"latin": "Latn", "cyrillic": "Cyrl", "devanagari": "Deva"}[modifier]; script != "" {
		tag, err = language.Compose(tag, language.MustParseScript(script))
	}
	return tag, err == nil
}

// Turns returns the languages that a visitor can turn to from an edition, in order,
// including that one. An edition of a tag takes the place of the one in its language, or
// comes first. A terminal without UTF-8 gets only those that it can show.
func (s *Set) Turns(own *Edition, environ []string) []*Edition {
	latin := !tui.UTF8Locale(environ)
	others := slices.DeleteFunc(slices.Clone(s.Languages), func(e *Edition) bool {
		replaced := own.Tag && own.CV.Language() != "" && sameBase(own.language(), e.language())
		return e != own && (replaced || latin && e.script() != "Latn")
	})
	if slices.Contains(others, own) || !own.Tag && !s.Several() {
		return others
	}
	return append([]*Edition{own}, others...)
}
