//go:build linux

package main

import (
	"bytes"
	"net"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// reader is a session with the CV on screen.
type reader struct {
	screen bytes.Buffer // to read after ended
	ended  chan struct{}
}

// newReader opens the CV from the n-th source.
func newReader(t *testing.T, address string, n int) *reader {
	t.Helper()
	client := dial(t, address, n)
	if client == nil {
		t.FailNow()
	}
	t.Cleanup(func() { client.Close() })
	session, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	r := &reader{ended: make(chan struct{})}
	session.Stdout = &r.screen
	stdin, err := session.StdinPipe() // without it, the session ends at once
	if err == nil {
		err = session.RequestPty("xterm", 24, 80, nil)
	}
	if err == nil {
		err = session.Shell()
	}
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = session.Wait()
		stdin.Close()
		close(r.ended)
	}()
	return r
}

// dial connects from the loopback address 127.0.1.n. On an error it fails the test and
// returns nil.
func dial(t *testing.T, address string, n int) *ssh.Client {
	t.Helper()
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 1, byte(n))}, Timeout: patience}
	nc, err := dialer.DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Error(err)
		return nil
	}
	_ = nc.SetDeadline(time.Now().Add(5 * patience))
	conn, chans, reqs, err := ssh.NewClientConn(nc, address, &ssh.ClientConfig{User: "guest", HostKeyCallback: ssh.InsecureIgnoreHostKey()})
	if err != nil {
		t.Error(err)
		return nil
	}
	return ssh.NewClient(conn, chans, reqs)
}
