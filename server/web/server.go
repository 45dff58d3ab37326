// Package web serves the CV over HTTP: as a page, as plain text, and as files. It does not
// limit connections.
//
//	/             the page; as plain text for curl, wget and HTTPie, and for clients
//	              that prefer text/plain to text/html
//	/cv.pdf …     each file, by its name
//	/zh/ …        the same in a language, if there are several; otherwise the
//	              browser's languages choose
//	/cv.zh.pdf …  the same files, by their language
//	/pdf …        redirects to the file
//	/favicon.ico  an icon
//	/robots.txt   everything is allowed
//	/healthz      "ok"
//
// Paths are compared byte by byte and never opened. Other paths are answered with 404, and
// methods other than GET and HEAD with 405. Each answer has an ETag and is revalidated,
// because the content may change at any time. There are no cookies and no scripts; the
// headers allow only the page's style sheet and the icon.
package web

import (
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"wenkaiyue.com/cv/data/export"
)

// NewServer returns a server of h that limits the time and the size of requests, and serves
// one request per connection.
func NewServer(h http.Handler, log *slog.Logger) *http.Server {
	srv := &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			defer func() {
				if p := recover(); p != nil {
					log.Error("a request panicked", "panic", p, "stack", string(debug.Stack()))
					panic(http.ErrAbortHandler) // closes the connection without net/http's log line, which has the visitor's address
				}
			}()
			if r.ContentLength != 0 { // net/http would wait for the body before it closes
				_ = http.NewResponseController(w).SetReadDeadline(time.Now())
			}
			h.ServeHTTP(w, r)
		}),
		ReadHeaderTimeout: 10 * time.Second, // from connecting to the end of the header
		ReadTimeout:       15 * time.Second, // to the end of a body, which is not read
		WriteTimeout:      time.Minute,      // from the header to the end of the answer
		MaxHeaderBytes:    8 << 10,          // net/http allows 4 KiB more
		// The handler answers OPTIONS * like every other request.
		DisableGeneralOptionsHandler: true,
		ErrorLog:                     slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	srv.SetKeepAlivesEnabled(false)
	return srv
}

// protect sets the headers of every answer. Headers that only apply to HTTPS are set by the
// proxy that terminates it.
func protect(h http.Header) {
	h.Set("Cache-Control", "no-cache") // the content may change at any time; browsers revalidate it
	h.Set("Content-Security-Policy", "default-src 'none'; style-src "+export.StyleSources()+"; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
}
