package guard

import (
	"net"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// What comes on a channel that nobody reads is bounded, beside a session that is
// read too.
func TestUnreadChannel(t *testing.T) {
	s := startServer(t, wide())
	c := s.mustClient(attacker)
	s.shell(c)
	ch, _, err := c.OpenChannel("session", nil)
	if err != nil {
		t.Fatal(err)
	}
	sent := 0
	for begun := time.Now(); time.Since(begun) < time.Minute; sent++ {
		if _, err = ch.Write([]byte("x")); err != nil {
			break
		}
	}
	// On the wire each of them is a packet of 32 bytes at the least.
	if err == nil || sent > maxUnread {
		t.Errorf("%d bytes are taken: %v", sent, err)
	}
	s.refused(Unread, 1)
	s.good()
	s.empty()
}

// slowConn is read at 50 KB/s, and keeps little for later.
type slowConn struct{ net.Conn }

func (c slowConn) Read(p []byte) (int, error) {
	time.Sleep(10 * time.Millisecond)
	return c.Conn.Read(p[:min(len(p), 512)])
}

// A session is over for its client when the last byte has arrived, however long
// that takes; only then does the time without one begin.
func TestSlowDownload(t *testing.T) {
	cfg := wide()
	cfg.StartupTimeout = briefly
	s := startServer(t, cfg)
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
