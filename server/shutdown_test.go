package server

import (
	"io"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/pkg/sftp"
	gossh "golang.org/x/crypto/ssh"
)

func TestShutdownTellsVisitors(t *testing.T) {
	t.Parallel()
	s, stop := startServer(t, testConfig(t))
	v := enter(t, s, gossh.ClientConfig{})
	go func() { // as ssh does when its session ends
		_ = v.session.Wait()
		v.client.Close()
	}()
	stopsIn(t, stop, shutdownTimeout/2) // all have left long before
	v.sees("\x1b[?1049l")
	v.sees("The server is restarting")
}

// heldConn is a connection whose client sends nothing until held is closed.
type heldConn struct {
	net.Conn
	held <-chan struct{}
}

func (c *heldConn) Write(p []byte) (int, error) {
	<-c.held
	return c.Conn.Write(p)
}

// A visitor whose handshake is under way when the server stops is still served.
func TestShutdownLetsHandshakesEnd(t *testing.T) {
	s, stop := startServer(t, testConfig(t))
	raw, err := net.Dial("tcp", s.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	for begun := time.Now(); s.guard.Stats().Connections == 0 && time.Since(begun) < patience; {
		time.Sleep(time.Millisecond)
	}
	paused := pauses()
	held, stopped := make(chan struct{}), make(chan error, 1)
	go func() { stopped <- stop() }()
	time.AfterFunc(300*time.Millisecond, func() { close(held) })
	c, chans, reqs, err := gossh.NewClientConn(&heldConn{raw, held}, "late", &gossh.ClientConfig{
		HostKeyCallback: gossh.FixedHostKey(s.key.PublicKey()), Timeout: patience,
	})
	if lost := paused(); err != nil && lost > time.Second/2 { // a handshake has two seconds
		t.Skipf("the machine paused for %s: %v", lost, err)
	}
	if err != nil {
		t.Fatal(err)
	}
	client := gossh.NewClient(c, chans, reqs)
	if out, _, status := command(t, client, "text"); status != 0 || !strings.Contains(out, "Kaiyue") {
		t.Errorf("got status %d, %q, want the CV", status, out)
	}
	client.Close()
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

// Connections without a session do not delay the shutdown beyond its timeout.
func TestShutdownCutsOffIdleConnections(t *testing.T) {
	t.Parallel()
	s, stop := startServer(t, testConfig(t))
	dial(t, s, gossh.ClientConfig{})
	raw, err := net.Dial("tcp", s.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	stopsIn(t, stop, shutdownTimeout+time.Second)
}

// copying opens an SFTP session; told receives its standard error at the end.
func copying(t *testing.T, s *Server) (files *sftp.Client, told <-chan string) {
	t.Helper()
	session, err := dial(t, s, gossh.ClientConfig{}).NewSession()
	if err != nil {
		t.Fatal(err)
	}
	in, err := session.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := session.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr, err := session.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := session.RequestSubsystem("sftp"); err != nil {
		t.Fatal(err)
	}
	if files, err = sftp.NewClientPipe(out, in); err != nil {
		t.Fatal(err)
	}
	end := make(chan string, 1)
	go func() {
		b, _ := io.ReadAll(stderr)
		end <- string(b)
	}()
	return files, end
}

// An idle SFTP session is told of a shutdown at once, and one that copies after its copy.
func TestShutdownTellsWhoCopies(t *testing.T) {
	t.Parallel()
	var log buffer
	cfg := testConfig(t)
	cfg.Log = slog.New(slog.NewJSONHandler(&log, nil))
	s, stop := startServer(t, cfg)
	_, idle := copying(t, s)
	files, busy := copying(t, s)
	time.Sleep(transferQuiet)
	copying, idleLeft, copied := make(chan bool), make(chan bool), make(chan bool)
	go func() {
		defer close(copied)
		for asked, more := time.Now(), 0; more < 200; asked = time.Now() {
			_, err := files.Stat("/cv.pdf")
			if pause := time.Since(asked); pause > transferQuiet/2 {
				t.Logf("the machine paused for %s: the copy may be cut off", pause)
				return
			}
			if err != nil {
				t.Errorf("the copy is cut off: %v", err)
				return
			}
			select {
			case copying <- true:
			case <-idleLeft:
				more++
			default:
			}
		}
	}()
	select {
	case <-copying:
	case <-copied:
	}
	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	told := []string{<-idle}
	close(idleLeft)
	<-copied
	told = append(told, <-busy)
	if err := <-stopped; err != nil {
		t.Error(err)
	}
	for _, line := range told {
		if line != "cv: The server is restarting; please come back in a moment.\n" {
			t.Errorf("got message %q, want that of a restart", line)
		}
	}
	if n := strings.Count(log.String(), `"ended":"restart"`); n != 2 {
		t.Errorf("got %d visits, want 2: %s", n, log.String())
	}
}

// A visitor whose copy exceeds the shutdown timeout is told so, and has a line in the log.
func TestShutdownLogsWhoIsCutOff(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short")
	}
	var log buffer
	cfg := testConfig(t)
	cfg.Log = slog.New(slog.NewJSONHandler(&log, nil))
	s, stop := startServer(t, cfg)
	files, told := copying(t, s)
	f, err := files.Open("/cv.pdf")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for err == nil { // again and again
			_, err = f.ReadAt(make([]byte, 1<<10), 0)
		}
	}()
	calm := stopsIn(t, stop, shutdownTimeout+time.Second)
	if line := <-told; calm && line != "cv: The server is restarting; please come back in a moment.\n" {
		t.Errorf("got message %q, want that of a restart", line)
	}
	if n := strings.Count(log.String(), `"ended":"restart"`); calm && n != 1 {
		t.Errorf("got %d visits, want 1: %s", n, log.String())
	}
}

// slowConn reads 50 KB/s from a connection.
type slowConn struct{ net.Conn }

func (c slowConn) Read(p []byte) (int, error) {
	time.Sleep(10 * time.Millisecond)
	return c.Conn.Read(p[:min(len(p), 512)])
}

// A download over a slow line arrives whole, though the server has written all of it before
// it stops.
func TestShutdownLetsDownloadsArrive(t *testing.T) {
	t.Parallel()
	s, stop := startServer(t, testConfig(t))
	want, _, _ := command(t, dial(t, s, gossh.ClientConfig{}), "pdf")
	raw, err := net.Dial("tcp", s.Addr().String())
	if err == nil {
		err = raw.(*net.TCPConn).SetReadBuffer(16 << 10) // the rest stays at the server
	}
	if err != nil {
		t.Fatal(err)
	}
	c, chans, reqs, err := gossh.NewClientConn(slowConn{raw}, "", &gossh.ClientConfig{HostKeyCallback: gossh.FixedHostKey(s.key.PublicKey())})
	if err != nil {
		t.Fatal(err)
	}
	client := gossh.NewClient(c, chans, reqs)
	go func() { // as clients do; a packet to a closed server would lose the data in flight
		for err := error(nil); err == nil; time.Sleep(50 * time.Millisecond) {
			_, _, err = client.SendRequest("keepalive@openssh.com", false, nil)
		}
	}()
	paused, stopped := pauses(), make(chan error, 1)
	time.AfterFunc(300*time.Millisecond, func() { stopped <- stop() })
	got, _, status := command(t, client, "pdf")
	if lost := paused(); lost > shutdownTimeout/5 {
		t.Logf("the machine paused for %s, so the download had less than five seconds", lost)
	} else if got != want || status != 0 {
		t.Errorf("got %d bytes, want %d, status %d", len(got), len(want), status)
	}
	client.Close()
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}
