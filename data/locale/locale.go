// Package locale has the words that readers of a CV see beside its own text, in many
// languages, each in an embedded YAML file. Words for operators (logs, flags, checks) are
// English and are not here.
package locale

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"
	"golang.org/x/text/language"
)

// Locale holds the words of one language. Those with parts in braces are templates
// for [Fill]. A Locale is shared and never changes.
type Locale struct {
	// Tag is the language; its String method returns the BCP 47 tag: "zh-Hant".
	Tag    language.Tag `json:"-" yaml:"-"`
	Labels Labels
	Dates  Dates
	Lists  Lists
	Papers Papers

	Screen  Screen
	Formats Formats
	Visit   Visit
	Times   Times
}

//go:embed *.yaml
var files embed.FS

// embedded is an embedded file: its language, and its words, which are read on demand.
type embedded struct {
	tag  language.Tag
	read func() *Locale
}

// known has every language, English first.
var known = sync.OnceValue(func() []embedded {
	names, err := files.ReadDir(".")
	if err != nil {
		panic(err) // embedded
	}
	var all []embedded
	for _, f := range names {
		tag := language.MustParse(strings.TrimSuffix(f.Name(), ".yaml"))
		one := embedded{tag, sync.OnceValue(func() *Locale { return read(f.Name(), tag) })}
		if tag == language.English {
			all = slices.Insert(all, 0, one)
			continue
		}
		all = append(all, one)
	}
	return all
})

// read reads an embedded file. It panics on a mistake, which the tests find.
func read(name string, tag language.Tag) *Locale {
	src, err := files.ReadFile(name)
	l := &Locale{Tag: tag}
	if err == nil {
		err = yaml.Load(src, l, yaml.WithKnownFields())
	}
	if err != nil {
		panic(fmt.Errorf("locale: %s: %w", name, err))
	}
	return l
}

var matcher = sync.OnceValue(func() language.Matcher { return language.NewMatcher(Tags()) })

// Tags returns the available languages, English first.
func Tags() []language.Tag {
	var out []language.Tag
	for _, l := range known() {
		out = append(out, l.tag)
	}
	return out
}

// English returns the words for readers whose language is not known.
func English() *Locale { return known()[0].read() }

// For returns the words of a language, named as in BCP 47 or POSIX ("pt-BR", "zh_TW"), or
// English ones for an unknown language.
func For(name string) *Locale {
	tag, err := language.Parse(name)
	if err != nil || tag == language.Und {
		return English()
	}
	_, at, confidence := matcher().Match(tag)
	if confidence < language.High {
		return English()
	}
	return known()[at].read()
}

// IsNow reports whether s is a word for "until now", in any language.
func IsNow(s string) bool {
	s = strings.ToLower(strings.Trim(s, " .()"))
	if s == "" || strings.ContainsAny(s, "0123456789") {
		return false
	}
	for _, l := range known() {
		if slices.Contains(l.read().Dates.Now, s) {
			return true
		}
	}
	return false
}

// Fill puts values into a template: Fill("by {names}", "names", "A").
func Fill(template string, pairs ...string) string {
	old := make([]string, len(pairs))
	for i := range pairs {
		if old[i] = pairs[i]; i%2 == 0 {
			old[i] = "{" + pairs[i] + "}"
		}
	}
	return strings.NewReplacer(old...).Replace(template)
}

// MonthYear returns a month, from 1 to 12, with its year.
func (l *Locale) MonthYear(year, month int) string {
	return Fill(l.Dates.Month, "year", fmt.Sprint(year), "month", l.Dates.Months[month-1])
}

// Updated returns the words for a last change in a month, from 1 to 12.
func (l *Locale) Updated(year, month int) string {
	return l.Labels.Updated + " " + Fill(l.Dates.FullMonth, "year", fmt.Sprint(year), "month", l.Dates.Full[month-1])
}

// And lists names as in a sentence: "A", "A and B", "A, B and C".
func (l *Locale) And(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return Fill(l.Lists.And, "list", strings.Join(names[:last], l.Lists.Comma), "last", names[last])
}

// Parts joins the parts of one thing: "Berlin, Germany", "中国，北京". The separator beside
// Latin letters is a comma in every language.
func (l *Locale) Parts(parts []string) string {
	var b strings.Builder
	for i, p := range parts {
		if i > 0 {
			before, _ := utf8.DecodeLastRuneInString(parts[i-1])
			after, _ := utf8.DecodeRuneInString(p)
			if unicode.Is(unicode.Latin, before) || unicode.Is(unicode.Latin, after) {
				b.WriteString(", ")
			} else {
				b.WriteString(l.Lists.Parts)
			}
		}
		b.WriteString(p)
	}
	return b.String()
}

// Pair returns a value after its label: "GPA: 3.9".
func (l *Locale) Pair(label, value string) string {
	return Fill(l.Lists.Pair, "label", label, "value", value)
}
