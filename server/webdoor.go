package server

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"

	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/server/guard"
	"wenkaiyue.com/cv/server/visits"
	"wenkaiyue.com/cv/server/web"
)

// maxUserAgent bounds a User-Agent in the log, in bytes. It is long because robots
// that pose as browsers put their own name last.
const maxUserAgent = 200

// webDoor serves browsers. A nil webDoor serves nobody.
type webDoor struct {
	server   *Server
	http     *http.Server
	listener net.Listener
	asides   atomic.Uint64 // requests that are no visit
}

// newWebDoor listens on the address of the web door.
func (s *Server) newWebDoor() (*webDoor, error) {
	listener, err := listen("HTTP", s.cfg.HTTP)
	if err != nil {
		return nil, err
	}
	d := &webDoor{server: s, listener: s.guard.WebListener(listener)}
	d.http = web.NewServer(d.refuse(&web.Handler{
		Content: d.content,
		Took:    d.logVisit,
		Aside:   func() { d.asides.Add(1) },
		Log:     s.cfg.Log,
	}), s.cfg.Log)
	s.guard.InstallWeb(d.http)
	return d, nil
}

// open serves until the door is closed. The channel receives the error if it fails.
func (d *webDoor) open() <-chan error {
	if d == nil {
		return nil
	}
	d.server.cfg.Log.Info("web door", "address", d.listener.Addr().String())
	failed := make(chan error, 1)
	go func() {
		if err := d.http.Serve(d.listener); !errors.Is(err, http.ErrServerClosed) {
			failed <- err
		}
	}()
	return failed
}

// abandon closes the listener of a door that has not been opened.
func (d *webDoor) abandon() {
	if d != nil {
		_ = d.listener.Close()
	}
}

// close waits for answers under way until ctx is done.
func (d *webDoor) close(ctx context.Context) error {
	if d == nil {
		return nil
	}
	err := d.http.Shutdown(ctx)
	_ = d.http.Close()
	return err
}

// aside returns the number of requests that are no visit.
func (d *webDoor) aside() uint64 {
	if d == nil {
		return 0
	}
	return d.asides.Load()
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

// refuse answers the requests of connections that the guard has let in only to be
// refused.
func (d *webDoor) refuse(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		why := guard.SessionOf(r.Context()).Refusal()
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

// logVisit logs a visit on the web. It logs the format and neither path nor query.
func (d *webDoor) logVisit(r *http.Request, edition, format string) {
	s := d.server
	v := &visit{kind: kindWeb, took: []string{format}, ended: visits.Done}
	if len(s.editions.Load().all) > 1 {
		v.shown = []string{edition}
	}
	s.visits.Add(1)
	s.counts.add(v)
	from, _ := netip.ParseAddrPort(r.RemoteAddr)
	line := visits.Visit{
		Door: visits.Web, From: s.source(net.TCPAddrFromAddrPort(from)),
		Client: tidyTo(r.UserAgent(), maxUserAgent), Took: format, Ended: visits.Done,
		Edition: strings.Join(v.shown, " "),
	}
	s.cfg.Log.LogAttrs(r.Context(), slog.LevelInfo, visits.VisitMessage, line.Attrs()...)
}
