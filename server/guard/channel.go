package guard

import (
	"io"
	"slices"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// writeSize is the number of bytes that a client has to accept within the stall timeout.
const writeSize = 4 << 10

// handleSession returns the handler of session channels: that of the server, behind the
// guard.
func (g *Guard) handleSession(next ssh.ChannelHandler) ssh.ChannelHandler {
	return func(srv *ssh.Server, sc *gossh.ServerConn, nc gossh.NewChannel, ctx ssh.Context) {
		c := connOf(ctx)
		s := c.open(nc)
		if s == nil {
			_ = nc.Reject(gossh.ResourceShortage, "too many sessions")
			if c.refusal != None { // it was admitted to be told so, and cannot be
				_ = c.Close()
			}
			return
		}
		if g.cfg.Visit != nil {
			ctx = g.cfg.Visit(ctx, s)
		}
		n := &newChannel{NewChannel: nc, requests: requests{session: s, filter: filter{subsystems: g.cfg.Subsystems}}}
		defer n.requests.run()
		next(srv, sc, n, ctx)
	}
}

// handleOther handles all other channels, which forward something.
func (g *Guard) handleOther(_ *ssh.Server, _ *gossh.ServerConn, nc gossh.NewChannel, ctx ssh.Context) {
	connOf(ctx).ask()
	g.refused[Channels].Add(1)
	_ = nc.Reject(gossh.UnknownChannelType, "only sessions are served here")
}

// open returns the session of a new channel, or nil if there may not be one more.
func (c *conn) open(nc gossh.NewChannel) *Session {
	if !c.ask() {
		return nil
	}
	g, now := c.guard, time.Now()
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case c.closed || c.channels >= maxEverOpened || len(c.sessions) >= maxChannels:
		g.refused[Channels].Add(1)
		return nil
	case c.refusal != None:
		if !take(c.sources, now, tellsOf) {
			return nil
		}
	case c.channels > 0 && !take(c.sources, now, c.door.fresh):
		g.refused[Rate].Add(1)
		return nil
	}
	s := &Session{conn: c, raw: nc, read: c.read.Load()}
	c.channels++
	c.sessions = append(c.sessions, s)
	return s
}

// ask counts a request, and closes the connection if there are too many.
func (c *conn) ask() bool {
	c.guard.mu.Lock()
	if c.requests == nil {
		c.requests = limiter(maxRequests/requestsIn.Seconds(), maxRequests)
	}
	ok := c.requests.Allow()
	c.guard.mu.Unlock()
	if !ok {
		c.guard.punish(c)
		c.end(Requests)
	}
	return ok
}

// newChannel is a channel to be opened whose requests and bytes are filtered.
type newChannel struct {
	gossh.NewChannel
	requests requests
}

// Accept implements [gossh.NewChannel]. It returns when the session has started, or the
// channel is closed, with all requests that the server is to see.
func (n *newChannel) Accept() (gossh.Channel, <-chan *gossh.Request, error) {
	s := n.requests.session
	ch, reqs, err := n.NewChannel.Accept()
	if err != nil {
		s.close()
		return nil, nil, err
	}
	guarded := channel{ch, s}
	s.conn.guard.mu.Lock()
	s.channel = guarded
	// The client may first have to receive what another channel was sent.
	s.clock = time.AfterFunc(max(s.conn.guard.cfg.StartupTimeout, deliverWithin), s.tick)
	s.conn.guard.mu.Unlock()
	return guarded, n.requests.untilStart(reqs), nil
}

// Reject implements [gossh.NewChannel].
func (n *newChannel) Reject(why gossh.RejectionReason, message string) error {
	n.requests.session.close()
	return n.NewChannel.Reject(why, message)
}

// close removes a channel that the client has closed, or that was never opened.
func (s *Session) close() {
	c := s.conn
	c.guard.mu.Lock()
	defer c.guard.mu.Unlock()
	s.endLocked()
	if s.clock != nil {
		s.clock.Stop()
	}
	if i := slices.Index(c.sessions, s); i >= 0 {
		c.sessions = slices.Delete(c.sessions, i, i+1)
	}
	if s.ended && c.running == 0 {
		c.since = time.Now() // the client has all of it
		c.rearm()
	}
	s.ended = true
}

// channel counts the bytes of a channel. One goroutine may read.
type channel struct {
	gossh.Channel
	session *Session
}

// Read reads what the visitor has sent, and records that somebody is there.
func (c channel) Read(p []byte) (int, error) {
	n, err := c.Channel.Read(p)
	if n > 0 {
		c.session.typed.Store(time.Now().UnixNano())
		c.session.conn.data.Add(int64(n))
	}
	return n, err
}

// Write writes in small pieces, so that a client that accepts nothing is noticed.
func (c channel) Write(p []byte) (int, error) { return c.session.write(c.Channel, p) }

// Stderr implements [gossh.Channel]. Nobody reads it: no client sends anything there.
func (c channel) Stderr() io.ReadWriter { return stderr{c.Channel.Stderr(), c.session} }

// Close closes the channel, and with it the session.
func (c channel) Close() error {
	c.session.End()
	return c.Channel.Close()
}

type stderr struct {
	io.ReadWriter
	session *Session
}

// Write implements [io.Writer].
func (s stderr) Write(p []byte) (int, error) { return s.session.write(s.ReadWriter, p) }

func (s *Session) write(w io.Writer, p []byte) (n int, err error) {
	s.busy.Add(1)
	defer s.busy.Add(-1)
	limit := s.conn.guard.cfg.StallTimeout
	stall := time.AfterFunc(limit, func() { s.conn.end(Unread) })
	defer stall.Stop()
	for len(p) > 0 && err == nil {
		var m int
		m, err = w.Write(p[:min(len(p), writeSize)])
		n, p = n+m, p[m:]
		stall.Reset(limit)
	}
	return n, err
}

// relieved waits, while nothing more is taken from the client, until the channels hold
// little of the total that it has sent, and reports whether that was so in time.
func (c *conn) relieved(total int64) bool {
	for waited := time.Duration(0); c.hoards(total); waited += look {
		if waited >= unreadWithin || !c.wait(look) {
			return false
		}
	}
	return true
}

// hoards reports whether one of the channels may hold many packets that nobody reads: of
// its data much is unread, and was all the time while the client has sent so much.
func (c *conn) hoards(total int64) bool {
	c.guard.mu.Lock()
	defer c.guard.mu.Unlock()
	return slices.ContainsFunc(c.sessions, func(s *Session) bool {
		if unread(s.raw) <= maxUnread/packetBytes {
			s.read = total
		}
		return total-s.read > maxUnread
	})
}
