package guard

import (
	"container/list"
	"net"

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
		if c := l.door.admit(raw); c != nil {
			return c, nil
		}
	}
}

// NewSession returns the session of a connection to a [Door]. Its limits are the
// server's own to keep.
func NewSession(nc net.Conn) *Session { return &Session{conn: nc.(*conn)} }

// Begin begins a session of [NewSession]. The connection no longer waits for one.
func (s *Session) Begin() { s.begin() }

// End ends it. The connection stays open.
func (s *Session) End() { s.finish() }

// fresh returns the limiter of a source for new connections to the door.
func (d *Door) fresh(s *source) *rate.Limiter { return s.at(d).fresh }
