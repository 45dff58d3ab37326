package files

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"sync"

	"charm.land/ssh"
	"golang.org/x/sync/semaphore"
)

const (
	// MaxPacket bounds what a client may send in one packet, in bytes.
	// Nothing can be written here, so the longest packets hold two paths.
	MaxPacket = 16 << 10
	// maxRequests bounds the requests of one connection that have not been
	// answered, over all its SFTP sessions. The answer to a READ takes up to
	// 32 KiB until the client reads it.
	maxRequests = 8
	// prefix is the size of a packet's length, which goes before it
	// (draft-ietf-secsh-filexfer-02, section 3).
	prefix = 4
)

var errPacket = errors.New("an SFTP packet is too large")

// session bounds an SFTP session. It ends one in which a packet is longer than
// any that a client has a reason to send: pkg/sftp takes 256 KiB, much of which it
// keeps for as long as a file is open. It reads no further request while
// [maxRequests] wait for their answer, and each is paid for as a packet.
type session struct {
	ssh.Session
	pay      func()              // called for each request
	slots    *semaphore.Weighted // of the connection; each waiting request holds one
	packet   bytes.Buffer        // the request that is being read
	answer   int                 // bytes of an answer that are still to come
	writable context.Context     // done when nothing can be written any more
	breaks   context.CancelFunc

	mu      sync.Mutex
	waiting int64 // requests of this session
}

type slotsKey struct{}

func newSession(sess ssh.Session, pay func()) *session {
	ctx := sess.Context()
	ctx.Lock()
	defer ctx.Unlock()
	slots, ok := ctx.Value(slotsKey{}).(*semaphore.Weighted)
	if !ok {
		slots = semaphore.NewWeighted(maxRequests)
		ctx.SetValue(slotsKey{}, slots)
	}
	s := &session{Session: sess, pay: pay, slots: slots}
	s.writable, s.breaks = context.WithCancel(ctx)
	return s
}

// Read implements [io.Reader].
func (s *session) Read(p []byte) (int, error) {
	if s.packet.Len() == 0 {
		if err := s.next(); err != nil {
			return 0, err
		}
	}
	return s.packet.Read(p)
}

// next reads a request. Between its length and the rest, it waits for a slot.
func (s *session) next() error {
	s.packet = bytes.Buffer{} // a long request leaves nothing behind
	if _, err := io.CopyN(&s.packet, s.Session, prefix); err != nil {
		return err
	}
	length := binary.BigEndian.Uint32(s.packet.Bytes())
	if length > MaxPacket {
		return errPacket
	}
	if s.slots.Acquire(s.writable, 1) != nil {
		return io.EOF
	}
	s.mu.Lock()
	s.waiting++
	s.mu.Unlock()
	s.pay()
	_, err := io.CopyN(&s.packet, s.Session, int64(length))
	return err
}

// Write implements [io.Writer]. A write that begins an answer has its length, as pkg/sftp
// writes them; the slot of the request is free when all of it has been written.
func (s *session) Write(p []byte) (int, error) {
	n, err := s.Session.Write(p)
	if err != nil {
		s.breaks()
		return n, err
	}
	if s.answer == 0 {
		s.answer = prefix + int(binary.BigEndian.Uint32(p))
	}
	if s.answer -= len(p); s.answer <= 0 {
		s.answer = 0
		s.give(1)
	}
	return n, nil
}

// give returns up to n slots. The last answers may be written after the end.
func (s *session) give(n int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n = min(n, s.waiting)
	s.waiting -= n
	s.slots.Release(n)
}

// end returns the slots of requests that were never answered.
func (s *session) end() {
	s.breaks()
	s.give(maxRequests)
}
