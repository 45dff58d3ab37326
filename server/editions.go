package server

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export"
)

// editions are all that visitors are shown at one moment. They never change: an edit
// makes new ones.
type editions struct {
	all   map[string]*edition // by the name of the file; "" is the first, which there always is
	first *edition
	// languages are the editions that visitors are told of, by code, the first one
	// before the others. The first is missing if nobody knows its language, or if
	// another has that language by name.
	languages []listed
	matcher   language.Matcher // of languages; nil without any
}

// listed is an edition and the code that visitors know it by: "zh-Hant".
type listed struct {
	code string
	*edition
}

// newEditions returns the set of editions. Those for tags have tag set.
func newEditions(all map[string]*edition) *editions {
	s := &editions{all: all, first: all[""]}
	var tags []language.Tag
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if e := all[name]; name != "" && !e.tag {
			s.languages = append(s.languages, listed{name, e})
			tags = append(tags, language.Make(name))
		}
	}
	if own := s.first.cv.Language(); own != "" {
		tag := language.Make(own)
		if !slices.ContainsFunc(tags, func(t language.Tag) bool { return same(t, tag) }) {
			s.languages = slices.Insert(s.languages, 0, listed{tag.String(), s.first})
			tags = slices.Insert(tags, 0, tag)
		}
	}
	if len(tags) > 0 {
		s.matcher = language.NewMatcher(tags)
	}
	return s
}

// same reports whether two languages are one, as zh and zh-Hans-CN are.
func same(a, b language.Tag) bool {
	as, _ := a.Script()
	bs, _ := b.Script()
	ar, _ := a.Region()
	br, _ := b.Region()
	return sameBase(a, b) && as == bs && ar == br
}

// with returns the set with another version of an edition, or without it for nil.
func (s *editions) with(name string, e *edition) *editions {
	all := maps.Clone(s.all)
	if all[name] = e; e == nil {
		delete(all, name)
	}
	return newEditions(all)
}

// several reports whether there is a language to choose.
func (s *editions) several() bool {
	return len(s.languages) > 1 || len(s.languages) == 1 && s.languages[0].edition != s.first
}

// match returns the edition for the languages that a reader likes, the best first, or
// nil. Scripts and regions give way (zh-TW reads zh), languages do so for others that
// their readers read as well (Swiss German is read as German).
func (s *editions) match(liked ...language.Tag) *edition {
	if s.matcher == nil {
		return nil
	}
	for _, tag := range liked {
		if l, ok := s.nearest(tag); ok {
			return l.edition
		}
	}
	return nil
}

func (s *editions) nearest(tag language.Tag) (listed, bool) {
	_, i, confidence := s.matcher.Match(tag)
	l := s.languages[i]
	return l, confidence >= language.High || confidence >= language.Low && sameBase(tag, language.Make(l.code))
}

func sameBase(a, b language.Tag) bool {
	x, _ := a.Base()
	y, _ := b.Base()
	return x == y
}

// named returns the edition in the language that a visitor has named in one word.
func (s *editions) named(word string) (listed, bool) {
	tag, ok := data.ParseLanguage(word)
	if !ok || s.matcher == nil {
		return listed{}, false
	}
	l, ok := s.nearest(tag)
	return l, ok && sameBase(tag, language.Make(l.code))
}

// file returns the edition and the format of a file that names its language, such as
// cv.zh.pdf.
func (s *editions) file(name string) (listed, export.Format, bool) {
	if !s.several() {
		return listed{}, export.Format{}, false
	}
	for _, l := range s.languages {
		rest, ok := cutPrefixFold(name, folderName+"."+l.code+".")
		if f, known := export.Lookup(folderName + "." + rest); ok && known {
			return l, f, true
		}
	}
	return listed{}, export.Format{}, false
}

// cutPrefixFold is [strings.CutPrefix] for either case.
func cutPrefixFold(s, prefix string) (after string, found bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// code returns the code that a visitor names an edition by, or "" where there is
// nothing to choose or the edition is not listed.
func (s *editions) code(e *edition) string {
	if s.several() {
		for _, l := range s.languages {
			if l.edition == e {
				return l.code
			}
		}
	}
	return ""
}

// fileOf returns the name of the file that holds a format of an edition: cv.zh.pdf, or
// cv.pdf without a code.
func fileOf(f export.Format, code string) string {
	if code == "" {
		return f.File
	}
	return folderName + "." + code + strings.TrimPrefix(f.File, folderName)
}

// label names an edition for the operator, in the log and the metrics.
func (s *editions) label(e *edition) string { return cmp.Or(e.name, s.code(e), "default") }
