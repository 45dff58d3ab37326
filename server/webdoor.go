package server

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"

	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/server/guard"
	"wenkaiyue.com/cv/server/visits"
	"wenkaiyue.com/cv/server/web"
)

// maxUserAgent bounds what the log says of a browser: programs that call
// themselves browsers give their name last.
const maxUserAgent = 200

// webDoor is where browsers come in. A nil one has no visitors.
type webDoor struct {
	server   *Server
	http     *http.Server
	listener net.Listener
	page     atomic.Pointer[webPage] // the one served last
	asides   atomic.Uint64           // requests that are not listed
}

// webPage is the page of an edition with a line to ssh with.
type webPage struct {
	edition *edition
	line    string
	bytes   []byte
}

// newWebDoor takes the address of the web door.
func (s *Server) newWebDoor() (*webDoor, error) {
	listener, err := listen("HTTP", s.cfg.HTTP)
	if err != nil {
		return nil, err
	}
	d := &webDoor{server: s, listener: s.guard.WebListener(listener)}
	d.http = web.NewServer(d.refuse(&web.Handler{
		Content: func() web.Content { return d.content(s.edition.Load()) },
		Line:    func(r *http.Request) string { return s.reachedBy(r).ssh("", "") },
		Took:    d.logVisit,
		Aside:   func() { d.asides.Add(1) },
		Log:     s.cfg.Log,
	}), s.cfg.Log)
	s.guard.InstallWeb(d.http)
	return d, nil
}

// open serves until the door is closed, or says why it cannot.
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

// abandon gives back the address of a door that has not been opened.
func (d *webDoor) abandon() {
	if d != nil {
		_ = d.listener.Close()
	}
}

// close lets the answers under way end, until ctx is done.
func (d *webDoor) close(ctx context.Context) error {
	if d == nil {
		return nil
	}
	err := d.http.Shutdown(ctx)
	_ = d.http.Close()
	return err
}

// aside is how many requests have not been listed.
func (d *webDoor) aside() uint64 {
	if d == nil {
		return 0
	}
	return d.asides.Load()
}

// content is an edition as the web is served it.
func (d *webDoor) content(e *edition) web.Content {
	c := web.Content{
		Date: e.date, Styles: export.StyleSources(),
		Page: func(line string) ([]byte, error) { return d.render(e, line) },
		Text: func(line string) ([]byte, error) {
			text, err := e.exports["text"]()
			return append(bytes.Clone(text), "\nRead it in a terminal: "+line+"\n"...), err
		},
	}
	for _, f := range export.Formats() {
		c.Files = append(c.Files, web.File{
			Name: f.File, Format: f.Name, Aliases: f.Aliases, MediaType: f.MediaType, Bytes: e.exports[f.Name],
		})
	}
	return c
}

// render makes the page. The last one is kept, since nearly all visitors come by
// the same name; what a Host header may make up beside it is not worth the memory.
func (d *webDoor) render(e *edition, line string) ([]byte, error) {
	if p := d.page.Load(); p != nil && p.edition == e && p.line == line {
		return p.bytes, nil
	}
	var b bytes.Buffer
	err := export.WebPage(&b, e.cv, line)
	if err == nil {
		d.page.Store(&webPage{e, line, b.Bytes()})
	}
	return b.Bytes(), err
}

// reachedBy is the host that somebody on the web may ssh to: the public address,
// or the name that the browser knows, if it is one, or else the address at this
// end of the connection.
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

// refuse answers those whom the guard lets in to be told that they are refused.
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
		said := refusal(why)
		web.Say(w, status, strings.ToUpper(said[:1])+said[1:]+".")
	})
}

// logVisit writes the line of a visit on the web. Paths are not written, since
// the format says it, and nor is what may stand behind them.
func (d *webDoor) logVisit(r *http.Request, format string) {
	s := d.server
	s.visits.Add(1)
	s.counts.add(&visit{kind: kindWeb, took: []string{format}, ended: visits.Done})
	from, _ := netip.ParseAddrPort(r.RemoteAddr)
	line := visits.Visit{
		Door: visits.Web, From: s.source(net.TCPAddrFromAddrPort(from)),
		Client: tidyTo(r.UserAgent(), maxUserAgent), Took: format, Ended: visits.Done,
	}
	s.cfg.Log.LogAttrs(r.Context(), slog.LevelInfo, visits.VisitMessage, line.Attrs()...)
}
