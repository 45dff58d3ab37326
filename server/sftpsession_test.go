package server

import (
	"encoding/binary"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/server/files"
)

// Open files do not retain the packets that opened them.
func TestOpenFilesAreSmall(t *testing.T) {
	s, _ := startServer(t, testConfig(t))
	client, _ := copying(t, s)
	heap := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	const handles = files.MaxHandles - 1 // one is open
	name := "/cv.vcf" + strings.Repeat("/", files.MaxPacket-100)
	if _, err := client.Open(name); err != nil {
		t.Fatal(err)
	}
	before := heap()
	for range handles {
		if _, err := client.Open(name); err != nil {
			t.Fatal(err)
		}
	}
	if d := heap() - before; d > handles*files.MaxPacket/4 { // includes the client's
		t.Errorf("the heap grew by %d KiB with %d open files", d>>10, handles)
	}
	goodVisitor(t, s)
}

// An SFTP session counts as two connections until it ends.
func TestSFTPCountsTwice(t *testing.T) {
	cfg := testConfig(t)
	cfg.Limits.MaxPerSource = 3
	s, _ := startServer(t, cfg)
	granted := func(c *gossh.Client) bool {
		session, err := c.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		return session.RequestSubsystem("sftp") == nil
	}
	first, second := dial(t, s, gossh.ClientConfig{}), dial(t, s, gossh.ClientConfig{})
	if !granted(first) || granted(second) {
		t.Error("got the second session, or not the first, want three connections at most")
	}
	second.Close()
	first.Close()
	for s.guard.Stats().Connections > 0 {
		time.Sleep(10 * time.Millisecond)
	}
	if !granted(dial(t, s, gossh.ClientConfig{})) {
		t.Error("no session is granted after the others have ended")
	}
}

// A packet longer than MaxPacket ends its session as soon as its length is known.
func TestLargeSFTPPacket(t *testing.T) {
	s, _ := startServer(t, testConfig(t))
	for _, length := range []uint32{files.MaxPacket + 1, 255 << 10, 1<<32 - 1} {
		ch, reqs, err := dial(t, s, gossh.ClientConfig{}).OpenChannel("session", nil)
		if err != nil {
			t.Fatal(err)
		}
		go gossh.DiscardRequests(reqs)
		if ok, err := ch.SendRequest("subsystem", true, gossh.Marshal(struct{ Name string }{"sftp"})); !ok || err != nil {
			t.Fatal(ok, err)
		}
		hello := []byte{0, 0, 0, 5, 1, 0, 0, 0, 3} // SSH_FXP_INIT, version 3
		for _, b := range binary.BigEndian.AppendUint32(hello, length) {
			if _, err := ch.Write([]byte{b}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := io.Copy(io.Discard, ch); err != nil {
			t.Errorf("%d bytes: got %v, want the session ended", length, err)
		}
	}
	goodVisitor(t, s)
}
