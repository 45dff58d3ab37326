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

// maxUserAgent bounds a User-Agent in the log, in bytes. It is long because robots
// that pose as browsers put their own name last.
const maxUserAgent = 200

// openWeb opens the web door. A connection has one request, which is the session of a
// visit.
func (s *Server) openWeb(l net.Listener) (protocol, net.Listener, error) {
	srv := web.NewServer(s.admitRequest(&web.Handler{
		Content: s.content,
		Took:    s.tookFromWeb,
		Aside:   func() { s.asides.Add(1) },
		Log:     s.cfg.Log,
	}), s.cfg.Log)
	srv.SetKeepAlivesEnabled(false)
	srv.ConnContext = func(ctx context.Context, nc net.Conn) context.Context {
		return context.WithValue(ctx, visitKey{}, s.newVisit(guard.NewSession(nc)))
	}
	return srv, s.guard.Door().Listener(l), nil
}

// reachedBy returns the host for the ssh command line of a page: the public address,
// else the Host header if it is a host name, else the local address.
func (s *Server) reachedBy(r *http.Request) host {
	if s.public.name != "" {
		return s.public
	}
	local, _ := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	for _, name := range []string{r.Host, local.String()} {
		// The zone of an IPv6 address may hold anything.
		if h, err := parseHost(name); err == nil && !strings.Contains(h.name, "%") {
			_, port, _ := net.SplitHostPort(s.Addr().String())
			ssh, _ := parseHost(net.JoinHostPort(h.name, port))
			return ssh
		}
	}
	return host{name: "localhost"}
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

// tookFromWeb records a visit on the web. It logs the format and neither path nor query.
func (s *Server) tookFromWeb(r *http.Request, edition, format string) {
	v := visitOf(r.Context())
	v.is(kindWeb)
	v.takes(format)
	v.ends(visits.Done)
	if len(v.editions.all) > 1 {
		v.shown = []string{edition}
	}
	from, _ := netip.ParseAddrPort(r.RemoteAddr)
	s.record(r.Context(), slog.LevelInfo, v, visits.Visit{
		Door: visits.Web, From: s.source(net.TCPAddrFromAddrPort(from)), Client: tidyTo(r.UserAgent(), maxUserAgent),
	})
}
