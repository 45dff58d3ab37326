package web

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

//go:embed icon.svg
var icon []byte

// Handler answers requests. Its fields are required.
type Handler struct {
	// Content returns what is served now; it is asked once a request.
	Content func(*http.Request) Content
	// Took is told who has been given the page or a file, of which edition and by its format. Answers
	// that carry nothing, errors, parts of files and /healthz are not worth a
	// word; Aside counts them.
	Took  func(r *http.Request, edition, format string)
	Aside func()
	Log   *slog.Logger
}

// ServeHTTP implements [http.Handler].
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer func() {
		if p := recover(); p != nil {
			h.Log.Error("a request panicked", "panic", p, "stack", string(debug.Stack()))
			panic(http.ErrAbortHandler) // closes the connection, in silence
		}
	}()
	content := h.Content(r)
	protect(w.Header(), content.Styles)
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Aside()
		w.Header().Set("Allow", "GET, HEAD")
		Say(w, http.StatusMethodNotAllowed, "This can only be read.")
		return
	}
	if content.Varies {
		w.Header().Add("Vary", "Accept-Language")
	}
	switch path := content.Base + content.Path; path {
	case content.Base:
		h.page(w, r, content)
	case content.Base + Below:
		h.Aside()
		http.Redirect(w, r, content.Base, http.StatusFound)
	case "/favicon.ico":
		h.aside(w, r, content, "image/svg+xml", icon)
	case "/robots.txt":
		h.aside(w, r, content, textType, []byte("User-agent: *\nDisallow:\n"))
	case "/healthz":
		h.aside(w, r, content, textType, []byte("ok\n"))
	default:
		h.file(w, r, content, content.Path)
	}
}

// Media types of what is not a file.
const (
	textType = "text/plain; charset=utf-8"
	htmlType = "text/html; charset=utf-8"
)

// page answers with the page, as HTML or as text.
func (h *Handler) page(w http.ResponseWriter, r *http.Request, content Content) {
	w.Header().Add("Vary", "Accept, User-Agent")
	format, mediaType, render := "html", htmlType, content.Page
	if wantsText(r.Header) {
		format, mediaType, render = "text", textType, content.Text
	}
	b, err := render()
	h.give(w, r, content, format, mediaType, b, err)
}

// file answers with a file, or with the way to it.
func (h *Handler) file(w http.ResponseWriter, r *http.Request, content Content, name string) {
	if f := content.Named; f != nil {
		b, err := f.Bytes()
		h.give(w, r, content, f.Format, f.MediaType, b, err)
		return
	}
	for _, f := range content.Files {
		switch {
		case f.Name == name:
			b, err := f.Bytes()
			h.give(w, r, content, f.Format, f.MediaType, b, err)
			return
		case f.Format == name || slices.Contains(f.Aliases, name):
			h.Aside()
			http.Redirect(w, r, content.Base+f.Name, http.StatusFound)
			return
		}
	}
	h.Aside()
	var names strings.Builder
	for _, f := range content.Files {
		names.WriteString(" " + content.Base + f.Name)
	}
	Say(w, http.StatusNotFound, "There is nothing here. What there is:\n\n"+content.Base+names.String()+"\n\nor, in a terminal: "+content.Line)
}

// give answers with what a visitor has come for, and says who took it.
func (h *Handler) give(w http.ResponseWriter, r *http.Request, content Content, format, mediaType string, b []byte, err error) {
	if err != nil {
		h.Aside()
		h.Log.Error("a request failed", "format", format, "err", err)
		Say(w, http.StatusInternalServerError, "That could not be made; please try again later.")
		return
	}
	if content.Language != "" {
		w.Header().Set("Content-Language", content.Language)
	}
	if status := serve(w, r, content.Date, mediaType, b); r.Method == http.MethodGet && (status == http.StatusOK || status == http.StatusNotModified) {
		h.Took(r, content.Edition, format)
	} else {
		h.Aside()
	}
}

// aside answers with what nobody has come for.
func (h *Handler) aside(w http.ResponseWriter, r *http.Request, content Content, mediaType string, b []byte) {
	h.Aside()
	serve(w, r, content.Date, mediaType, b)
}

// serve answers with b, a part of it, or that it has not changed.
func serve(w http.ResponseWriter, r *http.Request, date time.Time, mediaType string, b []byte) (status int) {
	sum := sha256.Sum256(b)
	w.Header().Set("Etag", fmt.Sprintf("%q", base64.RawURLEncoding.EncodeToString(sum[:16])))
	w.Header().Set("Content-Type", mediaType)
	// The date is that of a day, and an edit may leave it as it is: only the ETag
	// tells whether something has changed.
	r.Header.Del("If-Modified-Since")
	r.Header.Del("If-Unmodified-Since")
	if since := r.Header.Get("If-Range"); since != "" && since[0] != '"' {
		r.Header.Del("Range")
	}
	s := &statusWriter{w, http.StatusOK}
	http.ServeContent(s, r, "", date, bytes.NewReader(b))
	return s.status
}

// statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader implements [http.ResponseWriter].
func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Say answers with a few words.
func Say(w http.ResponseWriter, status int, words string) {
	w.Header().Set("Content-Type", textType)
	w.WriteHeader(status)
	fmt.Fprintln(w, words)
}
