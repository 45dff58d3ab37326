package server

import (
	"bytes"
	"sync"
	"time"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/tui"
)

// edition is a published version of the CV: its sections, its layouts, and each
// format, rendered on first use and kept.
type edition struct {
	cv       *data.CV
	sections []data.Section
	doc      *tui.Document
	date     time.Time                         // of the CV
	exports  map[string]func() ([]byte, error) // by name of the format
}

func newEdition(cv *data.CV) *edition {
	e := &edition{
		cv: cv, sections: cv.Sections(), doc: tui.NewDocument(cv),
		date: time.Now(), exports: map[string]func() ([]byte, error){},
	}
	if t, ok := cv.Meta.Modified(); ok {
		e.date = t
	}
	for _, f := range export.Formats() {
		e.exports[f.Name] = sync.OnceValues(func() ([]byte, error) {
			var b bytes.Buffer
			err := f.Write(&b, cv)
			return b.Bytes(), err
		})
	}
	return e
}
