package server

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/data/export/pdf/fonts"
	"wenkaiyue.com/cv/tui"
)

// edition is a published version of the CV: its sections, its layouts, and each
// format, rendered on first use and kept.
type edition struct {
	name     string // "zh-Hant" or a tag, by the name of the file; "" for the first
	tag      bool   // name is a tag: the edition is for visitors with that tag alone
	cv       *data.CV
	sections []data.Section
	doc      *tui.Document
	formats  []export.Format                   // that are offered
	date     time.Time                         // of the CV
	exports  map[string]func() ([]byte, error) // by name of the format
	page     atomic.Pointer[webPage]           // the last one served
}

// newEdition publishes a CV; lib has the fonts of its PDF, and may be nil.
func newEdition(cv *data.CV, lib *fonts.Library) *edition {
	e := &edition{
		cv: cv, sections: cv.Sections(), doc: tui.NewDocument(cv),
		date: time.Now(), formats: export.Offered(cv, lib), exports: map[string]func() ([]byte, error){},
	}
	if t, ok := cv.Meta.Modified(); ok {
		e.date = t
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

// offers reports whether a format is offered.
func (e *edition) offers(f export.Format) bool {
	return slices.ContainsFunc(e.formats, func(o export.Format) bool { return o.Name == f.Name })
}

// lacking logs what the PDF lacks, by script, and the Debian package that has it.
func (s *Server) lacking(e *edition) {
	for _, lack := range export.LacksPDF(e.cv, s.cfg.Fonts) {
		s.cfg.Log.Warn("no font for the PDF; install one or name it with --fonts", "script", lack.Script, "characters", lack.Some, "debian", lack.Package)
	}
}

// own returns what its speakers call the language of a listed edition: "Deutsch".
func (l listed) own() string { return display.Self.Name(language.Make(l.code)) }

// short names the language on a screen: in its own signs where they are few, else by
// its code. Letters that run from right to left would upset the line.
func (l listed) short() string {
	tag := language.Make(l.code)
	switch script, _ := tag.Script(); script.String() {
	case "Hans", "Hant", "Jpan", "Kore":
		return l.own()
	}
	return strings.ToUpper(l.code)
}
