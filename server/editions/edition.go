package editions

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/charmbracelet/colorprofile"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/data/export/pdf/fonts"
	"wenkaiyue.com/cv/tui"
)

// Edition is a published version of the CV: its sections, its layouts, and each format,
// rendered on first use and kept. It never changes.
type Edition struct {
	Name     string // "zh-Hant" or a tag, by the name of the file; "" for the first
	Tag      bool   // Name is a tag: the edition is for visitors with that tag alone
	CV       *data.CV
	Sections []data.Section
	Doc      *tui.Document
	Formats  []export.Format // that are offered
	Date     time.Time       // of the CV

	exports map[string]func() ([]byte, error) // by name of the format
	page    atomic.Pointer[webPage]           // the last one served
}

// New publishes a CV; lib has the fonts of its PDF, and may be nil.
func New(cv *data.CV, lib *fonts.Library) *Edition {
	e := &Edition{
		CV: cv, Sections: cv.Sections(), Doc: tui.NewDocument(cv),
		Date: time.Now(), Formats: export.Offered(cv, lib), exports: map[string]func() ([]byte, error){},
	}
	if t, ok := cv.Meta.Modified(); ok {
		e.Date = t
	}
	// The layouts of a terminal that is not known yet, and of the usual screens, are made
	// now: that of a long CV takes a while, for which a visitor would wait.
	for _, o := range []tui.Options{{}, {Profile: colorprofile.ANSI256}, {Profile: colorprofile.ANSI256, Width: 120, Height: 40}} {
		tui.New(e.Doc, o)
	}
	for _, f := range export.Formats() {
		e.exports[f.Name] = sync.OnceValues(func() ([]byte, error) {
			var b bytes.Buffer
			err := f.Write(&b, cv, lib)
			return b.Bytes(), err
		})
	}
	return e
}

// Export returns the CV in the format of that name. The bytes are shared: they must
// not be changed.
func (e *Edition) Export(format string) ([]byte, error) { return e.exports[format]() }

// Offers reports whether a format is offered.
func (e *Edition) Offers(f export.Format) bool {
	return slices.ContainsFunc(e.Formats, func(o export.Format) bool { return o.Name == f.Name })
}

// Own returns what its speakers call the language of a listed edition: "Deutsch".
func (l Listed) Own() string { return display.Self.Name(language.Make(l.Code)) }

// Short names the language on a screen: in its own signs where they are few, else by
// its code. Letters that run from right to left would upset the line.
func (l Listed) Short() string {
	tag := language.Make(l.Code)
	switch script, _ := tag.Script(); script.String() {
	case "Hans", "Hant", "Jpan", "Kore":
		return l.Own()
	}
	return strings.ToUpper(l.Code)
}

// Section returns the section with that name or unambiguous prefix, or that title in
// the language of the edition, or nil.
func (e *Edition) Section(word string) *data.Section {
	word = data.Slug(word)
	for i := range e.Sections {
		if s := &e.Sections[i]; word != "" && (data.Slug(s.Label) == word || data.Slug(s.Title) == word) {
			return s
		}
	}
	var found *data.Section
	for i := range e.Sections {
		switch s := &e.Sections[i]; {
		case word == "":
		case s.Name == word:
			return s
		case strings.HasPrefix(s.Name, word) && found != nil:
			return nil
		case strings.HasPrefix(s.Name, word):
			found = s
		}
	}
	return found
}

// webPage is the page of an edition with an ssh command line.
type webPage struct {
	line, codes string // codes are those of the languages that it leads to
	bytes       []byte
}

// Page returns the web page of an edition. The last one is kept: nearly all visitors use
// the same host name, and a Host header may hold any other.
func (s *Set) Page(e *Edition, line string) ([]byte, error) {
	code, codes := s.Code(e), ""
	w := export.Web{Command: line}
	for _, f := range e.Formats {
		w.Files = append(w.Files, export.WebFile{Format: f, Name: FileName(f, code)})
	}
	if s.Several() {
		for _, l := range s.Languages {
			w.Languages = append(w.Languages, export.WebLanguage{Code: l.Code, Name: l.Own(), Here: l.Edition == e})
			codes += l.Code + " "
		}
	}
	if p := e.page.Load(); p != nil && p.line == line && p.codes == codes {
		return p.bytes, nil
	}
	var b bytes.Buffer
	err := export.WebPage(&b, e.CV, w)
	if err == nil {
		e.page.Store(&webPage{line, codes, b.Bytes()})
	}
	return b.Bytes(), err
}
