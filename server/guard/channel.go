package guard

import (
	"io"
	"net"
	"slices"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// writeSize is the number of bytes that a client must accept within the stall timeout. For
// each channel x/crypto keeps two buffers as large as the largest packet that it has sent.
const writeSize = 2 << 10

// handleSession handles session channels: [ssh.DefaultSessionHandler], behind the guard.
func (g *Guard) handleSession(srv *ssh.Server, sc *gossh.ServerConn, nc gossh.NewChannel, ctx ssh.Context) {
	c := connOf(ctx)
	ch := c.open(nc)
	if ch == nil {
		_ = nc.Reject(gossh.ResourceShortage, "too many sessions")
		if c.refusal != None { // it was admitted to be told so, and cannot be
			_ = c.Close()
		}
		return
	}
	if g.cfg.Visit != nil {
		ctx = g.cfg.Visit(ctx, ch.session)
	}
	defer ch.finish()
	ssh.DefaultSessionHandler(srv, sc, ch, ctx)
}

// handleOther rejects all other channels, which would forward something.
func (g *Guard) handleOther(_ *ssh.Server, _ *gossh.ServerConn, nc gossh.NewChannel, ctx ssh.Context) {
	connOf(ctx).ask()
	g.refused[Channels].Add(1)
	_ = nc.Reject(gossh.UnknownChannelType, "only sessions are served here")
}

// open returns a new channel with its session, or nil if a limit forbids it.
func (c *conn) open(nc gossh.NewChannel) *channel {
	if !c.ask() {
		return nil
	}
	g := c.guard
	g.mu.Lock()
	defer g.mu.Unlock()
	full := g.full(c.sources)
	switch {
	case c.closed || c.channels >= maxEverOpened || len(c.sessions) >= maxChannels:
		g.refused[Channels].Add(1)
		return nil
	case c.refusal != None:
		if !c.sources.take(refusedSessions, 1) {
			return nil
		}
	case len(c.sessions) > 0 && full != None:
		g.refused[full].Add(1)
		return nil
	case c.channels > 0 && !c.sources.take(c.door.rate, 1):
		g.refused[Rate].Add(1)
		return nil
	}
	ch := &channel{NewChannel: nc, filter: filter{subsystems: g.cfg.Subsystems}}
	ch.session = &Session{conn: c, channel: ch, read: c.read.Load()}
	c.channels++
	c.keep(append(c.sessions, ch.session))
	return ch
}

// keep sets the sessions whose channels are open. Each after the first counts as a
// connection, because it takes almost as much memory, and so does each subsystem, because
// SFTP takes twice as much. The caller holds guard.mu.
func (c *conn) keep(all []*Session) {
	further := max(len(all), 1) - 1
	for _, s := range all {
		if s.channel.doubled {
			further++
		}
	}
	c.guard.further += further - c.further
	c.sources.count(further - c.further)
	c.sessions, c.further = all, further
}

// double counts the session twice, and reports false if a limit forbids it.
func (ch *channel) double() bool {
	c := ch.session.conn
	c.guard.mu.Lock()
	defer c.guard.mu.Unlock()
	if why := c.guard.full(c.sources); why == PerSource || why == Total && !c.guard.displace(c.sources) {
		c.guard.refused[why].Add(1)
		return false
	}
	ch.doubled = true
	c.keep(c.sessions)
	return true
}

// ask counts a request, and closes the connection if there are too many.
func (c *conn) ask() bool {
	if c.requests.take() {
		return true
	}
	c.end(Requests)
	return false
}

// channel is a session channel that filters requests and bytes. One goroutine may read its
// bytes. Another receives its requests for as long as it lives, because an unreceived
// request would block the whole connection.
type channel struct {
	gossh.NewChannel
	gossh.Channel // nil before it is accepted
	session       *Session

	reqs          <-chan *gossh.Request
	granted       chan *gossh.Request // those for the server
	filter        filter
	doubled       bool             // the session counts twice; under guard.mu
	width, height int              // of the newest window change
	last          time.Time        // when one was delivered
	due           <-chan time.Time // when to deliver the newest one that waits
}

// maxGranted is the most requests of a channel that a server sees: a terminal, variables,
// and the start.
const maxGranted = 1 + maxEnv + 1

// Accept implements [gossh.NewChannel]. It returns when the session has started, or the
// channel is closed, with all requests for the server. So guard and server, one after the
// other in one goroutine, need not wake each other for each request.
func (ch *channel) Accept() (_ gossh.Channel, _ <-chan *gossh.Request, err error) {
	s, g := ch.session, ch.session.conn.guard
	accepted, reqs, err := ch.NewChannel.Accept()
	if err != nil {
		return nil, nil, err
	}
	g.mu.Lock()
	ch.Channel, ch.reqs, ch.granted = accepted, reqs, make(chan *gossh.Request, maxGranted)
	s.accepted = time.Now()
	s.conn.schedule()
	g.mu.Unlock()
	defer close(ch.granted)
	for !ch.filter.started && ch.receive() {
	}
	return ch, ch.granted, nil
}

// finish receives the requests after the start, until the client closes the channel, and
// removes it. It may never have been opened.
func (ch *channel) finish() {
	for ch.reqs != nil && ch.receive() {
	}
	s, c := ch.session, ch.session.conn
	c.guard.mu.Lock()
	defer c.guard.mu.Unlock()
	s.endLocked()
	c.keep(slices.DeleteFunc(c.sessions, func(other *Session) bool { return other == s }))
	if s.ended {
		c.since = time.Now() // the client has received all of it
	}
	c.schedule()
}

// Read reads the visitor's input, and records when it came.
func (ch *channel) Read(p []byte) (int, error) {
	n, err := ch.Channel.Read(p)
	if n > 0 {
		ch.session.hasTyped(time.Now())
		ch.session.conn.data.Add(int64(n))
	}
	return n, err
}

// Write implements [io.Writer].
func (ch *channel) Write(p []byte) (int, error) { return stream{ch.Channel, ch.session}.Write(p) }

// Stderr implements [gossh.Channel]. Nobody reads it: no client sends anything there.
func (ch *channel) Stderr() io.ReadWriter { return stream{ch.Channel.Stderr(), ch.session} }

// Close closes the channel, and with it the session.
func (ch *channel) Close() error {
	ch.session.End()
	return ch.Channel.Close()
}

// stream is stdout or stderr of a session.
type stream struct {
	io.ReadWriter
	session *Session
}

// Write writes in small pieces, to notice a client that accepts nothing. While keys are
// exchanged, x/crypto would keep 64 pieces; so the next one waits until this has been sent.
func (s stream) Write(p []byte) (n int, err error) {
	s.session.busy.Add(1)
	defer s.session.busy.Add(-1)
	c := s.session.conn
	limit := c.guard.cfg.StallTimeout
	stall := time.AfterFunc(limit, func() { c.end(Unread) })
	defer stall.Stop()
	for piece := range slices.Chunk(p, writeSize) {
		before := c.wrote.Load()
		m, err := s.ReadWriter.Write(piece)
		if n += m; err != nil {
			return n, err
		}
		if !c.waitSent(before) {
			return n, net.ErrClosed
		}
		stall.Reset(limit)
	}
	return n, nil
}

// waitSent waits until the connection has sent more than so many bytes, and reports false
// if it is closed.
func (c *conn) waitSent(bytes int64) bool {
	c.unsent.Add(1)
	defer c.unsent.Add(-1)
	for c.wrote.Load() == bytes {
		if !c.wait(look) {
			return false
		}
	}
	return true
}
