package server

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/server/editions"
	"wenkaiyue.com/cv/server/guard"
	"wenkaiyue.com/cv/server/visits"
	"wenkaiyue.com/cv/server/web"
)

// maxUserAgent bounds a User-Agent in the log, in bytes. It is long because robots
// that pose as browsers put their own name last.
const maxUserAgent = 200

// openWeb opens the web door. A connection has one request, which is the session of a
// visit.
func (s *Server) openWeb(l net.Listener) (door, error) {
	srv := web.NewServer(s.admitRequest(&web.Handler{
		Editions: func(r *http.Request) *editions.Set { return visitOf(r.Context()).editions },
		Command:  s.webCommand,
		Took:     s.tookFromWeb,
		Aside:    func() { s.asides.Add(1) },
		Log:      s.cfg.Log,
	}), s.cfg.Log)
	srv.ConnContext = func(ctx context.Context, nc net.Conn) context.Context {
		return context.WithValue(ctx, visitKey{}, s.newVisit(guard.NewSession(nc)))
	}
	return door{protocol: srv, listener: s.guard.Door().Listener(l)}, nil
}

// admitRequest has each request be a session, and answers those of connections that the
// guard has let in only to be refused.
func (s *Server) admitRequest(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		session := visitOf(r.Context()).guard
		session.Begin()
		defer session.End()
		why := session.Refusal()
		if why == guard.None {
			next.ServeHTTP(w, r)
			return
		}
		status := http.StatusTooManyRequests
		if why == guard.Total {
			status = http.StatusServiceUnavailable
		}
		w.Header().Set("Retry-After", "60")
		said := refusal(&locale.English().Visit, why)
		web.Say(w, status, strings.ToUpper(said[:1])+said[1:]+".")
	})
}

// webCommand returns the ssh command for a visitor of the page: for the public address,
// else the Host header if it is a host name, else the local address.
func (s *Server) webCommand(r *http.Request, code string) string {
	h := host{name: "localhost"}
	local, _ := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	for _, name := range []string{local.String(), r.Host} {
		// The zone of an IPv6 address may hold anything.
		if reached, err := parseHost(name); err == nil && !strings.Contains(reached.name, "%") {
			h, _ = parseHost(s.Addr().String()) // its port
			h.name = reached.name
		}
	}
	if s.public.name != "" {
		h = s.public
	}
	if code != "" {
		return h.ssh("-t", code)
	}
	return h.ssh("", "")
}

// tookFromWeb records a visit on the web. It logs the format and neither path nor query.
func (s *Server) tookFromWeb(r *http.Request, of *editions.Edition, format string) {
	v := visitOf(r.Context())
	v.takes(format)
	v.shows(of)
	from, _ := netip.ParseAddrPort(r.RemoteAddr)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.kind, v.line.Door, v.line.Ended = kindWeb, visits.Web, visits.Done
	v.line.From, v.line.Client = s.source(net.TCPAddrFromAddrPort(from)), tidyTo(r.UserAgent(), maxUserAgent)
	s.record(r.Context(), slog.LevelInfo, v)
}
