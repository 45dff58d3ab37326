package guard

import (
	"container/list"
	"net"
	"time"

	"golang.org/x/time/rate"
)

// Door is a way in. A source's connections to all doors count together, but each door
// has a rate and a crowd of its own, so that what waits at one keeps nobody out at
// another.
type Door struct {
	guard *Guard
	index int // in source.doors
	most  int // connections

	// Under guard.mu.
	open    int
	pending list.List // of *conn that have had no session yet, the oldest first
}

// Door returns a further door, for a protocol other than SSH. It takes at most half
// of all connections.
func (g *Guard) Door() *Door { return g.newDoor((g.cfg.MaxConnections + 1) / 2) }

func (g *Guard) newDoor(most int) *Door {
	g.mu.Lock()
	defer g.mu.Unlock()
	d := &Door{guard: g, index: len(g.doors), most: most}
	g.doors = append(g.doors, d)
	return d
}

// Listener wraps l as [Guard.Listener] does. The server sets the deadlines of its
// connections, on top of the guard's limits, and has a [NewSession] for each.
func (d *Door) Listener(l net.Listener) net.Listener { return &listener{l, d} }

// listener returns the connections that are admitted.
type listener struct {
	net.Listener
	door *Door
}

// Accept waits for the next connection that is admitted.
func (l *listener) Accept() (net.Conn, error) {
	for {
		raw, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if c := l.door.admit(raw); c != nil && l.door == c.guard.ssh {
			return c, nil
		} else if c != nil {
			return plainConn{c}, nil
		}
	}
}

// plainConn is a connection to a door other than SSH's.
type plainConn struct{ *conn }

// identified reads the header of a proxy if there has to be one, in the goroutine of
// the connection. It reports false if the connection has been closed for it.
func (c plainConn) identified() bool {
	c.guard.mu.Lock()
	settled := !c.proxied || len(c.sources) > 0 || c.refusal != None
	c.guard.mu.Unlock()
	return settled || c.guard.unwrap(c.conn)
}

// RemoteAddr returns the visitor's address.
func (c plainConn) RemoteAddr() net.Addr {
	c.identified()
	return c.Conn.RemoteAddr()
}

// Read implements [net.Conn].
func (c plainConn) Read(p []byte) (int, error) {
	if !c.identified() {
		return 0, net.ErrClosed
	}
	n, err := c.Conn.Read(p)
	c.read.Add(int64(n))
	return n, err
}

// SetDeadline implements [net.Conn].
func (c plainConn) SetDeadline(t time.Time) error { return c.Conn.SetDeadline(t) }

// SetReadDeadline implements [net.Conn].
func (c plainConn) SetReadDeadline(t time.Time) error { return c.Conn.SetReadDeadline(t) }

// SetWriteDeadline implements [net.Conn].
func (c plainConn) SetWriteDeadline(t time.Time) error { return c.Conn.SetWriteDeadline(t) }

// NewSession returns the session of a connection to a [Door]. Its limits are the
// server's own to keep.
func NewSession(nc net.Conn) *Session { return &Session{conn: nc.(plainConn).conn} }

// Begin begins a session of [NewSession]. The connection no longer waits for one.
func (s *Session) Begin() { s.begin() }

// End ends it. The connection stays open.
func (s *Session) End() { s.finish() }

// fresh returns the limiter of a source for new connections to the door.
func (d *Door) fresh(s *source) *rate.Limiter { return s.at(d).fresh }
