package guard

import (
	"context"
	"net"
	"net/http"
	"time"
)

// WebListener wraps l as [Guard.Listener] does, for the HTTP server that
// [Guard.InstallWeb] has been given. A source's connections to both count
// together. Those to the web are at most half of all, and have a rate and a crowd
// of their own to give way in, so that they never keep out who comes by SSH.
func (g *Guard) WebListener(l net.Listener) net.Listener { return &webListener{l, g} }

type webListener struct {
	net.Listener
	guard *Guard
}

// Accept waits for the next connection that is admitted.
func (l *webListener) Accept() (net.Conn, error) {
	for {
		raw, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if c := l.guard.admit(raw, webDoor); c != nil {
			return webConn{c}, nil
		}
	}
}

// webConn is an admitted connection of a server that sets its own deadlines.
type webConn struct{ *conn }

// RemoteAddr is the visitor's address. It is the first that an HTTP server asks
// for, in the goroutine of the connection, so that this is where the header of a
// proxy is read.
func (c webConn) RemoteAddr() net.Addr {
	if c.proxied && !c.settled() {
		c.guard.unwrap(c.conn)
	}
	return c.Conn.RemoteAddr()
}

// SetDeadline implements [net.Conn].
func (c webConn) SetDeadline(t time.Time) error { return c.Conn.SetDeadline(t) }

// SetReadDeadline implements [net.Conn].
func (c webConn) SetReadDeadline(t time.Time) error { return c.Conn.SetReadDeadline(t) }

// SetWriteDeadline implements [net.Conn].
func (c webConn) SetWriteDeadline(t time.Time) error { return c.Conn.SetWriteDeadline(t) }

// InstallWeb puts the guard before the handler of an HTTP server. A connection
// has one request, so that the limits of connections are those of requests too.
// A request is a session, whose [Session] its context knows; the server's own
// timeouts bound it.
func (g *Guard) InstallWeb(srv *http.Server) {
	srv.SetKeepAlivesEnabled(false)
	srv.ConnContext = func(ctx context.Context, nc net.Conn) context.Context {
		c, _ := nc.(webConn)
		return context.WithValue(ctx, sessionKey{}, &Session{conn: c.conn})
	}
	next := srv.Handler
	srv.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s := SessionOf(r.Context())
		s.begin()
		defer s.finish()
		next.ServeHTTP(w, r)
	})
}
