package web

import (
	"context"
	"log/slog"
	"net/http"
	"regexp"
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
		ErrorLog:                     slog.NewLogLogger(nameless{log.Handler()}, slog.LevelWarn),
	}
}

// nameless is a handler of what net/http logs by itself, without the addresses of
// visitors.
type nameless struct{ slog.Handler }

// hostPort matches an IP address and a port.
var hostPort = regexp.MustCompile(`(\[[0-9a-fA-F:.%a-z]+\]|\d+\.\d+\.\d+\.\d+):\d+`)

// Handle implements [slog.Handler].
func (h nameless) Handle(ctx context.Context, r slog.Record) error {
	r.Message = hostPort.ReplaceAllLiteralString(r.Message, "a visitor")
	return h.Handler.Handle(ctx, r)
}
