package web

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/server/editions"
)

//go:embed icon.svg
var icon []byte

// Handler answers requests. Its fields are required.
type Handler struct {
	// Editions returns what the visitor is shown.
	Editions func(*http.Request) *editions.Set
	// Command returns the line that opens the CV in a terminal, for this visitor and the
	// edition of a code, "" for the first.
	Command func(r *http.Request, code string) string
	// Took is called when a request has got the page or a file. Aside is called for all
	// other answers: those without a body, errors, parts of files, /healthz.
	Took  func(r *http.Request, of *editions.Edition, format string)
	Aside func()
	Log   *slog.Logger
}

// request is a request with what it is for.
type request struct {
	*http.Request
	set     *editions.Set
	edition *editions.Edition
	base    string         // the path of the edition's page: "/" or "/zh/"
	name    string         // the rest of the path, "" for the page
	command string         // that opens the edition in a terminal
	varies  bool           // the browser's languages have chosen the edition
	file    *export.Format // that name names; nil: none
}

// The media types of answers that are not files.
const (
	textType = "text/plain; charset=utf-8"
	htmlType = "text/html; charset=utf-8"
)

// ServeHTTP implements [http.Handler].
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	protect(w.Header())
	req := h.read(r)
	if format := h.answer(w, req); format != "" {
		h.Took(r, req.edition, format)
	} else {
		h.Aside()
	}
}

// read finds the edition of the language that the path begins with (/zh/), or else the
// best for the browser's languages.
func (h *Handler) read(r *http.Request) *request {
	set := h.Editions(r)
	req := &request{Request: r, set: set, edition: set.First, base: "/", name: strings.TrimPrefix(r.URL.Path, "/")}
	if req.varies = set.Several(); req.varies {
		if liked := set.Match(acceptedLanguages(r.Header)...); liked != nil {
			req.edition = liked
		}
		first, rest, _ := strings.Cut(req.name, "/")
		for _, l := range set.Languages {
			if strings.EqualFold(l.Code, first) {
				req.edition, req.base, req.name, req.varies = l.Edition, "/"+l.Code+"/", rest, false
			}
		}
	}
	code := set.Code(req.edition)
	if req.edition == set.First {
		code = ""
	}
	req.command = h.Command(r, code)
	if of, f, ok := set.Named(req.edition, req.name); ok {
		req.file = &f
		if f.File != req.name { // it names its language
			req.edition, req.varies = of, false
		}
	}
	return req
}

// answer answers a request and returns the format that it has got, or "".
func (h *Handler) answer(w http.ResponseWriter, r *request) (format string) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		Say(w, http.StatusMethodNotAllowed, r.edition.CV.Words().Visit.OnlyRead)
		return ""
	}
	if r.varies {
		w.Header().Add("Vary", "Accept-Language")
	}
	switch {
	case r.file != nil:
		b, err := r.edition.Export(r.file.Name)
		return h.give(w, r, r.file.Name, r.file.MediaType, b, err)
	case r.name == "" && strings.HasSuffix(r.URL.Path, "/"):
		return h.page(w, r)
	case r.name == "":
		http.Redirect(w, r.Request, r.base, http.StatusFound)
	case r.URL.Path == "/favicon.ico":
		serve(w, r, "image/svg+xml", icon)
	case r.URL.Path == "/robots.txt":
		serve(w, r, textType, []byte("User-agent: *\nDisallow:\n"))
	case r.URL.Path == "/healthz":
		serve(w, r, textType, []byte("ok\n"))
	default:
		r.missing(w)
	}
	return ""
}

// page answers with the page, as HTML or as text.
func (h *Handler) page(w http.ResponseWriter, r *request) (format string) {
	w.Header().Add("Vary", "Accept, User-Agent")
	if !wantsText(r.Header) {
		page, err := r.set.Page(r.edition, r.command)
		return h.give(w, r, "html", htmlType, page, err)
	}
	text, err := r.edition.Export("text")
	return h.give(w, r, "text", textType, append(bytes.Clone(text), "\n"+r.inTerminal()+"\n"...), err)
}

// inTerminal says how to read the CV in a terminal.
func (r *request) inTerminal() string {
	w := r.edition.CV.Words()
	return w.Pair(w.Visit.Terminal, r.command)
}

// missing redirects from the name of a format to its file, and otherwise says which files
// there are.
func (r *request) missing(w http.ResponseWriter) {
	var names []string
	for _, f := range r.edition.Formats {
		if f.Name == r.name || slices.Contains(f.Aliases, r.name) {
			http.Redirect(w, r.Request, r.base+f.File, http.StatusFound)
			return
		}
		names = append(names, r.base+f.File)
	}
	words := locale.Fill(r.edition.CV.Words().Visit.NoFile, "file", r.URL.EscapedPath(), "files", strings.Join(names, " "))
	Say(w, http.StatusNotFound, words+"\n\n"+r.inTerminal())
}

// give answers with the CV in a format, and returns that if the visitor has got it whole.
func (h *Handler) give(w http.ResponseWriter, r *request, format, mediaType string, b []byte, err error) string {
	if err != nil {
		h.Log.Error("a request failed", "format", format, "err", err)
		Say(w, http.StatusInternalServerError, r.edition.CV.Words().Visit.Failed)
		return ""
	}
	if language := r.edition.CV.Language(); language != "" {
		w.Header().Set("Content-Language", language)
	}
	status := serve(w, r, mediaType, b)
	if r.Method == http.MethodGet && (status == http.StatusOK || status == http.StatusNotModified) {
		return format
	}
	return ""
}

// serve answers with b, a part of it, or status 304, and returns the status.
func serve(w http.ResponseWriter, r *request, mediaType string, b []byte) (status int) {
	sum := sha256.Sum256(b)
	w.Header().Set("Etag", fmt.Sprintf("%q", base64.RawURLEncoding.EncodeToString(sum[:16])))
	w.Header().Set("Content-Type", mediaType)
	// The date is that of a day, and an edit may leave it as it is, so that only the ETag
	// shows a change.
	r.Header.Del("If-Modified-Since")
	r.Header.Del("If-Unmodified-Since")
	if since := r.Header.Get("If-Range"); since != "" && since[0] != '"' {
		r.Header.Del("Range")
	}
	s := &statusWriter{w, http.StatusOK}
	http.ServeContent(s, r.Request, "", r.edition.Date, bytes.NewReader(b))
	return s.status
}

// statusWriter records the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader implements [http.ResponseWriter].
func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Say answers with a line of text.
func Say(w http.ResponseWriter, status int, words string) {
	w.Header().Set("Content-Type", textType)
	w.WriteHeader(status)
	fmt.Fprintln(w, words)
}
