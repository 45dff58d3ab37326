package web

import (
	"log/slog"
	"net/http"
	"time"
)

// The limits of a request.
const (
	headerTimeout = 10 * time.Second // from connecting to the end of the header
	readTimeout   = 15 * time.Second // to the end of a body, which nobody looks at
	writeTimeout  = time.Minute      // from the header to the end of the answer
	maxHeader     = 8 << 10          // bytes; net/http allows 4 KiB more
)

// NewServer returns a server of h that waits for nobody for long.
func NewServer(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       headerTimeout,
		MaxHeaderBytes:    maxHeader,
		// OPTIONS * is answered as everything else is.
		DisableGeneralOptionsHandler: true,
		ErrorLog:                     slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}
