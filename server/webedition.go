package server

import (
	"bytes"
	"net/http"
	"strings"

	"golang.org/x/text/language"

	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/server/web"
)

// webPage is the page of an edition with an ssh command line.
type webPage struct {
	line, codes string // codes are those of the languages that it leads to
	bytes       []byte
}

// content returns what a request is answered from: the edition of the language that
// its path begins with (/zh/), or else the best for the browser's languages.
func (s *Server) content(r *http.Request) web.Content {
	set := visitOf(r.Context()).editions
	e, base, path := set.first, "/", strings.TrimPrefix(r.URL.Path, "/")
	vary := set.several()
	if vary {
		if liked := set.match(acceptedLanguages(r.Header)...); liked != nil {
			e = liked
		}
		first, rest, below := strings.Cut(path, "/")
		for _, l := range set.languages {
			if strings.EqualFold(l.code, first) {
				e, base, path, vary = l.edition, "/"+l.code+"/", rest, false
				if !below {
					path = web.Below
				}
			}
		}
	}
	line := s.line(r, set, e)
	w := e.cv.Words()
	say, terminal := &w.Visit, w.Pair(w.Visit.Terminal, line)
	c := web.Content{
		Base: base, Path: path, Line: line, Date: e.date, Styles: export.StyleSources(),
		Edition: set.label(e), Language: e.cv.Language(), Varies: vary,
		ReadOnly: say.OnlyRead, Failed: say.Failed,
		Page: func() ([]byte, error) { return set.page(e, line) },
		Text: func() ([]byte, error) {
			text, err := e.exports["text"]()
			return append(bytes.Clone(text), "\n"+terminal+"\n"...), err
		},
	}
	c.Missing = func(path string) string {
		var names []string
		for _, f := range c.Files {
			names = append(names, base+f.Name)
		}
		return locale.Fill(say.NoFile, "file", path, "files", strings.Join(names, " ")) + "\n\n" + terminal
	}
	for _, f := range e.formats {
		c.Files = append(c.Files, web.File{
			Name: f.File, Format: f.Name, Aliases: f.Aliases, MediaType: f.MediaType, Bytes: e.exports[f.Name],
		})
	}
	if l, f, ok := set.file(path); ok && l.offers(f) && fileOf(f, l.code) == path {
		c.Named = &web.File{Name: path, Format: f.Name, MediaType: f.MediaType, Bytes: l.exports[f.Name]}
		c.Edition, c.Language, c.Date, c.Varies = set.label(l.edition), l.cv.Language(), l.date, false
	}
	return c
}

// line returns what a browser's reader types to read an edition in a terminal.
func (s *Server) line(r *http.Request, set *editions, e *edition) string {
	h := s.reachedBy(r)
	if code := set.code(e); code != "" && e != set.first {
		return h.ssh("-t", code)
	}
	return h.ssh("", "")
}

// page returns the page of an edition. The last one is kept: nearly all visitors use
// the same host name, and a Host header may hold any other.
func (s *editions) page(e *edition, line string) ([]byte, error) {
	code, codes := s.code(e), ""
	w := export.Web{Command: line}
	for _, f := range e.formats {
		w.Files = append(w.Files, export.WebFile{Format: f, Name: fileOf(f, code)})
	}
	if s.several() {
		for _, l := range s.languages {
			w.Languages = append(w.Languages, export.WebLanguage{Code: l.code, Name: l.own(), Here: l.edition == e})
			codes += l.code + " "
		}
	}
	if p := e.page.Load(); p != nil && p.line == line && p.codes == codes {
		return p.bytes, nil
	}
	var b bytes.Buffer
	err := export.WebPage(&b, e.cv, w)
	if err == nil {
		e.page.Store(&webPage{line, codes, b.Bytes()})
	}
	return b.Bytes(), err
}

// Bounds of an Accept-Language header, in bytes and in languages.
const (
	maxAccepted  = 256
	maxLanguages = 16
)

// acceptedLanguages returns the languages of a browser's user, the best first.
func acceptedLanguages(h http.Header) []language.Tag {
	accept := h.Get("Accept-Language")
	if len(accept) > maxAccepted {
		return nil
	}
	tags, weights, err := language.ParseAcceptLanguage(accept)
	if err != nil {
		return nil
	}
	var liked []language.Tag
	for i, tag := range tags[:min(len(tags), maxLanguages)] {
		if weights[i] > 0 && tag != language.Und {
			liked = append(liked, tag)
		}
	}
	return liked
}
