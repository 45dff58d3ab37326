package guard

import (
	"bufio"
	"io"
	"slices"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/server/guard/filter"
)

// writeSize is the number of bytes that a client has to accept within the stall timeout.
const writeSize = 4 << 10

// protocolBuffer is the number of bytes read at once from a client without a terminal:
// several requests of SFTP.
const protocolBuffer = 4 << 10

// SessionHandler wraps the handler of session channels, such as
// [ssh.DefaultSessionHandler]. [Guard.Install] does so; without it all channels
// are rejected.
func (g *Guard) SessionHandler(next ssh.ChannelHandler) ssh.ChannelHandler {
	return func(srv *ssh.Server, sc *gossh.ServerConn, nc gossh.NewChannel, ctx ssh.Context) {
		c, _ := ctx.Value(connKey{}).(*conn)
		if c == nil {
			_ = nc.Reject(gossh.Prohibited, "not served here")
			return
		}
		s := newSession(c)
		if !c.open(s) {
			_ = nc.Reject(gossh.ResourceShortage, "too many sessions")
			if s.Refusal() != None {
				_ = c.Close() // it was admitted to be told of a refusal, and cannot be
			}
			return
		}
		if g.cfg.Visit != nil {
			ctx = g.cfg.Visit(ctx, s)
		}
		next(srv, sc, newChannel{nc, s}, ctx)
	}
}

// reject handles all other channels, which forward something.
func (g *Guard) reject(_ *ssh.Server, _ *gossh.ServerConn, nc gossh.NewChannel, ctx ssh.Context) {
	if c, ok := ctx.Value(connKey{}).(*conn); ok {
		c.ask()
	}
	g.refused.add(Channels)
	_ = nc.Reject(gossh.UnknownChannelType, "only sessions are served here")
}

// open counts a channel, and reports whether there may be one more.
func (c *conn) open(s *Session) bool {
	if !c.ask() {
		return false
	}
	g, now := c.guard, time.Now()
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case c.closed || c.channels >= maxChannelsEver || len(c.sessions) >= maxChannels:
		g.refused.add(Channels)
		return false
	case c.refusal != None:
		if !c.tells(now) {
			return false
		}
	case c.channels > 0 && !c.again(now):
		g.refused.add(Rate)
		return false
	}
	c.channels++
	c.sessions = append(c.sessions, s)
	return true
}

// ask counts a request, and closes the connection if there are too many.
func (c *conn) ask() bool {
	now := time.Now()
	g := c.guard
	g.mu.Lock()
	if now.Sub(c.window) > requestsIn {
		c.window, c.requests = now, 0
	}
	c.requests++
	ok := c.requests <= maxRequests
	g.mu.Unlock()
	if !ok {
		g.punish(c)
		c.end(Requests)
	}
	return ok
}

// newChannel is a channel to be opened whose requests and bytes are filtered.
type newChannel struct {
	gossh.NewChannel
	session *Session
}

// Accept implements [gossh.NewChannel].
func (n newChannel) Accept() (gossh.Channel, <-chan *gossh.Request, error) {
	ch, reqs, err := n.NewChannel.Accept()
	if err != nil {
		n.session.close()
		return nil, nil, err
	}
	s := n.session
	s.conn.guard.mu.Lock()
	s.channel, s.data.Reader, s.stderr.Reader = ch, ch, ch.Stderr()
	s.conn.guard.mu.Unlock()
	if s.conn.read.Load() > drainFrom {
		s.conn.guard.wake()
	}
	rest := make(chan *gossh.Request)
	r := requests{session: s, rest: rest, filter: filter.Requests{Subsystems: s.conn.guard.cfg.Subsystems}}
	go r.run(reqs)
	return &guardedChannel{Channel: ch, session: s, input: filter.Input{Limiter: limiter(typedRate, typedBurst)}}, rest, nil
}

// Reject implements [gossh.NewChannel].
func (n newChannel) Reject(why gossh.RejectionReason, message string) error {
	n.session.close()
	return n.NewChannel.Reject(why, message)
}

// close removes a channel that the client has closed, or that was never opened.
func (s *Session) close() {
	c := s.conn
	c.guard.mu.Lock()
	defer c.guard.mu.Unlock()
	s.finishLocked()
	s.data.close()
	s.stderr.close()
	if i := slices.Index(c.sessions, s); i >= 0 {
		c.sessions = slices.Delete(c.sessions, i, i+1)
		if s.ended {
			c.since = time.Now() // the client has all of it
		}
	}
}

// guardedChannel filters the bytes of a channel. One goroutine may read, and one
// write.
type guardedChannel struct {
	gossh.Channel
	session *Session
	input   filter.Input  // of a terminal
	ready   []byte        // cleaned, not yet read
	whole   *bufio.Reader // without one
}

// Read reads what the visitor has sent, cleaned if there is a terminal.
func (c *guardedChannel) Read(p []byte) (int, error) {
	v := visitor{c.session}
	if !c.session.terminal.Load() {
		if c.whole == nil {
			// Protocols read a few bytes at a time, so that the stream could not tell
			// when all has been read.
			c.whole = bufio.NewReaderSize(v, protocolBuffer)
		}
		return c.whole.Read(p)
	}
	for len(c.ready) == 0 && len(p) > 0 {
		n, err := v.Read(p)
		if n > 0 {
			c.ready = c.input.Take(p[:n], time.Now())
		}
		if err != nil {
			n = copy(p, c.ready)
			c.ready = c.ready[n:]
			return n, err
		}
	}
	n := copy(p, c.ready)
	if c.ready = c.ready[n:]; len(c.ready) == 0 {
		c.ready = nil // it may be part of p
	}
	return n, nil
}

// Write writes in small pieces, so that a client that accepts nothing is noticed.
func (c *guardedChannel) Write(p []byte) (int, error) { return c.session.write(c.Channel, p) }

// Stderr implements [gossh.Channel]. What comes on it is read elsewhere and
// dropped.
func (c *guardedChannel) Stderr() io.ReadWriter { return stderr{c.Channel.Stderr(), c.session} }

// Close closes the channel, and with it the session.
func (c *guardedChannel) Close() error {
	c.session.finish()
	return c.Channel.Close()
}

type stderr struct {
	io.ReadWriter
	session *Session
}

// Write implements [io.Writer].
func (s stderr) Write(p []byte) (int, error) { return s.session.write(s.ReadWriter, p) }

func (s *Session) write(w io.Writer, p []byte) (n int, err error) {
	defer s.writing.Store(0)
	for len(p) > 0 && err == nil {
		s.writing.Store(time.Now().UnixNano())
		var m int
		m, err = w.Write(p[:min(len(p), writeSize)])
		n, p = n+m, p[m:]
	}
	return n, err
}
