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

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"golang.org/x/net/netutil"
)

// The limits of the HTTP server. A connection has one request.
const (
	maxConnections = 16
	headerTimeout  = 5 * time.Second  // from connecting to the end of the header
	writeTimeout   = 10 * time.Second // from the header to the end of the answer
	maxHeader      = 8 << 10          // bytes; net/http allows 4 KiB more
)

// Server serves metrics and the health of its server.
type Server struct {
	listener net.Listener
	http     *http.Server
	log      *slog.Logger
	serving  sync.WaitGroup
	draining atomic.Bool
}

// NewServer returns a server of the metrics in g on l. [Server.Close] closes l.
func NewServer(g prometheus.Gatherer, l net.Listener, log *slog.Logger) *Server {
	s := &Server{listener: netutil.LimitListener(l, maxConnections), log: log}
	errs := slog.NewLogLogger(log.Handler(), slog.LevelWarn)
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(g, promhttp.HandlerOpts{ErrorLog: errs}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /readyz", s.ready)
	s.http = &http.Server{
		Handler:           noStore(mux),
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       headerTimeout, // of a body, which is not read
		WriteTimeout:      writeTimeout,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          errs,
		// OPTIONS * is answered as everything else is.
		DisableGeneralOptionsHandler: true,
	}
	s.http.SetKeepAlivesEnabled(false)
	return s
}

// Addr returns the address that the server listens on.
func (s *Server) Addr() net.Addr { return s.listener.Addr() }

// Start serves in a new goroutine until [Server.Close]. It logs a failure and does
// not return it, because visitors can do without metrics.
func (s *Server) Start() {
	s.serving.Go(func() {
		if err := s.http.Serve(s.listener); !errors.Is(err, http.ErrServerClosed) {
			s.log.Error("the metrics are no longer served", "err", err)
		}
	})
}

// Drain makes /readyz report that no new visitors are let in. On nil, which
// stands for no server, it does nothing.
func (s *Server) Drain() {
	if s != nil {
		s.draining.Store(true)
	}
}

// Close waits for answers under way until ctx is done, then closes their
// connections.
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

// noStore disables caching and content sniffing.
func noStore(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, r)
	})
}
