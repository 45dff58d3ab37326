package guard

import (
	"testing"
	"time"
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
	// Each byte is a packet of some 40 with its key exchange's frame around it.
	if err == nil || sent > maxUnread {
		t.Errorf("%d bytes are taken: %v", sent, err)
	}
	s.refused(Unread, 1)
	s.good()
	s.empty()
}
