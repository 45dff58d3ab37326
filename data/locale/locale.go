// Package locale is what a program says to the readers of a CV beside the CV's own
// text, in the languages that it knows: a YAML file each, embedded. What operators
// read (logs, flags, checks) is English and is not here.
package locale

import (
	"embed"
	"fmt"
	"path"
	"reflect"
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
	// Tag is the language; its string is that of BCP 47: "zh-Hant".
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

// Labels are the words that stand in a CV beside its own. A CV may bring others in
// meta.labels.
type Labels struct {
	Work         string `json:"work,omitzero" yaml:"work"` // the titles of sections
	Education    string `json:"education,omitzero" yaml:"education"`
	Publications string `json:"publications,omitzero" yaml:"publications"`
	Projects     string `json:"projects,omitzero" yaml:"projects"`
	Awards       string `json:"awards,omitzero" yaml:"awards"`
	Certificates string `json:"certificates,omitzero" yaml:"certificates"`
	Skills       string `json:"skills,omitzero" yaml:"skills"`
	Languages    string `json:"languages,omitzero" yaml:"languages"`
	Volunteer    string `json:"volunteer,omitzero" yaml:"volunteer"`
	Interests    string `json:"interests,omitzero" yaml:"interests"`
	References   string `json:"references,omitzero" yaml:"references"`

	Talks    string `json:"talks,omitzero" yaml:"talks"` // the titles of free sections
	Teaching string `json:"teaching,omitzero" yaml:"teaching"`
	Service  string `json:"service,omitzero" yaml:"service"`
	Advising string `json:"advising,omitzero" yaml:"advising"`
	Grants   string `json:"grants,omitzero" yaml:"grants"`
	Media    string `json:"media,omitzero" yaml:"media"`
	Software string `json:"software,omitzero" yaml:"software"`
	Details  string `json:"details,omitzero" yaml:"details"`

	Email   string `json:"email,omitzero" yaml:"email"` // ways to reach the owner
	Web     string `json:"web,omitzero" yaml:"web"`
	Phone   string `json:"phone,omitzero" yaml:"phone"`
	Address string `json:"address,omitzero" yaml:"address"`
	Profile string `json:"profile,omitzero" yaml:"profile"` // on a network that is not named

	Keywords   string `json:"keywords,omitzero" yaml:"keywords"`
	Present    string `json:"present,omitzero" yaml:"present"` // "2019 – present"
	GPA        string `json:"gpa,omitzero" yaml:"gpa"`
	Score      string `json:"score,omitzero" yaml:"score"`
	Equal      string `json:"equal,omitzero" yaml:"equal"`           // equal contribution of authors
	Supervised string `json:"supervised,omitzero" yaml:"supervised"` // with {names}
	Updated    string `json:"updated,omitzero" yaml:"updated"`       // before the date of the last change
}

// Dates says how a month is written.
type Dates struct {
	Months    [12]string // short
	Month     string     // {month} and {year} in their order
	Full      [12]string // months in full
	FullMonth string     `yaml:"fullMonth"` // {month} in full and {year}
	Now       []string   // what people write for "until now", in lower case
}

// Lists says how words are joined.
type Lists struct {
	Comma string // between words in a line
	Parts string // between the parts of one thing: a city and its country
	And   string // {list} and {last}
	Pair  string // {label} and its {value}
}

// Papers is what is said about publications: how many are shown, and the names of links.
type Papers struct {
	Selected    string // the title of a section with the selected ones alone
	Some        string // {shown} of {all}
	All         string // the {command} that shows all
	Articles    string // the titles of groups by type
	Conferences string
	Books       string
	Preprints   string
	Theses      string
	Other       string
	Abstract    string
	Code        string
	Slides      string
	Poster      string
	Video       string
	Website     string
	Blog        string
	Supplement  string
}

// Link returns the word for a link of a publication by the key that it has in a CV file,
// or "" if the key is of no use as a word.
func (p *Papers) Link(key string) string {
	switch strings.ToLower(key) {
	case "arxiv":
		return "arXiv"
	case "pdf", "html":
		return strings.ToUpper(key)
	case "code":
		return p.Code
	case "slides":
		return p.Slides
	case "poster":
		return p.Poster
	case "video":
		return p.Video
	case "website":
		return p.Website
	case "blog":
		return p.Blog
	case "supp":
		return p.Supplement
	}
	return ""
}

//go:embed *.yaml
var files embed.FS

// known has every language, English first; each is read when it is needed.
var known = sync.OnceValue(func() []func() *Locale {
	names, err := files.ReadDir(".")
	if err != nil {
		panic(err) // embedded
	}
	var all []func() *Locale
	for _, f := range names {
		read := sync.OnceValue(func() *Locale { return read(f.Name()) })
		if f.Name() == "en.yaml" {
			all = slices.Insert(all, 0, read)
			continue
		}
		all = append(all, read)
	}
	return all
})

// read reads an embedded file; a mistake in one is found by the tests.
func read(name string) *Locale {
	src, err := files.ReadFile(name)
	l := new(Locale)
	if err == nil {
		err = yaml.Load(src, l, yaml.WithKnownFields())
	}
	if err != nil {
		panic(fmt.Errorf("locale: %s: %w", name, err))
	}
	l.Tag = language.MustParse(strings.TrimSuffix(name, path.Ext(name)))
	return l
}

// tags are the languages in the order of known.
var tags = sync.OnceValue(func() []language.Tag {
	var out []language.Tag
	names, _ := files.ReadDir(".")
	for _, f := range names {
		tag := language.MustParse(strings.TrimSuffix(f.Name(), path.Ext(f.Name())))
		if tag == language.English {
			out = slices.Insert(out, 0, tag)
			continue
		}
		out = append(out, tag)
	}
	return out
})

var matcher = sync.OnceValue(func() language.Matcher { return language.NewMatcher(tags()) })

// Tags returns the languages that there are, English first.
func Tags() []language.Tag { return slices.Clone(tags()) }

// English is the language of readers whose own is not known.
func English() *Locale { return known()[0]() }

// For returns the words for a language, as BCP 47 or POSIX name it ("pt-BR",
// "zh_TW"); English where there are none, or the name is none.
func For(name string) *Locale {
	tag, err := language.Parse(name)
	if err != nil || tag == language.Und {
		return English()
	}
	_, at, confidence := matcher().Match(tag)
	if confidence < language.High {
		return English()
	}
	return known()[at]()
}

// IsNow reports whether s is a word for "until now", in any language.
func IsNow(s string) bool {
	s = strings.ToLower(strings.Trim(s, " .()"))
	if s == "" || strings.ContainsAny(s, "0123456789") {
		return false
	}
	for _, l := range known() {
		if slices.Contains(l().Dates.Now, s) {
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

// MonthYear returns the month, from 1 to 12, of a year.
func (l *Locale) MonthYear(year, month int) string {
	return Fill(l.Dates.Month, "year", fmt.Sprint(year), "month", l.Dates.Months[month-1])
}

// Updated says in which month, from 1 to 12, the CV was last changed.
func (l *Locale) Updated(year, month int) string {
	return l.Labels.Updated + " " + Fill(l.Dates.FullMonth, "year", fmt.Sprint(year), "month", l.Dates.Full[month-1])
}

// And lists names as a sentence does: "A", "A and B", "A, B and C".
func (l *Locale) And(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return Fill(l.Lists.And, "list", strings.Join(names[:last], l.Lists.Comma), "last", names[last])
}

// Parts joins the parts of one thing: "Berlin, Germany", "中国，北京". Beside Latin
// letters stands a comma in every language.
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

// Pair returns a value behind its label: "GPA: 3.9".
func (l *Locale) Pair(label, value string) string {
	return Fill(l.Lists.Pair, "label", label, "value", value)
}

// WithLabels returns the locale with those of own that are given before its own.
func (l *Locale) WithLabels(own Labels) *Locale {
	if own == (Labels{}) {
		return l
	}
	mixed := *l
	from, to := reflect.ValueOf(own), reflect.ValueOf(&mixed.Labels).Elem()
	for i := range from.NumField() {
		if s := from.Field(i).String(); s != "" {
			to.Field(i).SetString(s)
		}
	}
	return &mixed
}
