package server

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/server/guard"
	"wenkaiyue.com/cv/server/visits"
	"wenkaiyue.com/cv/server/web"
)

// maxUserAgent limits a User-Agent in the log, in bytes. Robots that pose as browsers put
// their own name last, so the limit is high.
const maxUserAgent = 200

// openWeb opens the web door. Each connection has one request, which is the session of a
// visit.
func (s *Server) openWeb(l net.Listener) (door, error) {
	srv := web.NewServer(http.HandlerFunc(s.serveWeb), s.cfg.Log)
	srv.ConnContext = func(ctx context.Context, nc net.Conn) context.Context {
		return context.WithValue(ctx, visitKey{}, s.newVisit(guard.NewSession(nc)))
	}
	return door{protocol: srv, listener: s.guard.Door().Listener(l)}, nil
}

// serveWeb answers a request. It logs the format, but neither path nor query.
func (s *Server) serveWeb(w http.ResponseWriter, r *http.Request) {
	v := visitOf(r.Context())
	v.guard.Begin()
	defer v.guard.End()
	if why := v.guard.Refusal(); why != guard.None { // admitted only to be told so
		status := http.StatusTooManyRequests
		if why == guard.Total {
			status = http.StatusServiceUnavailable
		}
		w.Header().Set("Retry-After", "60")
		said := refusal(&locale.English().Visit, why)
		http.Error(w, strings.ToUpper(said[:1])+said[1:]+".", status)
		return
	}
	// The lines to ssh with have the public address, else the Host header if that is a host
	// name, else the local address.
	local, _ := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	of, format, err := web.Answer(w, r, v.editions, s.named(s.Addr(), r.Host, local.String()).read)
	if err != nil {
		s.cfg.Log.Error("a request failed", "err", err)
	}
	if format == "" {
		s.asides.Add(1)
		return
	}
	v.takes(format)
	v.shows(of)
	from, _ := netip.ParseAddrPort(r.RemoteAddr)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.kind, v.line.Door, v.line.Ended = kindWeb, visits.Web, visits.Done
	v.line.From, v.line.Client = s.source(net.TCPAddrFromAddrPort(from)), tidyTo(r.UserAgent(), maxUserAgent)
	s.record(r.Context(), slog.LevelInfo, v)
}
