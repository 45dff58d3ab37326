package files

import (
	"encoding/binary"
	"errors"
	"io"
	"math"
	"sync"

	"charm.land/ssh"
)

const (
	// MaxPacket bounds what a client may send in one packet, in bytes.
	// Nothing can be written here, so the longest packets hold two paths.
	MaxPacket = 16 << 10
	// maxRequests bounds the requests of one connection that have not been
	// answered, over all its SFTP sessions. The answer to a READ takes up to
	// 32 KiB until the client reads it.
	maxRequests = 8
)

var errPacket = errors.New("an SFTP packet is too large")

// session bounds an SFTP session. It ends one in which a packet is longer than
// any that a client has a reason to send: pkg/sftp takes 256 KiB, much of which it
// keeps for as long as a file is open. It reads no further request while
// [maxRequests] wait for their answer, and each is paid for as a packet.
type session struct {
	ssh.Session
	pay     func()        // called for each request
	slots   chan struct{} // of the connection; holds an element for each waiting request
	in, out frame

	mu      sync.Mutex
	waiting int // requests of this session
	broken  chan struct{}
	breaks  func() // closes broken: nothing can be written any more
}

type slotsKey struct{}

func newSession(sess ssh.Session, pay func()) *session {
	ctx := sess.Context()
	ctx.Lock()
	defer ctx.Unlock()
	slots, ok := ctx.Value(slotsKey{}).(chan struct{})
	if !ok {
		slots = make(chan struct{}, maxRequests)
		ctx.SetValue(slotsKey{}, slots)
	}
	broken := make(chan struct{})
	return &session{Session: sess, pay: pay, slots: slots, broken: broken, breaks: sync.OnceFunc(func() { close(broken) })}
}

// Read implements [io.Reader]. It never reads beyond the length of a packet or its
// end, and waits for a slot between the two.
func (s *session) Read(p []byte) (int, error) {
	if s.in.begins() {
		if s.in.left > MaxPacket {
			return 0, errPacket
		}
		if err := s.take(); err != nil {
			return 0, err
		}
		s.pay()
		s.in.inside = true
	}
	n, err := s.Session.Read(p[:min(len(p), s.in.missing())])
	s.in.pass(p[:n])
	return n, err
}

// Write implements [io.Writer].
func (s *session) Write(p []byte) (int, error) {
	n, err := s.Session.Write(p)
	if err != nil {
		s.breaks()
		return n, err
	}
	for b := p; len(b) > 0; {
		step := min(len(b), s.out.missing())
		if s.out.pass(b[:step]) {
			s.give(1)
		}
		b = b[step:]
	}
	return n, nil
}

// take waits for a slot.
func (s *session) take() error {
	select {
	case s.slots <- struct{}{}:
		s.mu.Lock()
		defer s.mu.Unlock()
		s.waiting++
		return nil
	case <-s.broken:
	case <-s.Context().Done():
	}
	return io.EOF
}

// give returns up to n slots.
func (s *session) give(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for ; n > 0 && s.waiting > 0; n-- {
		s.waiting--
		<-s.slots
	}
}

// end returns the slots of requests that were never answered.
func (s *session) end() { s.give(maxRequests) }

// frame follows a stream of SFTP packets (draft-ietf-secsh-filexfer-02, section
// 3: four bytes of length go before each).
type frame struct {
	length [4]byte // of the packet, as far as it has come
	known  int     // bytes of length
	left   int     // bytes of the packet that are still to come
	inside bool    // it has begun to come
}

// begins reports that the length of a packet has come, and no more of it.
func (f *frame) begins() bool { return f.known == len(f.length) && !f.inside }

// missing returns how many bytes of the length or of the packet are still to come.
func (f *frame) missing() int {
	if f.known < len(f.length) {
		return len(f.length) - f.known
	}
	return f.left
}

// pass takes note of at most [frame.missing] bytes and reports whether a packet
// has ended with them.
func (f *frame) pass(b []byte) (ended bool) {
	if len(b) == 0 {
		return false
	}
	if f.known < len(f.length) {
		f.known += copy(f.length[f.known:], b)
		if f.known == len(f.length) {
			f.left = int(min(binary.BigEndian.Uint32(f.length[:]), math.MaxInt32))
		}
		return false
	}
	f.inside = true
	if f.left -= len(b); f.left == 0 {
		*f = frame{}
		return true
	}
	return false
}
