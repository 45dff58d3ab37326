package files

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"

	"charm.land/ssh"
)

const (
	// MaxPacket bounds what a client may send in one packet, in bytes.
	// Nothing can be written here, so the longest packets hold two paths.
	MaxPacket = 16 << 10
	// prefix is the size of a packet's length, which goes before it
	// (draft-ietf-secsh-filexfer-02, section 3).
	prefix = 4
)

var errPacket = errors.New("an SFTP packet is too large")

// session bounds an SFTP session. It ends one in which a packet is longer than
// any that a client has a reason to send: pkg/sftp takes 256 KiB, much of which it
// keeps for as long as a file is open. It reads no further request before the last one
// is answered, because an answer takes up to 32 KiB until the client reads it. Each
// request is paid for as a packet.
type session struct {
	ssh.Session
	pay    func()        // called for each request
	ready  chan struct{} // holds an element while no request waits for its answer
	packet bytes.Buffer  // the request that is being read
	answer int           // bytes of an answer that are still to come
}

func newSession(sess ssh.Session, pay func()) *session {
	s := &session{Session: sess, pay: pay, ready: make(chan struct{}, 1)}
	s.answered()
	return s
}

// answered lets the next request be read.
func (s *session) answered() {
	select {
	case s.ready <- struct{}{}:
	default:
	}
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

// next reads a request. Between its length and the rest, it waits for the answer to the
// one before.
func (s *session) next() error {
	s.packet = bytes.Buffer{} // a long request leaves nothing behind
	if _, err := io.CopyN(&s.packet, s.Session, prefix); err != nil {
		return err
	}
	length := binary.BigEndian.Uint32(s.packet.Bytes())
	if length > MaxPacket {
		return errPacket
	}
	select {
	case <-s.ready:
	case <-s.Context().Done():
		return io.EOF
	}
	s.pay()
	_, err := io.CopyN(&s.packet, s.Session, int64(length))
	return err
}

// Write implements [io.Writer]. A write that begins an answer has its length, as pkg/sftp
// writes them; the next request is read when all of it has been written. If nothing can be
// written any more, there is nothing to wait for.
func (s *session) Write(p []byte) (int, error) {
	if s.answer <= 0 {
		s.answer = prefix + int(binary.BigEndian.Uint32(p))
	}
	n, err := s.Session.Write(p)
	if s.answer -= len(p); s.answer <= 0 || err != nil {
		s.answered()
	}
	return n, err
}
