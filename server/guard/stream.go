package guard

import (
	"io"
	"slices"
	"sync/atomic"
	"time"
)

// What a client sends on a channel and nobody reads is kept by x/crypto, each
// packet, however small, in a buffer of its own, up to 2 MiB of data for a
// channel. An idle reader takes all there is at once, so that what is unread is
// bounded by what the connection has received since: its own, and what has come for
// the other channels, which cannot be told apart.
const (
	maxUnread    = 64 << 10 // bytes on the wire
	unreadEvery  = 16 << 10 // bytes after which it is looked whether somebody reads
	unreadWithin = 3 * time.Second
	unreadLook   = 10 * time.Millisecond
)

// stream is one of the two that a client sends on a channel (RFC 4254, section
// 5.2), data and stderr. One goroutine may read it.
type stream struct {
	io.Reader // set before the first read
	conn      *conn
	reading   atomic.Bool  // a read is under way, so that nothing waits to be read
	emptied   atomic.Int64 // bytes that the connection had received when nothing waited, at the least
}

// Read reads what there is, and notes whether that was all.
func (s *stream) Read(p []byte) (int, error) {
	s.reading.Store(true)
	defer s.reading.Store(false)
	n, err := s.Reader.Read(p)
	if n < len(p) {
		s.emptied.Store(s.conn.read.Load())
	} else {
		s.emptied.Add(int64(n)) // each byte has been one on the wire too
	}
	return n, err
}

// hoards reports whether the client may have sent too much that waits. The
// caller is who reads the connection, which has received total bytes.
func (s *stream) hoards(total int64) bool {
	if s.reading.Load() {
		s.emptied.Store(total)
		return false
	}
	return total-s.emptied.Load() > maxUnread
}

// relieved waits, while nothing more is taken from the client, until what it has
// sent has been read, and reports whether that was so in time.
func (c *conn) relieved(total int64) bool {
	for waited := time.Duration(0); c.hoards(total); waited += unreadLook {
		if waited >= unreadWithin || !c.wait(unreadLook) {
			return false
		}
	}
	return true
}

// hoards reports whether one of the channels may have much waiting that nobody
// reads.
func (c *conn) hoards(total int64) bool {
	c.guard.mu.Lock()
	defer c.guard.mu.Unlock()
	return slices.ContainsFunc(c.sessions, func(s *Session) bool { return s.data.hoards(total) || s.stderr.hoards(total) })
}
