package server

import (
	"cmp"
	"strings"

	"charm.land/ssh"
	"golang.org/x/text/language"

	"wenkaiyue.com/cv/tui"
)

// choose returns the edition of a session, and the words of its command without the
// language: the edition that the command names, else that of the tag, else the best for the visitor's locale, else the first.
func (s *editions) choose(sess ssh.Session, tag string) (e *edition, words []string) {
	if sess.RawCommand() != "" {
		words = sess.Command()
	}
	if len(words) > 0 {
		if l, ok := s.named(words[0]); ok {
			return l.edition, words[1:]
		}
		if l, f, ok := s.file(words[0]); ok && len(words) == 1 {
			return l.edition, []string{f.Name}
		}
	}
	if e := s.all[tag]; tag != "" && e != nil && e.tag {
		return e, words
	}
	if liked, ok := localeLanguage(sess.Environ()); ok {
		if e := s.match(liked); e != nil && (isLatin(e) || tui.UTF8Locale(sess.Environ())) {
			return e, words
		}
	}
	return s.first, words
}

// isLatin reports whether an edition is written in letters that a terminal which is not
// in UTF-8 can show, as far as its language tells.
func isLatin(e *edition) bool {
	script, _ := language.Make(e.cv.Language()).Script()
	return script == language.MustParseScript("Latn")
}

// maxLocale bounds the name of a locale, in bytes.
const maxLocale = 64

// localeLanguage returns the language of messages in a POSIX environment: that of the
// first of LC_ALL, LC_MESSAGES and LANG that is not empty. It reports false where that
// is C or POSIX, or names none.
func localeLanguage(environ []string) (language.Tag, bool) {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		value := ""
		for _, kv := range environ {
			if k, v, _ := strings.Cut(kv, "="); k == name {
				value = v
			}
		}
		if value != "" {
			return parseLocale(value)
		}
	}
	return language.Und, false
}

// parseLocale reads language[_TERRITORY][.codeset][@modifier], as in zh_CN.UTF-8 and
// sr_RS@latin.
func parseLocale(s string) (language.Tag, bool) {
	if len(s) > maxLocale {
		return language.Und, false
	}
	s, modifier, _ := strings.Cut(s, "@")
	s, _, _ = strings.Cut(s, ".")
	if s == "C" || s == "POSIX" {
		return language.Und, false
	}
	tag, err := language.Parse(s)
	if err != nil || tag == language.Und {
		return language.Und, false
	}
	if script, ok := map[string]string{"latin": "Latn", "cyrillic": "Cyrl", "devanagari": "Deva"}[modifier]; ok {
		if composed, err := language.Compose(tag, language.MustParseScript(script)); err == nil {
			tag = composed
		}
	}
	return tag, true
}

// turns returns the languages that a visitor can turn to from an edition, in order,
// that one included. A visitor whose edition is a tag's finds it in the place of the
// one in its language, or before all.
func (s *editions) turns(own *edition) []listed {
	if !own.tag {
		if s.code(own) == "" && s.several() { // nobody knows its language
			return append([]listed{{unknown, own}}, s.languages...)
		}
		return s.languages
	}
	tag := language.Make(own.cv.Language())
	mine := listed{cmp.Or(own.cv.Language(), unknown), own}
	out := []listed{mine}
	for _, l := range s.languages {
		if own.cv.Language() == "" || !sameBase(tag, language.Make(l.code)) {
			out = append(out, l)
		}
	}
	return out
}

// unknown stands for the code of a language that nobody knows.
const unknown = "CV"
