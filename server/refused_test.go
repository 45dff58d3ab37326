package server

import (
	"bytes"
	"net"
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/server/internal/rawssh"
)

// shellPackets returns the requests for a shell with a terminal on a channel.
func shellPackets(channel uint32) [][]byte {
	return [][]byte{rawssh.Request(channel, "pty-req", false, gossh.Marshal(struct {
		Term                 string
		Cols, Rows, PxX, PxY uint32
		Modes                string
	}{"xterm", 120, 40, 0, 0, ""})), rawssh.Request(channel, "shell", false, nil)}
}

// The input of a session that is refused ends no other of its connection.
func TestInputOfRefused(t *testing.T) {
	t.Parallel()
	s, _ := startServer(t, testConfig(t))
	c, err := rawLogin(s.Addr().String(), net.IPv4(127, 0, 0, 1), patience)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	const refused = 2 // two others show the CV
	for channel := range uint32(refused + 1) {
		if err := c.Session(); err != nil {
			t.Fatal(err)
		}
		if err := c.Send(shellPackets(channel)...); err != nil {
			t.Fatal(err)
		}
		if channel < refused {
			if _, err := c.Until(rawssh.MsgChannelData); err != nil {
				t.Fatal(err)
			}
		}
	}
	var packets [][]byte
	for range 100 {
		packets = append(packets, rawssh.Data(refused, bytes.Repeat([]byte("j"), 1<<10)))
	}
	if err := c.Send(append(packets, rawssh.Data(0, []byte("q")))...); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the refused session, and that of the visitor who quits
		if _, err := c.Until(rawssh.MsgChannelClose); err != nil {
			t.Fatal(err)
		}
	}
}
