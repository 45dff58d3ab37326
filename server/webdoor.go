package server

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"golang.org/x/text/language"

	"wenkaiyue.com/cv/data/export"
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
	if len(v.editions.All) > 1 {
		v.shown = []string{edition}
	}
	from, _ := netip.ParseAddrPort(r.RemoteAddr)
	s.record(r.Context(), slog.LevelInfo, v, visits.Visit{
		Door: visits.Web, From: s.source(net.TCPAddrFromAddrPort(from)), Client: tidyTo(r.UserAgent(), maxUserAgent),
	})
}

// content returns what a request is answered from: the edition of the language that
// its path begins with (/zh/), or else the best for the browser's languages.
func (s *Server) content(r *http.Request) web.Content {
	set := visitOf(r.Context()).editions
	e, base, path := set.First, "/", strings.TrimPrefix(r.URL.Path, "/")
	vary := set.Several()
	if vary {
		if liked := set.Match(acceptedLanguages(r.Header)...); liked != nil {
			e = liked
		}
		first, rest, below := strings.Cut(path, "/")
		for _, l := range set.Languages {
			if strings.EqualFold(l.Code, first) {
				e, base, path, vary = l.Edition, "/"+l.Code+"/", rest, false
				if !below {
					path = web.Below
				}
			}
		}
	}
	line := s.line(r, set, e)
	w := e.CV.Words()
	say, terminal := &w.Visit, w.Pair(w.Visit.Terminal, line)
	c := web.Content{
		Base: base, Path: path, Line: line, Date: e.Date, Styles: export.StyleSources(),
		Edition: set.Label(e), Language: e.CV.Language(), Varies: vary,
		ReadOnly: say.OnlyRead, Failed: say.Failed,
		Page: func() ([]byte, error) { return set.Page(e, line) },
		Text: func() ([]byte, error) {
			text, err := e.Export("text")
			return append(bytes.Clone(text), "\n"+terminal+"\n"...), err
		},
	}
	c.Missing = func(path string) string {
		var names []string
		for _, f := range c.Files {
			names = append(names, base+f.Name)
		}
		return locale.Fill(say.NoFile, "file", path, "files", strings.Join(names, " ")) + "\n\n" + terminal
	}
	for _, f := range e.Formats {
		c.Files = append(c.Files, web.File{
			Name: f.File, Format: f.Name, Aliases: f.Aliases, MediaType: f.MediaType, Bytes: func() ([]byte, error) { return e.Export(f.Name) },
		})
	}
	if l, f, ok := set.File(path); ok && l.Offers(f) && editions.FileName(f, l.Code) == path {
		c.Named = &web.File{Name: path, Format: f.Name, MediaType: f.MediaType, Bytes: func() ([]byte, error) { return l.Export(f.Name) }}
		c.Edition, c.Language, c.Date, c.Varies = set.Label(l.Edition), l.CV.Language(), l.Date, false
	}
	return c
}

// line returns what a browser's reader types to read an edition in a terminal.
func (s *Server) line(r *http.Request, set *editions.Set, e *editions.Edition) string {
	h := s.reachedBy(r)
	if code := set.Code(e); code != "" && e != set.First {
		return h.ssh("-t", code)
	}
	return h.ssh("", "")
}

// Bounds of an Accept-Language header, in bytes and in languages.
const (
	maxAccepted  = 256
	maxLanguages = 16
)

// acceptedLanguages returns the languages of a browser's user, the best first.
func acceptedLanguages(h http.Header) []language.Tag {
	accept := h.Get("Accept-Language")
	if len(accept) > maxAccepted {
		return nil
	}
	tags, weights, err := language.ParseAcceptLanguage(accept)
	if err != nil {
		return nil
	}
	var liked []language.Tag
	for i, tag := range tags[:min(len(tags), maxLanguages)] {
		if weights[i] > 0 && tag != language.Und {
			liked = append(liked, tag)
		}
	}
	return liked
}
