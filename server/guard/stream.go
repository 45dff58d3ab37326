package guard

import (
	"cmp"
	"io"
	"slices"
	"sync"
	"time"
)

// What a client sends on a channel and nobody reads is kept by x/crypto, each
// packet, however small, in a buffer of its own, up to 2 MiB of data for a
// channel. An idle reader takes all there is at once, so that what is unread is
// bounded by what the connection has received since.
const (
	maxUnread    = 64 << 10 // bytes on the wire
	unreadEvery  = 16 << 10 // bytes after which it is looked whether somebody reads
	unreadWithin = 3 * time.Second
	unreadLook   = 10 * time.Millisecond
	maxStash     = 4 << 10 // bytes that are read for a program which does not
)

// stream is one of the two that a client sends on a channel (RFC 4254, section
// 5.2), data and stderr. One goroutine may read it.
//
// What a connection receives may be for another of its channels. To know, a stream
// of which much may be unread is read ahead, into a stash from then on: where
// nothing has come for it, that reader waits.
type stream struct {
	io.Reader // set before the first read
	conn      *conn

	mu      sync.Mutex
	reading bool       // a read is under way, so that nothing waits to be read
	emptied int64      // bytes that the connection had received when nothing waited, at the least
	ahead   *sync.Cond // of the stash; nil as long as nothing is read ahead
	stash   []byte
	err     error // that has ended reading ahead
	drained bool  // a goroutine drops what comes after that
}

// Read reads what there is.
func (s *stream) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ahead == nil {
		return s.read(p)
	}
	for len(s.stash) == 0 && s.err == nil && len(p) > 0 {
		s.ahead.Wait()
	}
	if len(s.stash) == 0 {
		return 0, s.err
	}
	n := copy(p, s.stash)
	s.stash = slices.Delete(s.stash, 0, n)
	s.ahead.Broadcast()
	return n, nil
}

// read reads what there is, and notes whether that was all. The caller holds mu,
// which is free meanwhile.
func (s *stream) read(p []byte) (int, error) {
	s.reading = true
	s.mu.Unlock()
	n, err := s.Reader.Read(p)
	s.mu.Lock()
	s.reading = false
	s.conn.data.Add(int64(n))
	if n < len(p) {
		s.emptied = s.conn.read.Load()
	} else {
		s.emptied += int64(n) // each byte has been one on the wire too
	}
	return n, err
}

// readAhead fills the stash until there is nothing more to read.
func (s *stream) readAhead() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for p := make([]byte, maxStash); s.err == nil; {
		for len(s.stash) == maxStash && s.err == nil {
			s.ahead.Wait()
		}
		n, err := s.read(p[:maxStash-len(s.stash)])
		s.err = cmp.Or(s.err, err)
		s.stash = append(s.stash, p[:n]...)
		s.ahead.Broadcast()
	}
}

// drain reads and drops what there is.
func (s *stream) drain() {
	n, _ := io.Copy(io.Discard, s.Reader)
	s.conn.data.Add(n)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drained = false
}

// close ends reading ahead: the channel has gone.
func (s *stream) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ahead != nil && s.err == nil {
		s.err = io.EOF
		s.ahead.Broadcast()
	}
}

// hoards reports whether the client has sent too much that waits. The caller is
// who reads the connection, which has received total bytes.
func (s *stream) hoards(total int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.reading:
		s.emptied = total
	case total-s.emptied <= maxUnread, s.Reader == nil:
	case s.err != nil:
		// Nothing may come after the end (RFC 4254, section 5.3), nor be wanted after an
		// error. What comes all the same is dropped, by one goroutine: x/crypto wakes
		// only one reader when the channel closes.
		s.emptied = total
		if !s.drained {
			s.drained = true
			go s.drain()
		}
	case s.ahead == nil:
		s.ahead = sync.NewCond(&s.mu)
		s.emptied = total
		go s.readAhead()
	default:
		return true
	}
	return false
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
