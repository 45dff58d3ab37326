package data

import (
	"reflect"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"wenkaiyue.com/cv/data/date"
	"wenkaiyue.com/cv/data/locale"
)

// Language returns the CV's language as a BCP 47 tag: from the file's name (cv.zh.yaml),
// else from meta.language, else from [locale.Guess]. It returns "" if the language is
// unknown.
func (cv *CV) Language() string { return cv.language }

// RightToLeft reports whether the CV is written from right to left. It judges by the
// language or, if that is unknown, by the owner's name.
func (cv *CV) RightToLeft() bool { return locale.RightToLeft(cv.language, cv.Basics.Name) }

// Words returns the words to show beside the CV's own text, in its language, or in English
// if that is unknown. The CV's meta.labels override them.
func (cv *CV) Words() *locale.Locale {
	if cv.words == nil {
		return locale.English()
	}
	return cv.words
}

// Updated returns the month of the last change in the CV's language: "Updated June 2023".
// It returns "" if meta.lastModified is not a date.
func (cv *CV) Updated() string {
	t, ok := cv.Meta.Modified()
	if !ok {
		return ""
	}
	return cv.Words().Updated(t.Year(), int(t.Month()))
}

// In returns a copy of the CV with the words of l, for a medium that cannot show the words
// of the CV's language.
func (cv *CV) In(l *locale.Locale) *CV {
	c := *cv
	c.words = l
	return c.arrange()
}

// At returns the CV with ssh as the command that reaches its server. The note below
// selected publications names it.
func (cv *CV) At(ssh string) *CV {
	if !slices.ContainsFunc(cv.sections, func(s Section) bool { return s.Full != nil }) {
		return cv
	}
	c := *cv
	c.ssh = ssh
	return c.arrange()
}

// IgnoreFileName sets the language again, without the file's name, in which the tag of an
// edition may look like a language. It is part of loading.
func (cv *CV) IgnoreFileName() { cv.settle("") }

// settle sets the language and words of the CV in the named file, and makes its contacts
// and sections. It is the last step of loading.
func (cv *CV) settle(file string) {
	if tag, ok := locale.TagOfFile(file); ok {
		cv.language = tag.String()
	} else if tag, err := language.Parse(cv.Meta.Language); err == nil && tag != language.Und {
		cv.language = tag.String()
	} else {
		cv.language = locale.Guess(cv.text())
	}
	cv.words = locale.For(cv.language).WithLabels(cv.Meta.Labels)
	cv.arrange()
}

// arrange makes the contacts and sections in the CV's words, and returns the CV.
func (cv *CV) arrange() *CV {
	cv.contacts, cv.sections = nil, nil
	cv.contacts, cv.sections = cv.Contacts(), cv.Sections()
	return cv
}

// text returns the texts of the CV. It includes papers, which are in the language of their
// readers, only if there is little else.
func (cv *CV) text() string {
	var b strings.Builder
	rest := *cv
	rest.Publications = nil
	collect(&b, reflect.ValueOf(rest))
	if b.Len() < 400 {
		collect(&b, reflect.ValueOf(cv.Publications[:min(len(cv.Publications), 50)]))
	}
	return b.String()
}

// collect writes all texts of v that people read, without web addresses.
func collect(b *strings.Builder, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[Meta]() || v.Type() == reflect.TypeFor[date.Date]() {
			return
		}
		for _, f := range Schema().Fields(v.Type()) {
			if !f.One {
				collect(b, v.FieldByIndex(f.Index))
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
