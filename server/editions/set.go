// Package editions publishes a CV in several languages and for single visitors, and chooses
// the edition for each visitor.
package editions

import (
	"bytes"
	"html"
	"maps"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"

	"wenkaiyue.com/cv/data/export"
)

// FolderName is the name of a file without its language and format, and of the folder of
// all files.
const FolderName = "cv"

// Set holds everything that visitors may see at one moment. An edit makes a new one.
type Set struct {
	All   map[string]*Edition // by the name of the file; "" is the first, which always exists
	First *Edition
	// Languages are the editions that visitors can choose, by code, but First before all
	// others. First is missing if its language is unknown, or if another edition has the
	// name of that language.
	Languages []*Edition
	matcher   language.Matcher // of Languages
}

// NewSet returns the set of editions. Those for tags have Tag set.
func NewSet(all map[string]*Edition) *Set {
	s := &Set{All: map[string]*Edition{}}
	var tags []language.Tag
	for _, name := range slices.Sorted(maps.Keys(all)) {
		e := *all[name]
		e.page = sync.OnceValues(func() ([]byte, error) { return s.page(&e) })
		if e.Code = ""; name != "" && !e.Tag {
			e.Code = name
			s.Languages, tags = append(s.Languages, &e), append(tags, language.Make(name))
		}
		s.All[name] = &e
	}
	s.First = s.All[""]
	own := language.Make(s.First.CV.Language())
	if own != language.Und && !slices.ContainsFunc(tags, func(t language.Tag) bool { return language.Comprehends(t, own) == language.Exact }) {
		if len(tags) > 0 {
			s.First.Code = own.String()
		}
		s.Languages, tags = slices.Insert(s.Languages, 0, s.First), slices.Insert(tags, 0, own)
	}
	s.matcher = language.NewMatcher(tags)
	for _, e := range s.All {
		path := FolderName
		if e.Code != "" {
			path += "." + e.Code
		}
		e.Files = nil
		for _, f := range e.formats {
			e.Files = append(e.Files, File{f, e, path + strings.TrimPrefix(f.File, FolderName)})
		}
	}
	return s
}

// With returns the set with another version of an edition, or without it if e is nil.
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
	n := len(s.Languages)
	return n > 0 && s.Languages[n-1] != s.First
}

// Match returns the edition for a reader's languages, the best first, or nil. A reader may
// get another script or region (zh for zh-TW), or another language that speakers of the
// first usually read (German for Swiss German).
func (s *Set) Match(liked ...language.Tag) *Edition {
	for _, tag := range liked {
		_, i, confidence := s.matcher.Match(tag)
		if confidence >= language.High || confidence >= language.Low && sameBase(tag, s.Languages[i].language()) {
			return s.Languages[i]
		}
	}
	return nil
}

func sameBase(a, b language.Tag) bool {
	x, _ := a.Base()
	y, _ := b.Base()
	return x == y
}

// Files returns the files for a visitor: those of the visitor's own edition, without its
// code (cv.pdf), and, if there are several languages, those of each (cv.zh.pdf).
func (s *Set) Files(own *Edition) (all []File) {
	for _, f := range own.Files {
		all = append(all, File{f.Format, own, f.File})
	}
	if s.Several() {
		for _, e := range s.Languages {
			all = append(all, e.Files...)
		}
	}
	return all
}

// anyLine stands for the line to ssh with. The texts of a CV contain no control characters.
const anyLine = "\x1f"

// Page returns the web page of an edition in a set, with a line to ssh with. It renders the
// page once and only replaces the line, because a Host header may contain any host name.
func (e *Edition) Page(line string) ([]byte, error) {
	page, err := e.page()
	return bytes.Replace(page, []byte(anyLine), []byte(html.EscapeString(line)), 1), err
}

// page renders the web page of an edition with [anyLine].
func (s *Set) page(e *Edition) ([]byte, error) {
	web := export.Web{Command: anyLine}
	for _, f := range e.Files {
		f.File = f.Path
		web.Files = append(web.Files, f.Format)
	}
	if s.Several() {
		for _, l := range s.Languages {
			web.Languages = append(web.Languages, export.WebLanguage{Code: l.Code, Name: l.Own(), Here: l == e})
		}
	}
	var b bytes.Buffer
	err := export.WebPage(&b, e.CV, web)
	return b.Bytes(), err
}
