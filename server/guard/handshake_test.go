package guard

import (
	"io"
	"net"
	"testing"

	gossh "golang.org/x/crypto/ssh"
)

// Each failed handshake is counted once, by its cause; a successful one is not.
func TestFailuresAreCounted(t *testing.T) {
	s := startServer(t, wide())
	for _, c := range []struct {
		why   string
		fails func(from string)
	}{
		{Closed, func(from string) {
			nc := s.raw(from)
			_, _ = io.WriteString(nc, "SSH-2.0-x\r\n")
			_, _ = nc.Read(make([]byte, 1)) // or it is reset
			_ = nc.(*net.TCPConn).CloseWrite()
		}},
		{Goodbye, func(from string) {
			nc := s.raw(from)
			// A packet of 20 bytes, 6 of them padding: SSH_MSG_DISCONNECT, "by
			// application", without words (RFC 4253, section 11.1).
			_, _ = io.WriteString(nc, "SSH-2.0-x\r\n\x00\x00\x00\x14\x06\x01\x00\x00\x00\x0b"+"\x00\x00\x00\x00\x00\x00\x00\x00"+"\x00\x00\x00\x00\x00\x00")
			_, _ = io.Copy(io.Discard, nc)
		}},
		{Algorithms, func(from string) {
			_, _ = s.client(from, func(c *gossh.ClientConfig) { c.Ciphers = []string{gossh.InsecureCipherAES128CBC} })
		}},
		{NotSSH, func(from string) {
			nc := s.raw(from)
			_, _ = io.WriteString(nc, "GET / HTTP/1.1\r\n\r\n")
			_, _ = io.Copy(io.Discard, nc)
		}},
		{NotSSH, func(from string) {
			nc := s.raw(from)
			_, _ = io.WriteString(nc, "SSH-2.0-x\r\n\x7f\xff\xff\xff\x14\x14\x14\x14")
			_, _ = io.Copy(io.Discard, nc)
		}},
	} {
		before := s.guard.Stats().Failed
		c.fails(attacker)
		s.eventually(func() bool { return s.guard.Stats().Failed[c.why] == before[c.why]+1 }, "%s: got failures %v, then %v, want one more",
			func() []any { return []any{c.why, before, s.guard.Stats().Failed} })
		s.guard.mu.Lock()
		for _, src := range s.guard.table.known {
			src.until = src.until.AddDate(-1, 0, 0) // end its rest
		}
		s.guard.mu.Unlock()
	}
	before := s.guard.Stats().Failed
	s.good()
	after := s.guard.Stats().Failed
	for f := range before {
		if before[f] != after[f] {
			t.Errorf("a good visit counts as a failure: %s", f)
		}
	}
	if after[Closed] != 1 || after[Goodbye] != 1 || after[Algorithms] != 1 || after[NotSSH] != 2 || after[Auth] != 0 {
		t.Errorf("got failures %v, want 2 not SSH, none of auth and 1 of each other", after)
	}
	for _, mac := range serverConfig().MACs { // for clients that have no other, and a cipher that needs one
		c, err := s.client("127.0.0.1", func(c *gossh.ClientConfig) {
			c.MACs, c.Ciphers = []string{mac}, []string{gossh.CipherAES128CTR}
		})
		if err != nil {
			t.Fatalf("%s: %v", mac, err)
		}
		c.Close()
	}
	for err, want := range map[error]string{
		&gossh.ServerAuthError{}: Auth, net.ErrClosed: Closed, io.ErrUnexpectedEOF: Closed, io.ErrShortBuffer: NotSSH,
	} {
		if got := failureOf(err); got != want {
			t.Errorf("%v is %s, want %s", err, got, want)
		}
	}
}
