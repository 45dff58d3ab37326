package web

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/server/editions"
)

//go:embed icon.svg
var icon []byte

// request is a request with the edition and the file that it is for.
type request struct {
	*http.Request
	edition *editions.Edition
	base    string         // the path of the edition's page: "/" or "/zh/"
	name    string         // the rest of the path, "" for the page
	command string         // opens the edition in a terminal
	varies  bool           // the browser's languages chose the edition
	file    *editions.File // the one of that name, or nil
}

// textType is the media type of answers in plain text.
const textType = "text/plain; charset=utf-8"

// Answer answers a request. command returns the line that opens the edition of a code in a
// terminal; "" is the first. Answer returns the edition and the format that the visitor has
// received in full. The format is "" for errors, which Answer may also return, redirects,
// parts of files, /healthz and the like.
func Answer(w http.ResponseWriter, req *http.Request, set *editions.Set, command func(code string) string) (of *editions.Edition, format string, err error) {
	r := read(req, set, command)
	protect(w.Header())
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, r.edition.CV.Words().Visit.OnlyRead, http.StatusMethodNotAllowed)
		return nil, "", nil
	}
	if r.varies {
		w.Header().Add("Vary", "Accept-Language")
	}
	switch {
	case r.file != nil:
		b, failed := r.file.Bytes()
		format, err = r.give(w, r.file.Name, r.file.MediaType, b, failed)
	case r.name == "" && strings.HasSuffix(r.URL.Path, "/"):
		format, err = r.page(w)
	case r.name == "":
		http.Redirect(w, r.Request, r.base, http.StatusFound)
	case r.URL.Path == "/favicon.ico":
		r.serve(w, "image/svg+xml", icon)
	case r.URL.Path == "/robots.txt":
		r.serve(w, textType, []byte("User-agent: *\nDisallow:\n"))
	case r.URL.Path == "/healthz":
		r.serve(w, textType, []byte("ok\n"))
	default:
		r.missing(w)
	}
	return r.edition, format, err
}

// read finds the edition of the language at the beginning of the path (/zh/), or else the
// best for the browser's languages.
func read(req *http.Request, set *editions.Set, command func(code string) string) *request {
	r := &request{Request: req, edition: set.First, base: "/", name: strings.TrimPrefix(req.URL.Path, "/")}
	if r.varies = set.Several(); r.varies {
		if liked := set.Match(acceptedLanguages(r.Header)...); liked != nil {
			r.edition = liked
		}
		first, rest, _ := strings.Cut(r.name, "/")
		for _, l := range set.Languages {
			if strings.EqualFold(l.Code, first) {
				r.edition, r.base, r.name, r.varies = l, "/"+l.Code+"/", rest, false
			}
		}
	}
	code := ""
	if r.edition != set.First {
		code = r.edition.Code
	}
	r.command = command(code)
	files := set.Files(r.edition)
	if i := slices.IndexFunc(files, func(f editions.File) bool { return f.Path == r.name }); i >= 0 {
		if r.file = &files[i]; r.file.File != r.name { // it names its language
			r.edition, r.varies = r.file.Edition, false
		}
	}
	return r
}

// page answers with the page, as HTML or as text.
func (r *request) page(w http.ResponseWriter) (format string, err error) {
	w.Header().Add("Vary", "Accept, User-Agent")
	if wantsText(r.Header) {
		text, err := r.edition.Export("text")
		return r.give(w, "text", textType, append(bytes.Clone(text), "\n"+r.inTerminal()+"\n"...), err)
	}
	page, err := r.edition.Page(r.command)
	return r.give(w, "html", "text/html; charset=utf-8", page, err)
}

// inTerminal returns how to read the CV in a terminal.
func (r *request) inTerminal() string {
	w := r.edition.CV.Words()
	return w.Pair(w.Visit.Terminal, r.command)
}

// missing redirects from the name of a format to its file, and otherwise lists the files.
func (r *request) missing(w http.ResponseWriter) {
	var names []string
	for _, f := range r.edition.Files {
		if f.Name == r.name || slices.Contains(f.Aliases, r.name) {
			http.Redirect(w, r.Request, r.base+f.File, http.StatusFound)
			return
		}
		names = append(names, r.base+f.File)
	}
	words := locale.Fill(r.edition.CV.Words().Visit.NoFile, "file", r.URL.EscapedPath(), "files", strings.Join(names, " "))
	http.Error(w, words+"\n\n"+r.inTerminal(), http.StatusNotFound)
}

// give answers with the CV in a format, and returns it if the visitor received all of it.
func (r *request) give(w http.ResponseWriter, format, mediaType string, b []byte, err error) (string, error) {
	if err != nil {
		http.Error(w, r.edition.CV.Words().Visit.Failed, http.StatusInternalServerError)
		return "", fmt.Errorf("%s: %w", format, err)
	}
	if language := r.edition.CV.Language(); language != "" {
		w.Header().Set("Content-Language", language)
	}
	status := r.serve(w, mediaType, b)
	if r.Method == http.MethodGet && (status == http.StatusOK || status == http.StatusNotModified) {
		return format, nil
	}
	return "", nil
}

// serve answers with b, a part of it, or status 304, and returns the status.
func (r *request) serve(w http.ResponseWriter, mediaType string, b []byte) (status int) {
	sum := sha256.Sum256(b)
	w.Header().Set("Etag", fmt.Sprintf("%q", base64.RawURLEncoding.EncodeToString(sum[:16])))
	w.Header().Set("Content-Type", mediaType)
	// The date has no time, and an edit may leave it unchanged, so only the ETag shows a
	// change. ServeContent gets no date to compare.
	w.Header().Set("Last-Modified", r.edition.Date.UTC().Format(http.TimeFormat))
	if strings.Contains(r.Header.Get("Range"), ",") { // thousands of parts cost far more than the whole
		r.Header.Del("Range")
	}
	s := &statusWriter{w, http.StatusOK}
	http.ServeContent(s, r.Request, "", time.Time{}, bytes.NewReader(b))
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
