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
	"time"
)

//go:embed icon.svg
var icon []byte

// Handler answers requests. Its fields are required.
type Handler struct {
	// Content returns the content for a request; it is called once for each.
	Content func(*http.Request) Content
	// Took is called when a request has got the page or a file. Aside is called for all
	// other answers: those without a body, errors, parts of files, /healthz.
	Took  func(r *http.Request, edition, format string)
	Aside func()
	Log   *slog.Logger
}

// Content is what a request may get. Its functions may be called concurrently.
type Content struct {
	// Base is the path of the page, "/" or "/zh/". Path is the rest of the request's path,
	// or [Below] if the request is for Base without its slash.
	Base, Path string
	// Line is the ssh command for this visitor.
	Line string
	// Edition names the content, for Took; Language is its BCP 47 tag, or "". Varies is
	// set if the browser's languages have chosen it.
	Edition, Language string
	Varies            bool
	// ReadOnly refuses to change anything, Failed says that a file could not be made, and
	// Missing that there is none of that path.
	ReadOnly, Failed string
	Missing          func(path string) string
	// Date is the date of the last change, or zero.
	Date time.Time
	// Styles are the style sheets of all HTML, as a style-src of a Content Security
	// Policy.
	Styles string
	// Page returns the page, HTML in UTF-8; Text returns it as plain text.
	Page, Text func() ([]byte, error)
	// Files are the files beside the page. Named is the file that Path names, if it is in
	// another language than Files.
	Files []File
	Named *File
}

// Below is the Path of a request that is redirected to Base.
const Below = "."

// File is a file to serve.
type File struct {
	Name      string   // "cv.pdf"
	Format    string   // for Took: "pdf"
	Aliases   []string // other names, redirected to Name
	MediaType string
	Bytes     func() ([]byte, error)
}

// ServeHTTP implements [http.Handler].
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer func() {
		if p := recover(); p != nil {
			h.Log.Error("a request panicked", "panic", p, "stack", string(debug.Stack()))
			panic(http.ErrAbortHandler) // closes the connection without another log line
		}
	}()
	content := h.Content(r)
	protect(w.Header(), content.Styles)
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Aside()
		w.Header().Set("Allow", "GET, HEAD")
		Say(w, http.StatusMethodNotAllowed, content.ReadOnly)
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

// The media types of answers that are not files.
const (
	textType = "text/plain; charset=utf-8"
	htmlType = "text/html; charset=utf-8"
)

// page answers with the page, as HTML or as text.
func (h *Handler) page(w http.ResponseWriter, r *http.Request, content Content) {
	w.Header().Add("Vary", "Accept, User-Agent")
	f := File{Format: "html", MediaType: htmlType, Bytes: content.Page}
	if wantsText(r.Header) {
		f = File{Format: "text", MediaType: textType, Bytes: content.Text}
	}
	h.give(w, r, content, f)
}

// file answers with the file of a name, or redirects to it.
func (h *Handler) file(w http.ResponseWriter, r *http.Request, content Content, name string) {
	if content.Named != nil {
		h.give(w, r, content, *content.Named)
		return
	}
	for _, f := range content.Files {
		switch {
		case f.Name == name:
			h.give(w, r, content, f)
			return
		case f.Format == name || slices.Contains(f.Aliases, name):
			h.Aside()
			http.Redirect(w, r, content.Base+f.Name, http.StatusFound)
			return
		}
	}
	h.Aside()
	Say(w, http.StatusNotFound, content.Missing(r.URL.EscapedPath()))
}

// give answers with a file and reports that it was taken.
func (h *Handler) give(w http.ResponseWriter, r *http.Request, content Content, f File) {
	b, err := f.Bytes()
	if err != nil {
		h.Aside()
		h.Log.Error("a request failed", "format", f.Format, "err", err)
		Say(w, http.StatusInternalServerError, content.Failed)
		return
	}
	if content.Language != "" {
		w.Header().Set("Content-Language", content.Language)
	}
	if status := serve(w, r, content.Date, f.MediaType, b); r.Method == http.MethodGet && (status == http.StatusOK || status == http.StatusNotModified) {
		h.Took(r, content.Edition, f.Format)
	} else {
		h.Aside()
	}
}

// aside answers with b without counting a visit.
func (h *Handler) aside(w http.ResponseWriter, r *http.Request, content Content, mediaType string, b []byte) {
	h.Aside()
	serve(w, r, content.Date, mediaType, b)
}

// serve answers with b, a part of it, or status 304, and returns the status.
func serve(w http.ResponseWriter, r *http.Request, date time.Time, mediaType string, b []byte) (status int) {
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
	http.ServeContent(s, r, "", date, bytes.NewReader(b))
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
