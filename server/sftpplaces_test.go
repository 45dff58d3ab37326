package server

import (
	"net"
	"testing"
	"time"

	"wenkaiyue.com/cv/server/internal/rawssh"
)

// A source may have 16 SFTP sessions at once. The next one waits, without delaying other
// sources.
func TestSFTPSessionsOfASource(t *testing.T) {
	s, _ := startServer(t, testConfig(t))
	start := func(from byte) *rawssh.Client {
		t.Helper()
		c, err := rawLogin(s.Addr().String(), net.IPv4(127, 0, 0, from), 2*patience)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		if err := c.Session(); err != nil {
			t.Fatal(err)
		}
		if err := c.Send(rawssh.Request(0, "subsystem", true, rawssh.Text("sftp"))); err != nil {
			t.Fatal(err)
		}
		return c
	}
	granted := func(c *rawssh.Client, within time.Duration) bool {
		_ = c.SetReadDeadline(time.Now().Add(within))
		_, err := c.Until(99) // SSH_MSG_CHANNEL_SUCCESS
		return err == nil
	}
	var first *rawssh.Client
	for i := range 16 {
		c := start(2)
		if !granted(c, patience) {
			t.Fatalf("session %d is refused", i+1)
		}
		if first == nil {
			first = c
		}
	}
	next := start(2)
	if granted(next, 200*time.Millisecond) {
		t.Error("session 17 does not wait")
	}
	if !granted(start(3), patience) {
		t.Error("another source waits as well")
	}
	first.Close()
	if !granted(next, patience) {
		t.Error("session 17 does not start after another has ended")
	}
}
