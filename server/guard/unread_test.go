package guard

import (
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/server/internal/rawssh"
)

// exec opens a channel and runs a command on it, or none if that is "".
func (s *server) exec(c *gossh.Client, command string) gossh.Channel {
	s.t.Helper()
	ch, reqs, err := c.OpenChannel("session", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	go gossh.DiscardRequests(reqs)
	if command != "" {
		if _, err := ch.SendRequest("exec", true, str(command)); err != nil {
			s.t.Fatal(err)
		}
	}
	return ch
}

// The unread bytes of a channel are bounded, also beside a session that is read: on a
// channel that has not started, and on one whose program reads slowly.
func TestUnreadChannel(t *testing.T) {
	t.Parallel()
	for name, command := range map[string]string{"not started": "", "read slowly": "slow"} {
		t.Run(name, func(t *testing.T) {
			s := startParallel(t, wide())
			c := s.mustClient(attacker)
			s.shell(c)
			ch := s.exec(c, command)
			var conn *conn
			s.guard.mu.Lock()
			for conn = range s.guard.conns {
			}
			s.guard.mu.Unlock()
			before := conn.read.Load()
			var err error
			for begun := time.Now(); err == nil && time.Since(begun) < 2*patience; {
				_, err = ch.Write([]byte("x"))
			}
			// Twice maxUnread. Each byte that is buffered and read meanwhile may have been a
			// packet of 36, and a busy machine notices late. Without a bound it is 15 MiB.
			if n := conn.read.Load() - before; err == nil || n > 1<<20 {
				t.Errorf("read %d bytes until error %v, want at most 1 MiB and an error", n, err)
			}
			s.refused(Unread, 1)
			s.good()
			s.empty()
		})
	}
}

// The input of a session does not count for another channel, which may have a few bytes
// that nobody reads.
func TestUnreadElsewhere(t *testing.T) {
	s := startServer(t, wide())
	c := s.mustClient(attacker)
	if _, err := c.NewSession(); err != nil { // it starts nothing
		t.Fatal(err)
	}
	other := s.exec(c, "deaf") // its program does not read
	if _, err := other.Write([]byte("a few bytes")); err != nil {
		t.Fatal(err)
	}
	_, in, out := s.shell(c)
	for range 5 * maxUnread / 1024 {
		if _, err := in.Write(make([]byte, 1024)); err != nil {
			t.Fatal(err)
		}
	}
	s.eventually(func() bool {
		_, _ = io.WriteString(in, "q")
		return strings.HasSuffix(out.String(), "q")
	}, "the session is cut off: %+v", func() []any { return []any{s.guard.Stats()} })
	if n := s.guard.Stats().Refused[Unread]; n != 0 {
		t.Errorf("got %d refused as unread, want 0", n)
	}
	c.Close()
	s.empty()
}

// Input that is read at once, in small pieces, does not count, also beside a session
// without input.
func TestReadInPieces(t *testing.T) {
	s := startServer(t, wide())
	c := s.mustClient(attacker)
	s.shell(c)
	ch := s.exec(c, "pieces")
	for range 3 * maxUnread / 36 {
		if _, err := ch.Write([]byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	if err := ch.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(ch); err != nil {
		t.Error(err)
	}
	if n := s.guard.Stats().Refused[Unread]; n != 0 {
		t.Errorf("got %d refused as unread, want 0", n)
	}
}

// Nobody reads a client's extended data, or data after the end of its input, and no good
// client sends them. They are bounded too.
func TestUnwantedBytes(t *testing.T) {
	t.Parallel()
	eof := []byte{96, 0, 0, 0, 0} // SSH_MSG_CHANNEL_EOF
	for name, packets := range map[string]struct{ first, then []byte }{
		"stderr":        {rawssh.Ping(""), []byte{95, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 'x'}}, // SSH_MSG_CHANNEL_EXTENDED_DATA
		"after the end": {eof, rawssh.Data(0, []byte("x"))},
	} {
		t.Run(name, func(t *testing.T) {
			s := startParallel(t, wide())
			c := s.rawSession(attacker)
			_ = c.SetDeadline(time.Now().Add(2 * patience))
			sent := 0
			err := c.Send(rawssh.Request(0, "exec", false, rawssh.Text("sleep")), packets.first)
			for ; err == nil; sent++ {
				err = c.Send(packets.then)
			}
			if errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("the connection is still open after %d packets", sent)
			}
			s.refused(Unread, 1)
			s.good()
			s.empty()
		})
	}
}

// A client that never ends a key exchange does not make the server keep output for it.
func TestOutputWaitsForKeys(t *testing.T) {
	cfg := wide()
	cfg.StallTimeout = briefly
	s := startParallel(t, cfg)
	c := s.rawSession(attacker)
	if err := c.Send(rawssh.Request(0, "exec", false, rawssh.Text("file later")), rawssh.KexInit()); err != nil {
		t.Fatal(err)
	}
	closed(t, c)
	s.refused(Unread, 1)
	s.good()
	s.empty()
}

// A client is read while it exchanges keys, even if the session has unread input: the
// session may be about to write, which has to wait for the keys.
func TestUnreadDuringKeyExchange(t *testing.T) {
	s := startParallel(t, wide())
	c := s.rawSession(attacker)
	if err := c.Send(rawssh.Request(0, "exec", false, rawssh.Text("late")), rawssh.Data(0, make([]byte, maxUnread-unreadEvery)), rawssh.KexInit()); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Until(20); err != nil { // SSH_MSG_KEXINIT
		t.Fatal(err)
	}
	close(s.begin)
	for range 3 * maxUnread / unreadEvery {
		if err := c.Send(append([]byte{rawssh.MsgIgnore}, make([]byte, unreadEvery)...)); err != nil {
			t.Fatal(err)
		}
	}
	s.eventually(func() bool {
		s.guard.mu.Lock()
		defer s.guard.mu.Unlock()
		for open := range s.guard.conns {
			if open.read.Load() > 3*maxUnread {
				return true
			}
		}
		return false
	}, "the server reads no further: %+v", func() []any { return []any{s.guard.Stats()} })
	c.Close()
	s.empty()
}

// A client whose line is slow is not closed while it receives: a session that drops all
// input cannot open its window then.
func TestUnreadDuringWrite(t *testing.T) {
	cfg := wide()
	cfg.StallTimeout = patience
	s := startParallel(t, cfg)
	c := s.rawSession(attacker)
	_ = c.SetDeadline(time.Now().Add(patience))
	if err := c.Send(rawssh.Request(0, "exec", false, rawssh.Text("much"))); err != nil {
		t.Fatal(err)
	}
	s.eventually(func() bool { // the client reads nothing
		s.guard.mu.Lock()
		defer s.guard.mu.Unlock()
		for open := range s.guard.conns {
			before := open.wrote.Load()
			time.Sleep(10 * look)
			return open.sends.Load() && open.wrote.Load() == before
		}
		return false
	}, "all is sent", func() []any { return nil })
	for range 50 {
		if err := c.Send(rawssh.Data(0, make([]byte, unreadEvery))); err != nil {
			t.Fatal(err)
		}
	}
	time.Sleep(unreadWithin + time.Second)
	if n := s.guard.Stats().Refused[Unread]; n != 0 {
		t.Errorf("got %d refused as unread, want 0", n)
	}
	reset(c)
	s.empty()
}

// The head of a packet that is too long closes the connection: after authentication, and,
// where less is allowed, before. So does a ping whose answer is too long.
func TestLongPacket(t *testing.T) {
	s := startParallel(t, wide())
	c := s.rawSession(attacker)
	// The longest packet of data that the server has permitted.
	if err := c.Send(rawssh.Request(0, "exec", false, rawssh.Text("stay")), rawssh.Data(0, make([]byte, 32<<10)), rawssh.Ping("")); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Until(193); err != nil { // SSH_MSG_PONG
		t.Fatal(err)
	}
	head := c.Seal(nil, append([]byte{rawssh.MsgIgnore}, make([]byte, maxPacket+4<<10)...))[:16]
	if _, err := c.Write(head); err != nil {
		t.Fatal(err)
	}
	closed(t, c)
	s.refused(Garbage, 1)

	pings, err := s.rawClient("127.0.0.4")
	if err != nil {
		t.Fatal(err)
	}
	if err := pings.Send(rawssh.Ping(strings.Repeat("x", 2*shortPacket))); err != nil { // the answer is as long
		t.Fatal(err)
	}
	closed(t, pings)
	s.refused(Garbage, 2)

	early := s.raw("127.0.0.3")
	if _, err := io.WriteString(early, identification+"2.0-x\r\n\x00\x00\x3f\xfc\x04\x14"); err != nil {
		t.Fatal(err)
	}
	closed(t, early)
	s.refused(Garbage, 3)
	s.good()
	s.empty()
}

// slowConn is read at 50 KB/s, in small pieces.
type slowConn struct{ net.Conn }

func (c slowConn) Read(p []byte) (int, error) {
	time.Sleep(10 * time.Millisecond)
	return c.Conn.Read(p[:min(len(p), 512)])
}

// A session lasts until its client has the last byte, however long that takes. Only then
// does the startup timeout begin.
func TestSlowDownload(t *testing.T) {
	cfg := wide()
	cfg.StartupTimeout = briefly
	s := startParallel(t, cfg)
	raw := s.raw(attacker)
	if err := raw.(*net.TCPConn).SetReadBuffer(4 << 10); err != nil {
		t.Fatal(err)
	}
	c, chans, reqs, err := gossh.NewClientConn(slowConn{raw}, "", &gossh.ClientConfig{HostKeyCallback: gossh.InsecureIgnoreHostKey()})
	if err != nil {
		t.Fatal(err)
	}
	client := gossh.NewClient(c, chans, reqs)
	out, _, status := run(t, client, "file")
	if len(out) != 128<<10 || status != 0 {
		t.Errorf("%d bytes of %d, status %d", len(out), 128<<10, status)
	}
	client.Close()
	s.empty()
}
