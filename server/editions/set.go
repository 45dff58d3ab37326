// Package editions publishes a CV in several languages and for single visitors, and
// chooses the edition for each visitor.
package editions

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/data/locale"
)

// FolderName is the name of a file without its language and format, and of the folder of
// all.
const FolderName = "cv"

// Set is all that visitors are shown at one moment. It never changes: an edit makes a new
// one.
type Set struct {
	All   map[string]*Edition // by the name of the file; "" is the first, which always exists
	First *Edition
	// Languages are the editions that visitors are told of, by code, the first one
	// before the others. The first is missing if nobody knows its language, or if
	// another has that language by name.
	Languages []Listed
	matcher   language.Matcher // of Languages; nil without any
}

// Listed is an edition and the code that visitors know it by: "zh-Hant".
type Listed struct {
	Code string
	*Edition
}

// NewSet returns the set of editions. Those for tags have Tag set.
func NewSet(all map[string]*Edition) *Set {
	s := &Set{All: all, First: all[""]}
	var tags []language.Tag
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if e := all[name]; name != "" && !e.Tag {
			s.Languages = append(s.Languages, Listed{name, e})
			tags = append(tags, language.Make(name))
		}
	}
	if own := s.First.CV.Language(); own != "" {
		tag := language.Make(own)
		if !slices.ContainsFunc(tags, func(t language.Tag) bool { return language.Comprehends(t, tag) == language.Exact }) {
			s.Languages = slices.Insert(s.Languages, 0, Listed{tag.String(), s.First})
			tags = slices.Insert(tags, 0, tag)
		}
	}
	if len(tags) > 0 {
		s.matcher = language.NewMatcher(tags)
	}
	return s
}

// With returns the set with another version of an edition, or without it for nil.
func (s *Set) With(name string, e *Edition) *Set {
	all := map[string]*Edition{}
	maps.Copy(all, s.All)
	if all[name] = e; e == nil {
		delete(all, name)
	}
	return NewSet(all)
}

// Several reports whether there is a language to choose.
func (s *Set) Several() bool {
	return len(s.Languages) > 1 || len(s.Languages) == 1 && s.Languages[0].Edition != s.First
}

// Match returns the edition for the languages that a reader likes, the best first, or
// nil. Scripts and regions give way (zh-TW reads zh), languages do so for others that
// their readers read as well (Swiss German is read as German).
func (s *Set) Match(liked ...language.Tag) *Edition {
	for _, tag := range liked {
		if l, ok := s.nearest(tag); ok {
			return l.Edition
		}
	}
	return nil
}

func (s *Set) nearest(tag language.Tag) (Listed, bool) {
	if s.matcher == nil {
		return Listed{}, false
	}
	_, i, confidence := s.matcher.Match(tag)
	l := s.Languages[i]
	return l, confidence >= language.High || confidence >= language.Low && sameBase(tag, language.Make(l.Code))
}

func sameBase(a, b language.Tag) bool {
	x, _ := a.Base()
	y, _ := b.Base()
	return x == y
}

// named returns the edition in the language that a visitor has named in one word.
func (s *Set) named(word string) (Listed, bool) {
	tag, ok := locale.ParseTag(word)
	l, near := s.nearest(tag)
	return l, ok && near && sameBase(tag, language.Make(l.Code))
}

// File returns the edition and the format of a file that names its language, such as
// cv.zh.pdf.
func (s *Set) File(name string) (Listed, export.Format, bool) {
	if !s.Several() {
		return Listed{}, export.Format{}, false
	}
	for _, l := range s.Languages {
		rest, ok := strings.CutPrefix(strings.ToLower(name), strings.ToLower(FolderName+"."+l.Code+"."))
		if f, known := export.Lookup(FolderName + "." + rest); ok && known {
			return l, f, true
		}
	}
	return Listed{}, export.Format{}, false
}

// Code returns the code that a visitor names an edition by, or "" where there is
// nothing to choose or the edition is not listed.
func (s *Set) Code(e *Edition) string {
	if s.Several() {
		for _, l := range s.Languages {
			if l.Edition == e {
				return l.Code
			}
		}
	}
	return ""
}

// FileName returns the name of the file that holds a format of an edition: cv.zh.pdf, or
// cv.pdf without a code.
func FileName(f export.Format, code string) string {
	if code == "" {
		return f.File
	}
	return FolderName + "." + code + strings.TrimPrefix(f.File, FolderName)
}

// Default is the label of the first edition where nothing else names it.
const Default = "default"

// Label names an edition for the operator, in the log and the metrics.
func (s *Set) Label(e *Edition) string { return cmp.Or(e.Name, s.Code(e), Default) }

// Named returns the edition and the format of a file by its exact name: cv.pdf is of the
// visitor's own edition, cv.zh.pdf of the one in that language.
func (s *Set) Named(own *Edition, name string) (*Edition, export.Format, bool) {
	for _, f := range own.Formats {
		if f.File == name {
			return own, f, true
		}
	}
	l, f, ok := s.File(name)
	return l.Edition, f, ok && FileName(f, l.Code) == name && l.Offers(f)
}
