package editions

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"sync"
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
// rendered on first use and kept. It is immutable.
type Edition struct {
	Name     string // "zh-Hant" or a tag, from the name of the file; "" for the first
	Tag      bool   // Name is a tag: only visitors with that tag get the edition
	Code     string // its name for visitors in its [Set]; "" if it is not listed, or alone
	CV       *data.CV
	Sections []data.Section
	Doc      *tui.Document
	Files    []File    // of the offered formats, in its [Set]
	Date     time.Time // of the CV

	formats []export.Format                   // offered ones
	exports map[string]func() ([]byte, error) // by name of the format
	page    func() ([]byte, error)            // with [anyLine]; of one [Set]
}

// New publishes a CV. lib has the fonts of its PDF, and may be nil.
func New(cv *data.CV, lib *fonts.Library) *Edition {
	e := &Edition{
		CV: cv, Sections: cv.Sections(), Doc: tui.NewDocument(cv),
		Date: time.Now(), formats: export.Offered(cv, lib), exports: map[string]func() ([]byte, error){},
	}
	if t, ok := cv.Meta.Modified(); ok {
		e.Date = t
	}
	// Make the layouts of an unknown terminal and of the usual screens now: that of a long
	// CV takes a while, and a visitor would have to wait.
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

// Export returns the CV in the format of that name. The bytes are shared, so the caller
// must not change them.
func (e *Edition) Export(format string) ([]byte, error) { return e.exports[format]() }

// File is an edition in one format.
type File struct {
	export.Format
	Edition *Edition
	Path    string // its name for visitors: cv.zh.pdf, or cv.pdf without a code
}

// Bytes returns the content, like [Edition.Export].
func (f File) Bytes() ([]byte, error) { return f.Edition.Export(f.Name) }

// Default is the label of the first edition if it has no other name.
const Default = "default"

// Label names the edition for the operator, in the log and the metrics.
func (e *Edition) Label() string { return cmp.Or(e.Name, e.Code, Default) }

func (e *Edition) language() language.Tag { return language.Make(e.CV.Language()) }

// script returns the code of the script of the language (ISO 15924).
func (e *Edition) script() string {
	script, _ := e.language().Script()
	return script.String()
}

// Language returns the code of the language for a screen: "ZH-HANT", or "CV" if it is
// unknown.
func (e *Edition) Language() string { return strings.ToUpper(cmp.Or(e.CV.Language(), "CV")) }

// Own returns the language's own name: "Deutsch".
func (e *Edition) Own() string { return display.Self.Name(e.language()) }

// Short returns the name of the language for a screen: in its own script if that takes few
// characters, else its code. Right-to-left letters would upset the line.
func (e *Edition) Short() string {
	switch e.script() {
	case "Hans", "Hant", "Jpan", "Kore":
		return e.Own()
	}
	return e.Language()
}

// Section returns the section with that name, unambiguous prefix of a name, or title in the
// language of the edition, or nil.
func (e *Edition) Section(word string) (found *data.Section) {
	word = data.Slug(word)
	if word == "" {
		return nil
	}
	several := false
	for i := range e.Sections {
		switch s := &e.Sections[i]; {
		case slices.Contains([]string{s.Name, data.Slug(s.Label), data.Slug(s.Title)}, word):
			return s
		case strings.HasPrefix(s.Name, word):
			several = found != nil
			found = s
		}
	}
	if several {
		return nil
	}
	return found
}
