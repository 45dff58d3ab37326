package server

import (
	"encoding/binary"
	"errors"

	"charm.land/ssh"
)

// maxSFTPPacket bounds what a client may send in one packet, in bytes. Nobody
// writes here, so the longest are those with two paths in them.
const maxSFTPPacket = 16 << 10

var errSFTPPacket = errors.New("an SFTP packet is too large")

// sftpSession ends an SFTP session in which a packet is longer than any that a
// client has a reason to send (draft-ietf-secsh-filexfer-02, section 3: four bytes
// of length go before each). pkg/sftp takes 256 KiB, of which it keeps much for as
// long as a file is open.
type sftpSession struct {
	ssh.Session
	length [4]byte // of the next packet, as far as it has come
	known  int     // bytes of it
	left   int     // bytes of the packet that are still to come
}

// Read implements [io.Reader].
func (s *sftpSession) Read(p []byte) (int, error) {
	n, err := s.Session.Read(p)
	for b := p[:n]; len(b) > 0; {
		if s.left > 0 {
			skip := min(s.left, len(b))
			s.left, b = s.left-skip, b[skip:]
			continue
		}
		s.length[s.known] = b[0]
		b = b[1:]
		if s.known++; s.known < len(s.length) {
			continue
		}
		length := binary.BigEndian.Uint32(s.length[:])
		if length > maxSFTPPacket {
			return 0, errSFTPPacket
		}
		s.known, s.left = 0, int(length)
	}
	return n, err
}
