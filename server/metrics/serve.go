package metrics

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/net/netutil"
)

// The limits of the HTTP server. A connection has one request.
const (
	maxConnections = 16
	headerTimeout  = 5 * time.Second  // from connecting to the end of the header
	writeTimeout   = 10 * time.Second // from the header to the end of the answer
	maxHeader      = 8 << 10          // bytes; net/http allows 4 KiB more
)

// Server serves the numbers of a [Metrics], and what the health of its server is.
type Server struct {
	listener net.Listener
	http     *http.Server
	log      *slog.Logger
	serving  sync.WaitGroup
	draining atomic.Bool
}

// NewServer returns a server on l, which it closes in the end.
func NewServer(m *Metrics, l net.Listener, log *slog.Logger) *Server {
	s := &Server{listener: netutil.LimitListener(l, maxConnections), log: log}
	errs := slog.NewLogLogger(log.Handler(), slog.LevelWarn)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		var p page
		m.write(&p)
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write(p.Bytes())
	})
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /readyz", s.ready)
	s.http = &http.Server{
		Handler:           private(mux),
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       headerTimeout, // of a body, which nobody looks at
		WriteTimeout:      writeTimeout,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          errs,
		// OPTIONS * is answered as everything else is.
		DisableGeneralOptionsHandler: true,
	}
	s.http.SetKeepAlivesEnabled(false)
	return s
}

// Addr is the address that the server listens on.
func (s *Server) Addr() net.Addr { return s.listener.Addr() }

// Start serves until [Server.Close], in a goroutine of its own. Should that fail,
// it is logged: visitors come first, and are not sent away for it.
func (s *Server) Start() {
	s.serving.Go(func() {
		if err := s.http.Serve(s.listener); !errors.Is(err, http.ErrServerClosed) {
			s.log.Error("nobody can read the metrics any more", "err", err)
		}
	})
}

// Drain says from now on that no new visitors are let in. It may be called on
// nil, a server that nobody wants.
func (s *Server) Drain() {
	if s != nil {
		s.draining.Store(true)
	}
}

// Close lets the answers under way end, until ctx is done, and then cuts them off.
func (s *Server) Close(ctx context.Context) {
	if s.http.Shutdown(ctx) != nil {
		_ = s.http.Close()
	}
	_ = s.listener.Close() // if it has not been started
	s.serving.Wait()
}

func (s *Server) ready(w http.ResponseWriter, _ *http.Request) {
	if s.draining.Load() {
		say(w, http.StatusServiceUnavailable, "draining")
		return
	}
	say(w, http.StatusOK, "ok")
}

// say answers with one line.
func say(w http.ResponseWriter, status int, line string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, line+"\n")
}

// private has no answer be kept, or be taken for something else.
func private(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, r)
	})
}
