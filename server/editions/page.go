package editions

import (
	"bytes"

	"wenkaiyue.com/cv/data/export"
)

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
