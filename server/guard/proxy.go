package guard

import (
	"bufio"
	"errors"
	"io"
	"net"
	"syscall"
	"time"

	"github.com/pires/go-proxyproto"
)

// A header of version 1 is a line of at most 107 bytes, which the buffer holds.
const (
	maxProxyLine = 107
	proxyBuffer  = 256
)

// identify reads, in the goroutine of the connection, the header that a proxy has to send,
// and believes it. A header of another proxy behind it is garbage, and so is that of a client
// who is no proxy. It reports false if the connection has been closed for it.
func (c *conn) identify() bool {
	if !c.proxied || c.settled() {
		return true
	}
	r := bufio.NewReaderSize(c.Conn, proxyBuffer)
	head, err := r.Peek(1)
	if len(head) == 0 && hasHungUp(err) {
		_ = c.Close()
		return false
	}
	// The parser takes no part of a line, and the network may have cut it.
	for err == nil && head[0] == 'P' && len(head) < maxProxyLine && head[len(head)-1] != '\n' {
		head, err = r.Peek(len(head) + 1)
	}
	p := proxyproto.NewConn(buffered{c.Conn, r},
		proxyproto.WithPolicy(proxyproto.REQUIRE),
		proxyproto.SetReadHeaderTimeout(c.guard.cfg.StartupTimeout),
		proxyproto.WithBufferSize(proxyBuffer))
	header := p.ProxyHeader()
	if header == nil {
		c.end(Proxy)
		return false
	}
	c.Conn = p
	return c.guard.settle(c, p.RemoteAddr(), header.Command.IsLocal())
}

// settled reports whether the connection has been counted for its client.
func (c *conn) settled() bool {
	c.guard.mu.Lock()
	defer c.guard.mu.Unlock()
	return len(c.sources) > 0 || c.refusal != None
}

// buffered is a connection of which something has been read ahead.
type buffered struct {
	net.Conn
	ahead *bufio.Reader
}

// Read implements [net.Conn].
func (b buffered) Read(p []byte) (int, error) { return b.ahead.Read(p) }

// The checks of balancers and orchestrators connect and hang up, with at most the
// header of a proxy that speaks for itself (LOCAL of the PROXY protocol). Such a
// connection takes nothing of its source's rate, as long as there are not too many.
const (
	silentRate  = 2 // a second
	silentBurst = 32
)

// errSilent is returned by Read and Write when the peer has hung up without a word.
var errSilent = errors.New("guard: hung up without a word")

// silence replaces the error of a connection whose peer has hung up without a word.
func (c *conn) silence(err error) error {
	if c.read.Load() == 0 && hasHungUp(err) {
		return errSilent
	}
	return err
}

// hasHungUp reports whether err says that the peer has closed or reset the connection.
func hasHungUp(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// forgive counts a connection that has been closed as silent if it was, and gives its
// sources back what it has taken of their rate. The caller holds guard.mu.
func (c *conn) forgive(now time.Time) {
	if c.why != None || c.refusal != None || c.begun.Load() || c.read.Load() > 0 && !c.local {
		return
	}
	c.guard.silent++
	if c.charged && take(c.sources, now, silenceOf) {
		for _, s := range c.sources {
			s.at(c.door).fresh.AllowN(now, -1)
		}
	}
}
