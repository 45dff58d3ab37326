package files

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"

	"charm.land/ssh"
)

const (
	// MaxPacket limits one packet from a client, in bytes. Clients cannot write, so the
	// longest packets hold two paths.
	MaxPacket = 16 << 10
	// prefix is the size of the length that precedes a packet
	// (draft-ietf-secsh-filexfer-02, section 3).
	prefix = 4
)

var errPacket = errors.New("an SFTP packet is too large")

// session limits an SFTP session. It ends one with a packet longer than any client needs:
// pkg/sftp accepts 256 KiB, and keeps much of that for as long as a file is open. It reads
// no request before the last one is answered, because an answer takes up to 32 KiB until
// the client reads it. Each request is paid for as a packet.
type session struct {
	ssh.Session
	pay    func()        // called for each request
	ready  chan struct{} // holds an element while no request waits for its answer
	packet bytes.Buffer  // the current request
	answer int           // remaining bytes of the answer
}

func newSession(sess ssh.Session, pay func()) *session {
	s := &session{Session: sess, pay: pay, ready: make(chan struct{}, 1)}
	s.answered()
	return s
}

// answered permits the next request.
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

// next reads a request. After its length, it waits for the answer to the previous one.
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

// Write implements [io.Writer]. The first write of an answer contains its length, because
// pkg/sftp writes it so. The next request is read after the whole answer has been written,
// or if writing fails.
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
