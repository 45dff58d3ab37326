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
// else from meta.language, else as [locale.Guess] guesses it from the texts. It is "" if
// the language is unknown.
func (cv *CV) Language() string { return cv.language }

// RightToLeft reports whether the CV is written from right to left: by its language or,
// where that is not known, by its owner's name.
func (cv *CV) RightToLeft() bool { return locale.RightToLeft(cv.language, cv.Basics.Name) }

// Words returns what we say beside the CV's own text, in its language: English
// where that is not known, with the CV's own meta.labels before ours.
func (cv *CV) Words() *locale.Locale {
	if cv.words == nil {
		return locale.English()
	}
	return cv.words
}

// Updated returns the month of the last change in the CV's language: "Updated June 2023".
// It returns "" if meta.lastModified does not tell.
func (cv *CV) Updated() string {
	t, ok := cv.Meta.Modified()
	if !ok {
		return ""
	}
	return cv.Words().Updated(t.Year(), int(t.Month()))
}

// In returns the CV with the words of l beside its own text, for a medium that cannot
// show those of its language.
func (cv *CV) In(l *locale.Locale) *CV {
	c := *cv
	c.words = l
	return c.arrange()
}

// At returns the CV for a server that is reached by an ssh command, which stands where
// it says how to get more of it.
func (cv *CV) At(ssh string) *CV {
	if !slices.ContainsFunc(cv.sections, func(s Section) bool { return s.Full != nil }) {
		return cv
	}
	c := *cv
	c.ssh = ssh
	return c.arrange()
}

// IgnoreFileName settles the language anew, without the name of the file: that of an
// edition for a tag may look like a language. It is part of loading.
func (cv *CV) IgnoreFileName() { cv.settle("") }

// settle sets the language and words of the CV in the named file, and makes its contacts
// and sections; it is the last step of loading.
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

// arrange makes what is shown of the CV in its words, and returns the CV.
func (cv *CV) arrange() *CV {
	cv.contacts, cv.sections = cv.reach(), cv.inOrder()
	return cv
}

// text returns the texts of the CV. Papers are in the language of their readers, so they
// are part of it only in a CV of little else.
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

// collect writes all texts of v that are for people, without the addresses in them.
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
