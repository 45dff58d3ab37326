package server

import (
	"bytes"
	"io"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/server/guard"
	"wenkaiyue.com/cv/server/internal/rawssh"
)

// floods returns packets that cost a client nothing, by name.
func floods() map[string][]byte {
	realpath := append([]byte{0, 0, 0, 10, 16, 0, 0, 0, 1, 0, 0, 0, 1}, '/') // SSH_FXP_REALPATH
	return map[string][]byte{
		"ping":     rawssh.Ping(""),
		"global":   rawssh.Global("x", true),
		"open":     rawssh.Open("session", 1),
		"unknown":  rawssh.Request(999, "x", true, nil),
		"window":   rawssh.Request(0, "window-change", false, make([]byte, 16)),
		"realpath": rawssh.Data(0, bytes.Repeat(realpath, 50)),
		"keys":     rawssh.Data(0, []byte("j")),
	}
}

// rawLogin logs in from an address of this machine.
func rawLogin(addr string, from net.IP, within time.Duration) (*rawssh.Client, error) {
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: from}, Timeout: patience}
	nc, err := d.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	_ = nc.SetDeadline(time.Now().Add(within))
	c, err := rawssh.Login(nc, "x")
	if err != nil {
		nc.Close()
	}
	return c, err
}

// flood starts a session and sends a packet of a kind as often as it can, for a time.
func flood(addr string, from net.IP, kind string, length time.Duration) {
	c, err := rawLogin(addr, from, length)
	if err != nil {
		return
	}
	var answers sync.WaitGroup
	defer answers.Wait()
	defer c.Close()
	start := shellPackets(0)
	if kind == "realpath" {
		start = [][]byte{rawssh.Request(0, "subsystem", false, rawssh.Text("sftp")), rawssh.Data(0, []byte{0, 0, 0, 5, 1, 0, 0, 0, 3})}
	}
	if c.Session() != nil || c.Send(start...) != nil {
		return
	}
	answers.Go(func() { _, _ = io.Copy(io.Discard, c.Conn) })
	packet := floods()[kind]
	for err == nil {
		var b []byte
		for range 50 {
			b = c.Seal(b, packet)
		}
		_, err = c.Write(b)
	}
}

// breaks ends a connection, by an invalid packet or a reset, with packets that are not
// handled yet.
func breaks(addr string, from net.IP, invalid bool) {
	c, err := rawLogin(addr, from, patience)
	if err != nil {
		return
	}
	defer c.Close()
	var packets [][]byte
	if invalid {
		packets = append(packets, rawssh.Data(999, []byte("x")))
	}
	for range 200 {
		packets = append(packets, rawssh.Ping(""))
	}
	if c.Session() != nil || c.Send(packets...) != nil {
		return
	}
	if invalid {
		_, _ = io.Copy(io.Discard, c.Conn)
		return
	}
	_ = c.Conn.(*net.TCPConn).SetLinger(0)
}

// A server under attack stops within six seconds, tells all visitors and logs all visits.
func TestShutdownUnderAttack(t *testing.T) {
	if testing.Short() {
		t.Skip("-short")
	}
	var log buffer
	cfg := testConfig(t)
	cfg.Limits.InputPerSource = 128 << 10
	cfg.Log = slog.New(slog.NewJSONHandler(&log, nil))
	s, stop := startServer(t, cfg)
	var attackers sync.WaitGroup
	source := byte(2)
	for kind := range floods() {
		from := net.IPv4(127, 0, 0, source)
		source++
		for range 10 {
			attackers.Go(func() { flood(s.Addr().String(), from, kind, 2*patience) })
		}
	}
	var visitors []*guest
	for range 20 {
		visitors = append(visitors, enter(t, s, gossh.ClientConfig{}))
	}
	var left sync.WaitGroup
	for _, v := range visitors {
		left.Go(func() {
			_ = v.session.Wait()
			v.client.Close()
		})
	}
	time.Sleep(time.Second)
	(&edited{Server: s, t: t}).waits("the attackers have no sessions", func() bool { return int(s.here.Load()) >= len(visitors)+len(floods()) })
	here := int(s.here.Load())
	begun := int(s.visits.Load()) + here
	calm := stopsIn(t, stop, shutdownTimeout+time.Second)
	left.Wait()
	attackers.Wait()
	for i, v := range visitors {
		if calm && !v.screen.contains("The server is restarting") {
			t.Errorf("visitor %d is not told", i)
		}
	}
	if n := strings.Count(log.String(), `"msg":"visit"`); calm && n < begun {
		t.Errorf("got %d visits in the log, want %d", n, begun)
	}
	for line := range strings.Lines(log.String()) {
		if !ours.MatchString(line) && address.MatchString(line) {
			t.Errorf("the log has an address: %s", line)
		}
	}
}

// A visitor who pipes a long file into a command gets all of its output, even over a slow
// line.
func TestPipedIntoCommand(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	cfg.Limits = guard.Defaults()
	s, _ := startServer(t, cfg)
	want, _, _ := command(t, dial(t, s, gossh.ClientConfig{}), "pdf")
	raw, err := net.Dial("tcp", s.Addr().String())
	if err == nil {
		err = raw.(*net.TCPConn).SetReadBuffer(16 << 10)
	}
	if err != nil {
		t.Fatal(err)
	}
	c, chans, reqs, err := gossh.NewClientConn(slowConn{raw}, "", &gossh.ClientConfig{HostKeyCallback: gossh.FixedHostKey(s.key.PublicKey())})
	if err != nil {
		t.Fatal(err)
	}
	client := gossh.NewClient(c, chans, reqs)
	defer client.Close()
	session, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	in, err := session.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for file, err := make([]byte, 32<<10), error(nil); err == nil; {
			_, err = in.Write(file)
		}
	}()
	if got, err := session.Output("pdf"); err != nil || string(got) != want {
		t.Errorf("got %d bytes, want %d: %v", len(got), len(want), err)
	}
}
